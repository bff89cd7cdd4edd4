#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// The text of decimals: a sign, digits, a point and digits, in any language's program alike.
public enum DecimalText {
  /// The most digits that a `Decimal` holds for certain.
  public static let mostDigits = 38

  /// The decimal of a text, exactly.
  ///
  /// - Parameter text: Such as `-12.50`; an exponent may follow, as in `1e-7`.
  /// - Returns: `nil` if the text is none, or has more digits or a larger exponent than a `Decimal` holds.
  public static func decimal(of text: String) -> Decimal? {
    var digits: [UInt8] = []
    var exponent = 0
    var hasPoint = false
    var hasDigits = false
    var rest = text.utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        hasDigits = true
        if byte != UInt8(ascii: "0") || !digits.isEmpty { digits.append(byte - UInt8(ascii: "0")) }
        if hasPoint { exponent -= 1 }
      case UInt8(ascii: "."):
        guard !hasPoint else { return nil }
        hasPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard hasDigits, let power = Int(Substring(rest.dropFirst())), (-999...999).contains(power) else { return nil }
        exponent += power
        rest = rest.suffix(1)
      default: return nil
      }
      rest.removeFirst()
    }
    guard hasDigits else { return nil }
    return decimal(digits: digits, exponent: exponent, isNegative: isNegative)
  }

  /// The decimal of digits, exactly.
  ///
  /// - Parameters:
  ///   - digits: The digits, each 0 to 9, the highest first.
  ///   - exponent: The power of ten of the last one.
  ///   - isNegative: Whether it is below zero.
  /// - Returns: `nil` if a `Decimal` can't hold it.
  public static func decimal(digits: [UInt8], exponent: Int, isNegative: Bool) -> Decimal? {
    var digits = digits[...]
    var exponent = exponent
    digits = digits.drop { $0 == 0 }
    while digits.count > mostDigits || exponent < -127, digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    if digits.isEmpty { return Decimal(0) }
    while exponent > 127, digits.count < mostDigits {
      digits.append(0)
      exponent -= 1
    }
    guard digits.count <= mostDigits, (-128...127).contains(exponent) else { return nil }
    var value = Decimal(0)
    // In pieces that whole numbers hold: Decimal's own arithmetic is exact up to its 38 digits.
    var index = digits.startIndex
    while index < digits.endIndex {
      let end = min(index + 9, digits.endIndex)
      var piece = 0
      for digit in digits[index..<end] { piece = piece * 10 + Int(digit) }
      value = value * powerOfTen(end - index) + Decimal(piece)
      index = end
    }
    return Decimal(sign: isNegative ? .minus : .plus, exponent: exponent, significand: value)
  }

  private static func powerOfTen(_ exponent: Int) -> Decimal {
    var power = 1
    for _ in 0..<exponent { power *= 10 }
    return Decimal(power)
  }

  /// The text of a decimal, without an exponent.
  public static func text(of decimal: Decimal) -> String { decimal.description }
}
