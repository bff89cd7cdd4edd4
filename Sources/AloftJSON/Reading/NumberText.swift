/// A number in a text that the scanner has checked: a sign, digits, perhaps a fraction and an exponent.
enum NumberText {
  /// The integer that a number is; `nil` if it doesn't fit or has a fraction that is not zero.
  ///
  /// `1E+2` and `120e-1` are integers. The time taken grows with the length of the text and with nothing else.
  @inline(__always)
  static func integer<T: FixedWidthInteger>(_ type: T.Type, _ text: Span<UInt8>, isComplex: Bool) -> T? {
    guard !isComplex else { return exactInteger(type, text) }
    let isNegative = text[0] == UInt8(ascii: "-")
    var index = isNegative ? 1 : 0
    // Nineteen digits fit into 64 bits.
    if text.count - index <= 18 {
      var number = 0
      while index < text.count {
        number = number &* 10 &+ Int(text[index] &- UInt8(ascii: "0"))
        index += 1
      }
      return T(exactly: isNegative ? -number : number)
    }
    return wideInteger(type, text, from: index, isNegative: isNegative)
  }

  private static func wideInteger<T: FixedWidthInteger>(
    _ type: T.Type, _ text: Span<UInt8>, from start: Int, isNegative: Bool
  ) -> T? {
    var number: T = 0
    for index in start..<text.count {
      guard let next = appending(text[index] - UInt8(ascii: "0"), to: number, isNegative: isNegative) else {
        return nil
      }
      number = next
    }
    return number
  }

  private static func appending<T: FixedWidthInteger>(_ digit: UInt8, to number: T, isNegative: Bool) -> T? {
    let (product, overflows) = number.multipliedReportingOverflow(by: 10)
    let digit = T(digit)
    let (sum, carries) =
      isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
    return overflows || carries ? nil : sum
  }

  private static func exactInteger<T: FixedWidthInteger>(_ type: T.Type, _ text: Span<UInt8>) -> T? {
    // No integer type has as many digits as this.
    let parts = Parts(text, limit: 320)
    guard !parts.digits.isEmpty else { return 0 }
    guard !parts.isCut, parts.exponent >= 0, parts.exponent <= 320 else { return nil }
    var number: T = 0
    for digit in parts.digits {
      guard let next = appending(digit, to: number, isNegative: parts.isNegative) else { return nil }
      number = next
    }
    for _ in 0..<parts.exponent {
      guard let next = appending(0, to: number, isNegative: parts.isNegative) else { return nil }
      number = next
    }
    return number
  }

  /// The nearest `Double`; `nil` if the number is beyond the largest.
  static func double(_ text: Span<UInt8>) -> Double? {
    let isNegative = text[0] == UInt8(ascii: "-")
    // With at most 15 digits and a small power of ten both are exact, and so their product or quotient is rounded once.
    if text.count <= 17, let (number, power) = short(text, from: isNegative ? 1 : 0), power >= -22, power <= 22 {
      let magnitude = power < 0 ? Double(number) / powersOfTen[-power] : Double(number) * powersOfTen[power]
      return isNegative ? -magnitude : magnitude
    }
    guard let number = Double(Parts(text, limit: 780).description), number.isFinite else { return nil }
    return isNegative && number == 0 ? -0.0 : number
  }

  /// The nearest `Float`; `nil` if the number is beyond the largest.
  static func float(_ text: Span<UInt8>) -> Float? {
    guard let number = Float(Parts(text, limit: 780).description), number.isFinite else { return nil }
    return text[0] == UInt8(ascii: "-") && number == 0 ? -0.0 : number
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// The digits of a short number as an integer below 10^15, and the power of ten to multiply it with.
  @inline(__always)
  private static func short(_ text: Span<UInt8>, from start: Int) -> (number: Int, power: Int)? {
    var number = 0
    var power = 0
    var index = start
    var point = -1
    var digits = 0
    while index < text.count {
      let byte = text[index]
      if byte.isDigit {
        number = number &* 10 &+ Int(byte &- UInt8(ascii: "0"))
        digits += 1
      } else if byte == UInt8(ascii: ".") {
        point = index
      } else {
        break
      }
      index += 1
    }
    guard digits <= 15 else { return nil }
    if point >= 0 { power = point + 1 - index }
    if index < text.count { power += exponent(text, at: index + 1) }
    return (number, power)
  }

  /// The exponent whose sign or first digit is at `start`; one of more than nine digits counts as so large a one.
  static func exponent(_ text: Span<UInt8>, at start: Int) -> Int {
    var index = start
    let isNegative = text[index] == UInt8(ascii: "-")
    if isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
    var exponent = 0
    while index < text.count {
      if exponent < 100_000_000_000 { exponent = exponent * 10 + Int(text[index] &- UInt8(ascii: "0")) }
      index += 1
    }
    return isNegative ? -exponent : exponent
  }
}

extension NumberText {
  /// A number as its digits without zeros at either end, to be multiplied with a power of ten.
  struct Parts: Hashable {
    /// Whether it is below zero.
    private(set) var isNegative: Bool
    /// The digits' values; empty for zero.
    private(set) var digits: [UInt8] = []
    private(set) var exponent = 0
    /// Whether digits that are not zero were left out; the last one that was kept stands for them.
    private(set) var isCut = false
    private var cutCount = 0

    /// Reads a number, and keeps `limit` digits at the most: that many decide how it is rounded, whatever follows.
    init(_ text: Span<UInt8>, limit: Int) {
      isNegative = text[0] == UInt8(ascii: "-")
      var index = isNegative ? 1 : 0
      var zeros = 0
      var isFraction = false
      while index < text.count {
        let byte = text[index]
        index += 1
        if byte == UInt8(ascii: ".") {
          isFraction = true
          continue
        }
        guard byte.isDigit else {
          exponent += NumberText.exponent(text, at: index)
          break
        }
        if isFraction { exponent -= 1 }
        if byte == UInt8(ascii: "0") {
          zeros += 1
        } else {
          append(byte - UInt8(ascii: "0"), behind: zeros, limit)
          zeros = 0
        }
      }
      // Zeros at the end, and digits that were cut, are powers of ten.
      exponent += zeros + cutCount
      if digits.isEmpty { (isNegative, exponent) = (false, 0) }
    }

    private mutating func append(_ digit: UInt8, behind zeros: Int, _ limit: Int) {
      // Zeros in front don't count.
      let zeros = digits.isEmpty ? 0 : zeros
      guard !isCut, digits.count + zeros + 1 <= limit else {
        cutCount += zeros + 1
        isCut = true
        return
      }
      digits.append(contentsOf: repeatElement(0, count: zeros))
      digits.append(digit)
    }

    /// The number for the standard library to read; a digit behind those that were kept says that there were more.
    var description: String {
      var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
      text.append(contentsOf: digits.isEmpty ? [UInt8(ascii: "0")] : digits.map { $0 + UInt8(ascii: "0") })
      if isCut { text.append(UInt8(ascii: "1")) }
      return String(decoding: text, as: UTF8.self) + "e\(isCut ? exponent - 1 : exponent)"
    }
  }
}
