/// Numbers as Python writes them.
enum NumberText {
  /// The digits of a number that is not negative, with zeros in front up to a width.
  static func padded(_ number: Int, _ width: Int, radix: Int = 10) -> String {
    let digits = String(number, radix: radix)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// The shortest digits that are read as the same number.
  static func shortest(_ number: Double) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    if number == 0 { return number.sign == .minus ? "-0.0" : "0.0" }
    // Where Swift writes no exponent, it writes the same.
    if (1e-3..<1e15).contains(number.magnitude) { return number.description }
    let (digits, exponent) = decimal(number.magnitude)
    let sign = number < 0 ? "-" : ""
    // `exponent` is that of the first digit.
    if exponent < -4 || exponent >= 16 {
      let rest = digits.dropFirst()
      let mantissa = "\(digits.first.map(String.init) ?? "0")\(rest.isEmpty ? "" : ".\(rest)")"
      return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "+")\(abs(exponent) < 10 ? "0" : "")\(abs(exponent))"
    }
    if exponent < 0 { return "\(sign)0.\(String(repeating: "0", count: -exponent - 1))\(digits)" }
    let whole = digits.prefix(exponent + 1)
    let fraction = digits.dropFirst(exponent + 1)
    let zeros = String(repeating: "0", count: max(0, exponent + 1 - digits.count))
    return "\(sign)\(whole)\(zeros).\(fraction.isEmpty ? "0" : String(fraction))"
  }

  /// The shortest digits of a positive number, and the exponent of ten of the first.
  private static func decimal(_ number: Double) -> (digits: String, exponent: Int) {
    let text = number.description
    let parts = text.split(separator: "e")
    let mantissa = parts[0]
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let point = mantissa.firstIndex(of: ".") ?? mantissa.endIndex
    let whole = mantissa[..<point]
    let fraction = point < mantissa.endIndex ? mantissa[mantissa.index(after: point)...] : ""
    var digits = String(whole + fraction)
    exponent += whole.count - 1
    while digits.hasPrefix("0"), digits.count > 1 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.hasSuffix("0"), digits.count > 1 { digits.removeLast() }
    return (digits, exponent)
  }

  /// So many digits behind the point, as C's `%.*f` has them.
  static func fixed(_ number: Double, _ digits: Int) -> String { formatted(number, digits, "f") }

  static func formatted(_ number: Double, _ precision: Int, _ kind: Character) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    switch kind {
    case "e", "E": return scientific(number, precision, kind)
    case "g", "G": return general(number, precision, kind)
    default:
      let (whole, digits) = ExactDecimal(number).rounded(to: precision)
      let sign = number.sign == .minus ? "-" : ""
      return precision > 0 ? "\(sign)\(whole).\(digits)" : "\(sign)\(whole)"
    }
  }

  private static func scientific(_ number: Double, _ precision: Int, _ kind: Character) -> String {
    let (digits, exponent) = ExactDecimal(number).significant(precision + 1)
    let sign = number.sign == .minus ? "-" : ""
    let rest = digits.dropFirst()
    let power = "\(exponent < 0 ? "-" : "+")\(abs(exponent) < 10 ? "0" : "")\(abs(exponent))"
    return "\(sign)\(digits.prefix(1))\(rest.isEmpty ? "" : ".\(rest)")\(kind)\(power)"
  }

  private static func general(_ number: Double, _ precision: Int, _ kind: Character) -> String {
    let precision = max(1, precision)
    let (digits, exponent) = ExactDecimal(number).significant(precision)
    let sign = number.sign == .minus ? "-" : ""
    let last = digits.utf8.lastIndex { $0 != UInt8(ascii: "0") } ?? digits.startIndex
    let kept = String(digits[...last])
    if exponent < -4 || exponent >= precision {
      let rest = kept.dropFirst()
      let power = "\(exponent < 0 ? "-" : "+")\(abs(exponent) < 10 ? "0" : "")\(abs(exponent))"
      return "\(sign)\(kept.prefix(1))\(rest.isEmpty ? "" : ".\(rest)")\(kind == "G" ? "E" : "e")\(power)"
    }
    if exponent < 0 { return "\(sign)0.\(String(repeating: "0", count: -exponent - 1))\(kept)" }
    if kept.count <= exponent + 1 { return sign + kept + String(repeating: "0", count: exponent + 1 - kept.count) }
    return "\(sign)\(kept.prefix(exponent + 1)).\(kept.dropFirst(exponent + 1))"
  }
}
