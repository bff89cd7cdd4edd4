internal import AloftCore

extension Methods {
  static func text(_ value: TemplateData, _ name: String = "text") throws -> String {
    guard let text = value.string else { throw RenderFailure(.type, "'\(name)' must be str, not \(value.typeName)") }
    return text
  }

  /// A method from text to text, which keeps what is safe.
  private static func mapping(_ name: String, _ change: @escaping @Sendable (String) -> String) -> Filter {
    Filter(name, "self") { values, _ in .text(change(try text(values[0])), safe: values[0].isMarkup) }
  }

  static let textMethods: [Filter] = [
    mapping("upper") { $0.uppercased() },
    mapping("lower") { TemplateText.lowercased($0) },
    mapping("casefold") { TemplateText.lowercased($0).replacingParts("ß", with: "ss").replacingParts("ς", with: "σ") },
    mapping("capitalize") { TemplateText.capitalized($0) },
    mapping("title") { TemplateText.titled($0) },
    mapping("swapcase") { TemplateText.swapped($0) },
    Filter("strip", "self chars?") { values, machine in
      .text(
        TemplateText.stripped(try text(values[0]), try machine.optionalText(values[1], "chars")),
        safe: values[0].isMarkup)
    },
    Filter("lstrip", "self chars?") { values, machine in
      .text(
        TemplateText.stripped(try text(values[0]), try machine.optionalText(values[1], "chars"), right: false),
        safe: values[0].isMarkup)
    },
    Filter("rstrip", "self chars?") { values, machine in
      .text(
        TemplateText.stripped(try text(values[0]), try machine.optionalText(values[1], "chars"), left: false),
        safe: values[0].isMarkup)
    },
    Filter("split", "self sep? maxsplit?") { values, machine in try split(values, fromRight: false, &machine) },
    Filter("rsplit", "self sep? maxsplit?") { values, machine in try split(values, fromRight: true, &machine) },
    Filter("splitlines", "self keepends?") { values, machine in
      let lines = TemplateText.lines(try text(values[0]), keepsEnds: try values[1].isTrue)
      return try list(lines, &machine, isSafe: values[0].isMarkup)
    },
    Filter("join", "self iterable") { values, machine in
      let separator = try text(values[0])
      let isSafe = values[0].isMarkup
      let parts = try machine.elements(of: values[1]).all().enumerated().map { index, element in
        if isSafe { return try machine.escaped(element).string ?? "" }
        guard let part = element.string else {
          throw RenderFailure(.type, "sequence item \(index): expected str instance, \(element.typeName) found")
        }
        return part
      }
      try machine.checkLength(
        separator.utf8.count, times: max(0, parts.count - 1), plus: parts.reduce(0) { $0 + $1.utf8.count })
      return .text(parts.joined(separator: separator), safe: isSafe)
    },
    Filter("replace", "self old new count?") { values, machine in
      let count = try machine.optionalWhole(values[3]) ?? -1
      var new = try text(values[2], "new")
      if values[0].isMarkup, !values[2].isMarkup { new = TemplateText.escaped(new) }
      return .text(
        try machine.replacing(try text(values[0]), try text(values[1], "old"), new, most: count),
        safe: values[0].isMarkup)
    },
    Filter("partition", "self sep") { values, _ in try partition(values, fromRight: false) },
    Filter("rpartition", "self sep") { values, _ in try partition(values, fromRight: true) },
    Filter("center", "self width fillchar?") { values, machine in try pad(values, left: true, right: true, machine) },
    Filter("ljust", "self width fillchar?") { values, machine in try pad(values, left: false, right: true, machine) },
    Filter("rjust", "self width fillchar?") { values, machine in try pad(values, left: true, right: false, machine) },
    Filter("zfill", "self width") { values, machine in
      let whole = try text(values[0])
      let isSigned = whole.hasPrefix("-") || whole.hasPrefix("+")
      let width = try machine.whole(values[1], standard: 0, "width") - (isSigned ? 1 : 0)
      let digits = try machine.padded(
        isSigned ? String(whole.dropFirst(1)) : whole, to: width, left: true, right: false, "0")
      return .text((isSigned ? TemplateText.prefix(whole, 1) : "") + digits, safe: values[0].isMarkup)
    },
    Filter("removeprefix", "self prefix") { values, _ in
      let whole = try text(values[0])
      let part = try text(values[1])
      guard whole.utf8.starts(with: part.utf8) else { return values[0] }
      return .text(String(decoding: whole.utf8.dropFirst(part.utf8.count), as: UTF8.self), safe: values[0].isMarkup)
    },
    Filter("removesuffix", "self suffix") { values, _ in
      let whole = try text(values[0])
      let part = try text(values[1])
      guard !part.isEmpty, whole.utf8.suffix(part.utf8.count).elementsEqual(part.utf8) else { return values[0] }
      return .text(String(decoding: whole.utf8.dropLast(part.utf8.count), as: UTF8.self), safe: values[0].isMarkup)
    },
    Filter("expandtabs", "self tabsize?") { values, machine in
      let size = try machine.whole(values[1], standard: 8, "tabsize")
      try machine.checkWidth(size)
      return .text(try expanded(try text(values[0]), max(0, size), machine), safe: values[0].isMarkup)
    },
    Filter(
      "format",
      free: { arguments, machine in
        guard let format = arguments.positional.first else { return .text("") }
        return try formatted(
          format, Arguments(Array(arguments.positional.dropFirst()), named: arguments.named), &machine)
      }),
    Filter("format_map", "self mapping") { values, machine in
      guard case .dictionary(let mapping) = values[1] else {
        throw RenderFailure(.type, "a dictionary is due, not '\(values[1].typeName)'")
      }
      try machine.charge(steps: mapping.count)
      let named = mapping.entries.compactMap { key, value in key.string.map { (name: $0, value: value) } }
      return try formatted(values[0], Arguments(named: named), &machine)
    },
    Filter("striptags", "self") { values, _ in .text(Markup.withoutTags(try markup(values[0], "striptags"))) },
    Filter("unescape", "self") { values, _ in .text(Markup.unescaped(try markup(values[0], "unescape"))) },
  ]

  private static func formatted(
    _ format: TemplateData, _ arguments: Arguments, _ machine: inout Machine
  ) throws -> TemplateData {
    var numbering = PlaceNumbering()
    let result = try machine.formatted(try text(format), arguments, isSafe: format.isMarkup, &numbering)
    return .text(result, safe: format.isMarkup)
  }

  /// The text of markup, whose methods other texts don't have.
  private static func markup(_ value: TemplateData, _ method: String) throws -> String {
    guard case .markup(let markup) = value else {
      throw RenderFailure(.undefined, "'str' has no member '\(method)'", fix: "write |\(method), or |safe in front")
    }
    return markup
  }

  private static func test(_ name: String, _ holds: @escaping @Sendable (String) -> Bool) -> Filter {
    Filter(name, "self") { values, _ in .bool(holds(try text(values[0]))) }
  }

  static let textTests: [Filter] = [
    test("isupper") { TemplateText.isUpper($0) },
    test("islower") { TemplateText.isLower($0) },
    test("isspace") { !$0.isEmpty && $0.unicodeScalars.allSatisfy(TemplateText.isBlank) },
    test("isalpha") { !$0.isEmpty && $0.unicodeScalars.allSatisfy(TemplateText.isAlphabetic) },
    test("isdigit") {
      !$0.isEmpty
        && $0.unicodeScalars.allSatisfy { $0.properties.numericType == .decimal || $0.properties.numericType == .digit }
    },
    test("isdecimal") { !$0.isEmpty && $0.unicodeScalars.allSatisfy(TemplateText.isDecimal) },
    test("isnumeric") { !$0.isEmpty && $0.unicodeScalars.allSatisfy { $0.properties.numericType != nil } },
    test("isalnum") {
      !$0.isEmpty && $0.unicodeScalars.allSatisfy { TemplateText.isAlphabetic($0) || $0.properties.numericType != nil }
    },
    test("isprintable") { $0.unicodeScalars.allSatisfy(TemplateText.isPrintable) },
    test("isascii") { $0.utf8.allSatisfy { $0 < 0x80 } },
    test("istitle") { TemplateText.titled($0) == $0 && $0.unicodeScalars.contains { $0.properties.isCased } },
    test("isidentifier") { text in
      guard let first = text.utf8.first else { return false }
      return !first.isDigit && text.utf8.allSatisfy(\.isNamePart)
    },
  ]

  private static func pad(
    _ values: [TemplateData], left: Bool, right: Bool, _ machine: Machine
  ) throws -> TemplateData {
    let fill = try machine.optionalText(values[2], "fillchar") ?? " "
    guard TemplateText.count(fill) == 1, !values[0].isMarkup || TemplateText.escaped(fill) == fill else {
      throw RenderFailure(.type, "The fill character must be exactly one character long")
    }
    let width = try machine.whole(values[1], standard: 0, "width")
    return .text(
      try machine.padded(try text(values[0]), to: width, left: left, right: right, fill), safe: values[0].isMarkup)
  }

  /// A separator, which separates nothing if it is nothing.
  private static func separator(_ value: TemplateData) throws -> String {
    let separator = try text(value, "sep")
    guard !separator.isEmpty else { throw RenderFailure(.value, "empty separator") }
    return separator
  }

  private static func partition(_ values: [TemplateData], fromRight: Bool) throws -> TemplateData {
    let whole = try text(values[0])
    let separator = try separator(values[1])
    let parts = TemplateText.split(whole, by: separator, most: 1, fromRight: fromRight)
    let isSafe = values[0].isMarkup
    if parts.count == 2 { return .tuple([parts[0], separator, parts[1]].map { .text($0, safe: isSafe) }) }
    return .tuple((fromRight ? ["", "", whole] : [whole, "", ""]).map { .text($0, safe: isSafe) })
  }

  private static func split(
    _ values: [TemplateData], fromRight: Bool, _ machine: inout Machine
  ) throws -> TemplateData {
    let whole = try text(values[0])
    let most = try machine.optionalWhole(values[2]) ?? -1
    let limit = most < 0 ? Int.max : most
    let parts =
      Machine.isNone(values[1])
      ? blankSplit(whole, limit, fromRight)
      : TemplateText.split(whole, by: try separator(values[1]), most: limit, fromRight: fromRight)
    return try list(parts, &machine, isSafe: values[0].isMarkup)
  }

  private static func list(_ parts: [String], _ machine: inout Machine, isSafe: Bool) throws -> TemplateData {
    try machine.checkCount(parts.count)
    try machine.charge(elements: parts.count)
    try machine.charge(steps: parts.count)
    return .list(parts.map { .text($0, safe: isSafe) })
  }

  private static func blankSplit(_ text: String, _ limit: Int, _ fromRight: Bool) -> [String] {
    var rest = text.unicodeScalars[...]
    var words: [String] = []
    if fromRight { return limit == .max ? TemplateText.words(text) : blankSplitFromRight(text, limit) }
    while true {
      rest = rest.drop(while: TemplateText.isBlank)
      if rest.isEmpty { return words }
      if words.count == limit {
        words.append(String(rest))
        return words
      }
      let word = rest.prefix { !TemplateText.isBlank($0) }
      words.append(String(word))
      rest = rest[word.endIndex...]
    }
  }

  private static func blankSplitFromRight(_ text: String, _ limit: Int) -> [String] {
    let reversed = String(String.UnicodeScalarView(text.unicodeScalars.reversed()))
    return blankSplit(reversed, limit, false).reversed().map {
      String(String.UnicodeScalarView($0.unicodeScalars.reversed()))
    }
  }

  private static func expanded(_ text: String, _ size: Int, _ machine: Machine) throws -> String {
    var result = ""
    var column = 0
    for scalar in text.unicodeScalars {
      if scalar == "\t", size > 0 {
        let blanks = size - column % size
        result += String(repeating: " ", count: blanks)
        column += blanks
        try machine.checkLength(result.utf8.count)
      } else {
        result.unicodeScalars.append(scalar)
        column = scalar == "\n" ? 0 : column + 1
      }
    }
    return result
  }
}
