extension Machine {
  /// Fills in the places of a text that begin with `%`.
  ///
  /// - Parameters:
  ///   - value: A tuple of values, a dictionary for places with names, or the only value.
  ///   - isSafe: Whether the text is markup, so that values are escaped.
  mutating func formatted(_ format: String, _ value: TemplateData, isSafe: Bool) throws -> TemplateData {
    var values: [TemplateData] = []
    if case .tuple(let tuple) = value { values = tuple.elements } else { values = [value] }
    var used = 0
    var result = ""
    var rest = Array(format.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      guard scalar == "%" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      if rest.first == "%" {
        rest.removeFirst()
        result += "%"
        continue
      }
      let name = try placeName(&rest)
      let place = try place(&rest, values, &used, isSafe)
      guard let kind = rest.popFirst() else { throw RenderFailure(.value, "incomplete format") }
      if kind == "%" {
        result += "%"
        continue
      }
      let next: TemplateData
      if let name {
        guard case .dictionary(let dictionary) = value else { throw RenderFailure(.type, "format requires a mapping") }
        guard let found = dictionary[name] else { throw RenderFailure(.value, "there is no value for '\(name)'") }
        next = found
        used = values.count
      } else {
        guard used < values.count else { throw RenderFailure(.type, "not enough arguments for format string") }
        next = values[used]
        used += 1
      }
      result += try converted(next, kind, place, isSafe)
      try checkLength(result.utf8.count)
    }
    try charge(making: result)
    if used < values.count, !takesNothing(value) {
      throw RenderFailure(.type, "not all arguments converted during string formatting")
    }
    return .text(result, safe: isSafe)
  }

  /// A dictionary may be there for nothing, and so may a list.
  private func takesNothing(_ value: TemplateData) -> Bool {
    switch value {
    case .dictionary, .list, .undefined: true
    default: false
    }
  }

  private func placeName(_ rest: inout ArraySlice<Unicode.Scalar>) throws -> String? {
    guard rest.first == "(" else { return nil }
    rest.removeFirst()
    var name = String.UnicodeScalarView()
    var depth = 1
    while let scalar = rest.popFirst() {
      if scalar == "(" { depth += 1 }
      if scalar == ")" { depth -= 1 }
      if depth == 0 { return String(name) }
      name.append(scalar)
    }
    throw RenderFailure(.value, "incomplete format key")
  }

  private func place(
    _ rest: inout ArraySlice<Unicode.Scalar>, _ values: [TemplateData], _ used: inout Int, _ isSafe: Bool
  ) throws -> TextFormat {
    var format = TextFormat()
    while let flag = rest.first, "-+ #0".unicodeScalars.contains(flag) {
      rest.removeFirst()
      switch flag {
      case "-": format.alignment = "<"
      case "+": format.sign = "+"
      case " ": if format.sign != "+" { format.sign = " " }
      case "#": format.isAlternate = true
      default: format.fill = "0"
      }
    }
    // In markup values are wrapped up, which a width may not be.
    let widths = isSafe ? [] : values
    if let width = try number(&rest, widths, &used) {
      format.width = Int(width.magnitude)
      if width < 0 { format.alignment = "<" }
    }
    if rest.first == "." {
      rest.removeFirst()
      format.precision = max(0, try number(&rest, widths, &used) ?? 0)
    }
    while let size = rest.first, "hlL".unicodeScalars.contains(size) { rest.removeFirst() }
    return format
  }

  private func number(
    _ rest: inout ArraySlice<Unicode.Scalar>, _ values: [TemplateData], _ used: inout Int
  ) throws -> Int? {
    guard rest.first == "*" else { return try TextFormat.number(&rest) }
    rest.removeFirst()
    guard used < values.count, values[used].integer != nil else { throw RenderFailure(.type, "* wants int") }
    let number = try whole(values[used], standard: 0, "width")
    used += 1
    try checkWidth(abs(number))
    return number
  }

  private mutating func converted(
    _ value: TemplateData, _ kind: Unicode.Scalar, _ place: TextFormat, _ isSafe: Bool
  ) throws -> String {
    switch kind {
    case "s", "r", "a":
      var text = kind == "s" ? try text(of: value) : try value.representation()
      if kind == "a" { text = TemplateText.ascii(text) }
      if isSafe, kind != "s" || !value.isMarkup { text = TemplateText.escaped(text) }
      return try place.forText.format(.text(text))
    case "c":
      var text = value.string ?? ""
      if let number = value.integer, let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init) {
        text = String(Character(scalar))
      }
      guard TemplateText.count(text) == 1, !isSafe else { throw RenderFailure(.type, "%c requires int or char") }
      return try place.forText.format(.text(text))
    default: return try number(value, kind, place, isSafe)
    }
  }

  /// A value as a number. In markup values are wrapped up: texts may be read as numbers, and no number is known to be
  /// whole.
  private mutating func number(
    _ value: TemplateData, _ kind: Unicode.Scalar, _ place: TextFormat, _ isSafe: Bool
  ) throws -> String {
    var place = place
    place.kind = kind
    switch kind {
    case "d", "i", "u":
      place.kind = "d"
      if isSafe, let text = value.string, let number = try PythonNumber.int(text, base: 10) {
        return try whole(number, place)
      }
      let number = try real(value, "%\(kind) format: a real number is required, not \(value.typeName)")
      guard number.isFinite, number.magnitude < 9.2e18 else { throw tooLarge }
      return try whole(value.integer ?? Int(number), place)
    case "x", "X", "o":
      guard let number = value.integer, !isSafe else {
        throw RenderFailure(.type, "%\(kind) format: an integer is required, not \(value.typeName)")
      }
      return try whole(number, place)
    case "e", "E", "f", "F", "g", "G":
      let read = isSafe ? value.string.flatMap { PythonNumber.double($0) } : nil
      let number = try read ?? real(value, "must be real number, not \(value.typeName)")
      if place.alignment == nil, place.fill == "0" { place.alignment = "=" }
      try charge(steps: Self.stepsOfNumber)
      return try place.format(.double(number))
    default:
      throw RenderFailure(.value, "unsupported format character '\(kind)' (0x\(String(kind.value, radix: 16)))")
    }
  }

  private func real(_ value: TemplateData, _ message: String) throws -> Double {
    if case .undefined(let undefined) = value { throw undefined.failure }
    guard let number = value.number else { throw RenderFailure(.type, message) }
    return number
  }

  /// What it takes to find the digits of a number with a point, of which there may be hundreds.
  private static let stepsOfNumber = 10

  private func whole(_ number: Int, _ place: TextFormat) throws -> String {
    var place = place
    if place.alignment == nil, place.fill == "0" { place.alignment = "=" }
    if place.alignment == "<" { place.fill = " " }
    guard let precision = place.precision else { return try place.format(.int(number)) }
    var digits = TextFormat()
    digits.kind = place.kind
    let text = try digits.format(.int(Int(clamping: number.magnitude)))
    let zeros = String(repeating: "0", count: max(0, precision - text.count))
    var outer = TextFormat()
    outer.width = place.width
    outer.alignment = place.alignment ?? ">"
    return try outer.format(.text((number < 0 ? "-" : "") + zeros + text))
  }

  // MARK: - format()

  /// Fills in the places of a text that stand in braces.
  ///
  /// - Parameter numbering: How places without names were told apart so far.
  mutating func formatted(
    _ format: String, _ arguments: Arguments, isSafe: Bool, depth: Int = 0, _ numbering: inout PlaceNumbering
  ) throws -> String {
    guard depth < 3 else { throw RenderFailure(.value, "Max string recursion exceeded") }
    var result = ""
    var rest = Array(format.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      if scalar == "{" || scalar == "}" {
        if rest.first == scalar {
          rest.removeFirst()
          result.unicodeScalars.append(scalar)
          continue
        }
        guard scalar == "{" else { throw RenderFailure(.value, "Single '}' encountered in format string") }
        result += try place(&rest, arguments, isSafe, depth, &numbering)
        try checkLength(result.utf8.count)
        continue
      }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  private mutating func place(
    _ rest: inout ArraySlice<Unicode.Scalar>, _ arguments: Arguments, _ isSafe: Bool, _ depth: Int,
    _ numbering: inout PlaceNumbering
  ) throws -> String {
    var inside = String.UnicodeScalarView()
    var level = 1
    while let scalar = rest.popFirst() {
      if scalar == "{" { level += 1 }
      if scalar == "}" { level -= 1 }
      if level == 0 { break }
      inside.append(scalar)
    }
    guard level == 0 else { throw RenderFailure(.value, "expected '}' before end of string") }
    let parts = TemplateText.split(String(inside), by: ":", most: 1)
    var name = parts[0]
    var conversion: String?
    if let mark = name.lastIndex(of: "!") {
      conversion = String(name[name.index(after: mark)...])
      name = String(name[..<mark])
    }
    let value = try field(name, arguments, &numbering)
    var specification = parts.count > 1 ? parts[1] : ""
    if specification.contains("{") {
      specification = try formatted(specification, arguments, isSafe: isSafe, depth: depth + 1, &numbering)
    }
    var data = value
    switch conversion {
    case nil: break
    case "r": data = .text(try value.representation())
    case "s": data = .text(try text(of: value))
    case "a": data = .text(TemplateText.ascii(try value.representation()))
    default: throw RenderFailure(.value, "Unknown conversion specifier '\(conversion ?? "")'")
    }
    if isSafe, data.isMarkup, !specification.isEmpty {
      // It would stand beside the markup without being escaped.
      throw RenderFailure(.value, "Unsupported format specification for Markup.")
    }
    let text: String
    if case .object(let object) = data, let date = object as? DateObject, !specification.isEmpty {
      text = date.formatted(specification)
    } else {
      if case .double = data { try charge(steps: Self.stepsOfNumber) }
      text = try TextFormat(specification).format(data)
    }
    return isSafe && !data.isMarkup ? TemplateText.escaped(text) : text
  }

  private mutating func field(
    _ name: String, _ arguments: Arguments, _ numbering: inout PlaceNumbering
  ) throws -> TemplateData {
    let end = name.firstIndex { $0 == "." || $0 == "[" } ?? name.endIndex
    let first = String(name[..<end])
    var value: TemplateData
    if first.isEmpty || first.utf8.allSatisfy(\.isDigit) {
      let index = try first.isEmpty ? numbering.next() : numbering.given(Int(first) ?? .max)
      guard arguments.positional.indices.contains(index) else {
        throw RenderFailure(.value, "Replacement index \(index) out of range for positional args tuple")
      }
      value = arguments.positional[index]
    } else {
      guard let found = arguments.named.first(where: { $0.name == first })?.value else {
        throw RenderFailure(.value, "there is no value for '\(first)'")
      }
      value = found
    }
    var rest = name[end...]
    while let mark = rest.popFirst() {
      if mark == "." {
        let stop = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
        value = try typeAttribute(String(rest[..<stop]), of: value)
        rest = rest[stop...]
      } else {
        guard let stop = rest.firstIndex(of: "]") else { throw RenderFailure(.value, "Missing ']' in format string") }
        let key = String(rest[..<stop])
        value = try item(Int(key).map { .int($0) } ?? .text(key), of: value)
        rest = rest[rest.index(after: stop)...]
      }
      if value.isUndefined { throw RenderFailure(.value, "there is no '\(name)'") }
    }
    return value
  }
}

/// How the places of a format without names are told apart: by their order or by numbers, not by both.
struct PlaceNumbering {
  private var count = 0
  private var isGiven = false

  mutating func next() throws -> Int {
    if isGiven { throw mixed }
    defer { count += 1 }
    return count
  }

  mutating func given(_ number: Int) throws -> Int {
    if count > 0 { throw mixed }
    isGiven = true
    return number
  }

  private var mixed: RenderFailure {
    RenderFailure(.value, "the places of a format have either all of them a number, or none of them")
  }
}
