internal import AloftCore

/// Numbers as Python reads them from text.
enum PythonNumber {
  /// Digits with single underscores between them; `nil` where they stand elsewhere.
  private static func withoutUnderscores(_ text: String) -> String? {
    guard text.utf8.contains(UInt8(ascii: "_")) else { return text }
    let bytes = Array(text.utf8)
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "_") {
      guard index > 0, index + 1 < bytes.count, bytes[index - 1].isHexDigit, bytes[index + 1].isHexDigit else {
        return nil
      }
    }
    return String(decoding: bytes.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  }

  /// Text with the digits of all scripts as those of ASCII.
  private static func asciiDigits(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
    return text.unicodeScalars.map { scalar in
      guard TemplateText.isDecimal(scalar), let value = scalar.properties.numericValue else { return String(scalar) }
      return String(Int(value))
    }.joined()
  }

  static func double(_ text: String) -> Double? {
    guard let text = withoutUnderscores(asciiDigits(TemplateText.stripped(text))), let first = text.utf8.first else {
      return nil
    }
    let unsigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
    guard let next = unsigned.utf8.first, next != UInt8(ascii: "-"), next != UInt8(ascii: "+") else { return nil }
    switch unsigned.lowercased() {
    case "inf", "infinity": return first == UInt8(ascii: "-") ? -.infinity : .infinity
    case "nan": return .nan
    default: break
    }
    // Swift reads hexadecimal numbers as well, and Python does not.
    guard unsigned.utf8.allSatisfy({ $0.isDigit || [0x2E, 0x65, 0x45, 0x2B, 0x2D].contains($0) }) else { return nil }
    var digits = String(unsigned)
    if digits.hasPrefix(".") { digits = "0" + digits }
    if digits.hasSuffix(".") { digits += "0" }
    digits = digits.replacingParts(".e", with: ".0e").replacingParts(".E", with: ".0E")
    return Double((first == UInt8(ascii: "-") ? "-" : "") + digits)
  }

  /// - Returns: `nil` for what is no whole number in the base.
  /// - Throws: An error for one that is too large.
  static func int(_ text: String, base: Int) throws -> Int? {
    guard var text = withoutUnderscores(asciiDigits(TemplateText.stripped(text))) else { return nil }
    var sign = ""
    if let first = text.first, first == "-" || first == "+" {
      sign = first == "-" ? "-" : ""
      text.removeFirst()
    }
    var radix = base
    let prefixes = [(16, "0x"), (8, "0o"), (2, "0b")]
    let start = text.prefix(2).lowercased()
    if let (number, _) = prefixes.first(where: { (base == $0.0 || base == 0) && start == $0.1 }) {
      text.removeFirst(2)
      radix = number
    }
    if radix == 0 { radix = 10 }
    guard (2...36).contains(radix), let first = text.utf8.first, first.isDigit || first | 0x20 >= 0x61 else {
      return nil
    }
    if let number = Int(sign + text, radix: radix) { return number }
    guard text.utf8.allSatisfy({ Int($0.digitValue) < radix }) else { return nil }
    throw RenderFailure(.value, "the number \(text.prefix(40)) is too large")
  }
}
