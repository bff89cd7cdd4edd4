/// `{ratio:float}`: digits, a point and digits, so that no whole number is one; negative with `signed=true`.
struct FloatConverter: PathConverter {
  let minimum: Double?
  let maximum: Double?
  let isSigned: Bool

  var weight: Int { 50 }

  init(_ arguments: inout ConverterArguments) throws(ConverterArgumentError) {
    minimum = try arguments.double("min")
    maximum = try arguments.double("max")
    isSigned = try arguments.bool("signed") ?? false
    if let minimum, let maximum, minimum > maximum {
      throw ConverterArgumentError("'min' is at most 'max'")
    }
  }

  func matches(_ value: Span<UInt8>) -> Bool { matches(value, 0, value.count) }

  func matches(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard hasForm(bytes, start, end) else { return false }
    if minimum == nil && maximum == nil { return true }
    let text = String(decoding: (start..<end).map { bytes[$0] }, as: UTF8.self)
    guard let value = Double(text) else { return false }
    return value >= minimum ?? -.infinity && value <= maximum ?? .infinity
  }

  private func hasForm(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var index = start
    if isSigned, index < end, bytes[index] == UInt8(ascii: "-") { index += 1 }
    let whole = index
    while index < end, isDigit(bytes[index]) { index += 1 }
    guard index > whole, index < end, bytes[index] == UInt8(ascii: ".") else { return false }
    let fraction = index + 1
    index = fraction
    while index < end, isDigit(bytes[index]) { index += 1 }
    return index > fraction && index == end
  }

  func text(for value: URLValue) -> String? {
    let number: Double? =
      switch value {
      case .double(let value): value
      case .int(let value): Double(value)
      case .string(let value): Double(value)
      case .bool, .list, .none: nil
      }
    return number.flatMap(Self.decimalText)
  }

  /// The shortest text that reads back as the number, without an exponent: `10000000000000000.0` for `1e16`.
  static func decimalText(_ number: Double) -> String? {
    guard number.isFinite else { return nil }
    let text = number.magnitude.description
    let sign = number.sign == .minus ? "-" : ""
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else {
      return sign + text
    }
    let digits = text[..<mark].filter { $0 != "." }
    let zeros = String(repeating: "0", count: abs(exponent))
    if exponent < 0 { return sign + "0." + zeros.dropLast() + digits }
    let whole = digits + zeros.dropFirst(min(zeros.count, digits.count - 1))
    return sign + whole + ".0"
  }
}

/// Whether a byte is one of the ASCII digits.
@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
