import AloftCore
import AloftHTTP

/// Reads patterns such as `/users/{id:int}`, and reports all that is wrong with one.
struct RoutePatternParser {
  /// A problem of a pattern before it has a place.
  struct Problem {
    var id = "route.pattern"
    let message: String
    let fix: String
  }

  private let text: String
  private let converters: PathConverters
  private var implied: [String] = []
  private let characters: [Character]
  private var position = 0
  private var pieces: [RoutePattern.Piece] = []
  private var literal = ""
  private var parameters: [RouteParameter] = []
  private(set) var problems: [Problem] = []

  private init(_ text: String, _ converters: PathConverters) {
    self.text = text
    self.converters = converters
    characters = Array(text)
  }

  /// Reads the pattern of a path.
  ///
  /// - Parameter implied: The converters of placeholders that name none, by position; `string` beyond.
  static func path(
    _ text: String, _ converters: PathConverters, implied: [String] = []
  ) -> (pattern: RoutePattern, problems: [Problem]) {
    var parser = RoutePatternParser(text, converters)
    parser.implied = implied
    parser.parse()
    parser.checkPath()
    return (parser.pattern, parser.problems)
  }

  /// Reads the pattern of a host; letters are compared without their case.
  static func host(_ text: String, _ converters: PathConverters) -> (pattern: RoutePattern, problems: [Problem]) {
    var parser = RoutePatternParser(text, converters)
    parser.parse()
    parser.checkHost()
    return (parser.pattern, parser.problems)
  }

  private var pattern: RoutePattern { RoutePattern(text: text, parameters: parameters, pieces: pieces) }

  private var next: Character? { position < characters.count ? characters[position] : nil }

  private mutating func report(_ message: String, fix: String, id: String = "route.pattern") {
    problems.append(Problem(id: id, message: "the pattern '\(text)' \(message)", fix: fix))
  }

  private mutating func parse() {
    while let character = next {
      position += 1
      switch character {
      case "{" where next == "{", "}" where next == "}":
        literal.append(character)
        position += 1
      case "{":
        endLiteral()
        parsePlaceholder()
      case "}":
        report("has a '}' without a '{'", fix: "Write '}}' for a brace that is part of the path.")
      default:
        literal.append(character)
      }
    }
    endLiteral()
  }

  private mutating func endLiteral() {
    if !literal.isEmpty { pieces.append(.literal(Array(literal.utf8))) }
    literal = ""
  }

  /// Reads what follows a brace: `name}`, `name:converter}` or `name:converter(arguments)}`.
  private mutating func parsePlaceholder() {
    let name = word()
    var converterName = parameters.count < implied.count ? implied[parameters.count] : "string"
    var arguments: ConverterArguments? = ConverterArguments()
    if next == ":" {
      position += 1
      converterName = word()
      if next == "(" {
        position += 1
        arguments = parseArguments()
      }
    }
    let isClosed = next == "}"
    guard let arguments, isClosed, isName(name), isName(converterName) else {
      let rest = skipPlaceholder()
      report(
        rest == nil ? "has a '{' that is never closed" : "has a placeholder that cannot be read near '\(rest ?? "")'",
        fix: "Write {name}, {name:converter} or {name:converter(argument=value)}, and '{{' for a brace in the path.")
      return
    }
    position += 1
    add(name, converterName, arguments)
  }

  private mutating func add(_ name: String, _ converterName: String, _ written: ConverterArguments) {
    if parameters.contains(where: { $0.name == name }) {
      report("has two placeholders named '\(name)'", fix: "Give each placeholder a name of its own.")
    }
    guard let make = converters.makers[converterName] else {
      let known = converters.makers.keys.sorted()
      let nearest = NearestName.of(converterName, in: known)
      report(
        "names the converter '\(converterName)', which does not exist",
        fix: nearest.map { "Did you mean '\($0)'?" } ?? "Use one of \(known.joined(separator: ", ")), or register it.",
        id: "route.converter")
      return
    }
    var arguments = written
    do {
      let converter = try make(&arguments)
      try arguments.checkAllAsked()
      pieces.append(.parameter(parameters.count))
      parameters.append(
        RouteParameter(name: name, converterName: converterName, arguments: written, converter: converter))
    } catch {
      report(
        "gives '\(converterName)' of '\(name)' arguments it does not take: \((error as? ConverterArgumentError)?.message ?? "\(error)")",
        fix: "Correct the arguments of {\(name):\(converterName)(…)}.", id: "route.converter")
    }
  }

  /// Reads arguments up to the closing parenthesis; `nil` if there is none.
  private mutating func parseArguments() -> ConverterArguments? {
    var positional: [String] = []
    var named: [String: String] = [:]
    while true {
      skipSpaces()
      if next == ")" { break }
      guard let (value, isQuoted) = parseValue() else { return nil }
      skipSpaces()
      if next == "=", !isQuoted, isName(value) {
        position += 1
        skipSpaces()
        guard let (argument, _) = parseValue(), named.updateValue(argument, forKey: value) == nil else { return nil }
        skipSpaces()
      } else {
        positional.append(value)
      }
      if next == "," {
        position += 1
      } else if next != ")" {
        return nil
      }
    }
    position += 1
    return ConverterArguments(positional: positional, named: named)
  }

  private mutating func parseValue() -> (text: String, isQuoted: Bool)? {
    var value = ""
    if let quote = next, quote == "\"" || quote == "'" {
      position += 1
      while let character = next, character != quote {
        value.append(character)
        position += 1
      }
      guard next == quote else { return nil }
      position += 1
      return (value, true)
    }
    while let character = next, !",=(){}\"'".contains(character), !character.isWhitespace {
      value.append(character)
      position += 1
    }
    return value.isEmpty ? nil : (value, false)
  }

  private mutating func skipSpaces() {
    while next == " " { position += 1 }
  }

  private mutating func word() -> String {
    let start = position
    while let character = next, character.isASCII, character.isLetter || character.isNumber || character == "_" {
      position += 1
    }
    return String(characters[start..<position])
  }

  private func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    return !isDigit(first) && text.utf8.allSatisfy { isWordByte($0) }
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    default: isDigit(byte)
    }
  }

  /// Goes on behind the placeholder that could not be read.
  ///
  /// - Returns: What was skipped; `nil` if no brace closes it.
  private mutating func skipPlaceholder() -> String? {
    let start = position
    guard let end = characters[position...].firstIndex(of: "}") else {
      position = characters.count
      return nil
    }
    position = end + 1
    return String(characters[start...end])
  }

  private mutating func checkPath() {
    if characters.first != "/" {
      report("does not begin with a slash", fix: "Write '/\(text)'.")
    }
    for part in pattern.split(at: UInt8(ascii: "/")) {
      guard part.count == 1, case .literal(let bytes)? = part.first else { continue }
      if PathText.hasDotComponent(bytes.span, 0, bytes.count) {
        report("has a segment of dots, which no path keeps", fix: "Leave out '.' and '..'.")
      }
    }
    for case .literal(let bytes) in pieces { checkLiteral(bytes) }
  }

  private mutating func checkLiteral(_ bytes: [UInt8]) {
    if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      report("has a control character", fix: "Remove it.")
    }
    if bytes.contains(UInt8(ascii: "?")) || bytes.contains(UInt8(ascii: "#")) {
      report("has a '?' or '#', which end a path", fix: "Leave the query out: handlers read it from the request.")
    }
    for (index, byte) in bytes.enumerated()
    where byte == UInt8(ascii: "%") && bytes[(index + 1)...].prefix(2).compactMap(\.hexValue).count == 2 {
      report("is percent-encoded", fix: "Write the characters themselves: patterns meet decoded paths.")
      return
    }
  }

  private mutating func checkHost() {
    pieces = pieces.map { piece in
      guard case .literal(let bytes) = piece else { return piece }
      return .literal(bytes.map(HostPattern.lowercased))
    }
    for case .literal(let bytes) in pieces
    where !bytes.allSatisfy({ $0 == UInt8(ascii: ".") || HostPattern.isLabelByte($0) }) {
      report(
        "is no host's name", fix: "Write labels of letters, digits, '-' and '_', without a port: 'api.example.com'.")
    }
    if pattern.split(at: UInt8(ascii: ".")).contains(where: \.isEmpty) {
      report("has an empty label", fix: "Write labels between single points, and none at the end.")
    }
    if parameters.contains(where: { $0.converter.isPath }) {
      report("has a 'path' in a host", fix: "Give each label a placeholder of its own.")
    }
  }
}
