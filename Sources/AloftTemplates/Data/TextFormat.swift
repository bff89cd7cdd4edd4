/// How a number or a text is laid out: fill, alignment, sign, width, precision and kind.
struct TextFormat {
  var fill: Unicode.Scalar = " "
  var alignment: Unicode.Scalar?
  var sign: Unicode.Scalar = "-"
  var isAlternate = false
  var width = 0
  var grouping: Unicode.Scalar?
  var precision: Int?
  var kind: Unicode.Scalar?
  /// Whether zeros fill it, unless it says with what itself: of a number between the sign and the digits.
  private var fillsWithZeros = false
  /// Whether it says nothing at all.
  private var isEmpty = true

  /// The widest a value is made, so that a template can't take all memory with a few characters.
  static let widest = 100_000

  // MARK: - The language of format()

  /// Reads `<fill><align><sign>#0<width>,.<precision><kind>`.
  init(_ text: String) throws {
    isEmpty = text.isEmpty
    var rest = Array(text.unicodeScalars)[...]
    var hasFill = false
    if rest.count > 1, "<>=^".unicodeScalars.contains(rest[rest.startIndex + 1]) {
      fill = rest.removeFirst()
      alignment = rest.removeFirst()
      hasFill = true
    } else if let first = rest.first, "<>=^".unicodeScalars.contains(first) {
      alignment = rest.removeFirst()
    }
    if let first = rest.first, "+- ".unicodeScalars.contains(first) { sign = rest.removeFirst() }
    if rest.first == "#" {
      isAlternate = true
      rest.removeFirst()
    }
    if rest.first == "0" {
      rest.removeFirst()
      fillsWithZeros = alignment == nil
      if !hasFill { fill = "0" }
    }
    width = try Self.number(&rest) ?? 0
    if let first = rest.first, first == "," || first == "_" { grouping = rest.removeFirst() }
    if rest.first == "." {
      rest.removeFirst()
      guard let digits = try Self.number(&rest) else {
        throw RenderFailure(.value, "Format specifier missing precision")
      }
      precision = digits
    }
    if !rest.isEmpty { kind = rest.removeFirst() }
    guard rest.isEmpty else { throw RenderFailure(.value, "Invalid format specifier '\(text)'") }
  }

  init() {}

  /// Reads the digits of a width or a precision.
  static func number(_ rest: inout ArraySlice<Unicode.Scalar>) throws -> Int? {
    var number: Int?
    while let first = rest.first, (0x30...0x39).contains(first.value) {
      number = min(widest + 1, (number ?? 0) * 10 + Int(first.value - 0x30))
      rest.removeFirst()
    }
    if let number, number > widest { throw RenderFailure(.limit, "a width of \(number) is too large") }
    return number
  }

  func format(_ value: TemplateData) throws -> String {
    switch value {
    case .text(let text), .markup(let text): return try format(text: text)
    case .int(let number): return try format(number)
    case .bool(let flag): return isEmpty ? (flag ? "True" : "False") : try format(flag ? 1 : 0)
    case .double(let number): return try format(number)
    case .object: return try format(text: value.printed())
    default:
      guard isEmpty else {
        throw RenderFailure(
          .type, "unsupported format string passed to \(value.typeName).__format__", fix: "make it a text first: {!s:…}"
        )
      }
      return try value.printed()
    }
  }

  private func format(text: String) throws -> String {
    if let refused { throw RenderFailure(.value, "\(refused) not allowed in string format specifier") }
    guard kind == nil || kind == "s" else {
      throw RenderFailure(.value, "Unknown format code '\(kind.map(String.init) ?? "")' for object of type 'str'")
    }
    let kept = precision.map { TemplateText.prefix(text, $0) } ?? text
    return laid("", kept, standard: "<")
  }

  /// The same for a text in the language of `%`, which passes over what only numbers are laid out with.
  var forText: TextFormat {
    var format = TextFormat()
    format.alignment = alignment ?? ">"
    format.width = width
    format.precision = precision
    return format
  }

  /// What no text may be laid out with.
  private var refused: String? {
    if sign != "-" { return "Sign" }
    if isAlternate { return "Alternate form (#)" }
    if grouping != nil { return "'\(grouping ?? ",")'" }
    return alignment == "=" ? "'=' alignment" : nil
  }

  private func format(_ number: Int) throws -> String {
    let digits: String
    if precision != nil, kind.map("bcdnoxX".unicodeScalars.contains) ?? true {
      throw RenderFailure(.value, "Precision not allowed in integer format specifier")
    }
    switch kind {
    case nil, "d", "n": digits = grouped(String(number.magnitude), size: 3)
    case "b": digits = grouped(String(number.magnitude, radix: 2), size: 4)
    case "o": digits = grouped(String(number.magnitude, radix: 8), size: 4)
    case "x": digits = grouped(String(number.magnitude, radix: 16), size: 4)
    case "X": digits = grouped(String(number.magnitude, radix: 16).uppercased(), size: 4)
    case "c":
      return laid("", Unicode.Scalar(UInt32(clamping: number)).map { String(Character($0)) } ?? "", standard: "<")
    case "e", "E", "f", "F", "g", "G", "%": return try format(Double(number))
    default:
      throw RenderFailure(.value, "Unknown format code '\(kind.map(String.init) ?? "")' for object of type 'int'")
    }
    var sign = sign(isNegative: number < 0)
    if isAlternate, let kind, "boxX".unicodeScalars.contains(kind) { sign += "0\(kind)" }
    return laid(sign, digits, standard: fillsWithZeros ? "=" : ">")
  }

  private func format(_ number: Double) throws -> String {
    let magnitude = number.magnitude
    let isNegative = number.sign == .minus && !number.isNaN
    var text: String
    switch kind {
    case nil:
      text = precision.map { NumberText.formatted(magnitude, max(1, $0), "g") } ?? NumberText.shortest(magnitude)
      if precision != nil, !text.contains("."), !text.contains("e"), magnitude.isFinite { text += ".0" }
    case "f", "F": text = NumberText.formatted(magnitude, precision ?? 6, "f")
    case "e": text = NumberText.formatted(magnitude, precision ?? 6, "e")
    case "E": text = NumberText.formatted(magnitude, precision ?? 6, "E")
    case "g", "n": text = NumberText.formatted(magnitude, precision ?? 6, "g")
    case "G": text = NumberText.formatted(magnitude, precision ?? 6, "G")
    case "%": text = NumberText.formatted(magnitude * 100, precision ?? 6, "f") + "%"
    default:
      throw RenderFailure(.value, "Unknown format code '\(kind.map(String.init) ?? "")' for object of type 'float'")
    }
    if grouping != nil {
      let end = text.firstIndex { !$0.isASCII || !$0.isNumber } ?? text.endIndex
      text = grouped(String(text[..<end]), size: 3) + text[end...]
    }
    if isAlternate { text = pointed(text) }
    return laid(sign(isNegative: isNegative), text, standard: fillsWithZeros ? "=" : ">")
  }

  /// A number with its point, also where nothing stands behind it.
  private func pointed(_ text: String) -> String {
    guard !text.contains("."), text.utf8.first?.isDigit == true else { return text }
    let end = text.utf8.firstIndex { !$0.isDigit && $0 != UInt8(ascii: ",") } ?? text.endIndex
    return text[..<end] + "." + text[end...]
  }

  private func sign(isNegative: Bool) -> String { isNegative ? "-" : sign == "-" ? "" : String(sign) }

  private func grouped(_ digits: String, size: Int) -> String {
    guard let grouping else { return digits }
    var groups: [Substring] = []
    var rest = digits[...]
    while rest.count > size {
      groups.insert(rest.suffix(size), at: 0)
      rest = rest.dropLast(size)
    }
    groups.insert(rest, at: 0)
    return groups.joined(separator: String(grouping))
  }

  private func laid(_ sign: String, _ text: String, standard: Unicode.Scalar) -> String {
    let missing = width - TemplateText.count(sign) - TemplateText.count(text)
    guard missing > 0 else { return sign + text }
    func filled(_ count: Int) -> String { String(repeating: String(fill), count: count) }
    switch alignment ?? standard {
    case "<": return sign + text + filled(missing)
    case "=": return sign + filled(missing) + text
    case "^": return filled(missing / 2) + sign + text + filled(missing - missing / 2)
    default: return filled(missing) + sign + text
    }
  }
}
