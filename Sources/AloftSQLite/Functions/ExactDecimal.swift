internal import AloftSQL

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Arithmetic that fails where it would have to round.
enum ExactDecimal {
  static func sum(_ left: Decimal, _ right: Decimal) throws -> Decimal {
    let sum = left + right
    guard !sum.isNaN, sum - right == left, sum - left == right else { throw tooLong }
    return sum
  }

  static func product(_ left: Decimal, _ right: Decimal) throws -> Decimal {
    guard digitCount(left) + digitCount(right) <= DecimalText.mostDigits else { throw tooLong }
    let product = left * right
    guard !product.isNaN else { throw tooLong }
    return product
  }

  private static func digitCount(_ decimal: Decimal) -> Int {
    decimal.significand.description.utf8.count
  }

  private static var tooLong: SQLError {
    SQLError(.invalidValue, "the result has more than \(DecimalText.mostDigits) digits")
  }
}
