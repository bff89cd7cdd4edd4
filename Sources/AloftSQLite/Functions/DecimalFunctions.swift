internal import AloftSQL

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Exact arithmetic with decimals, which SQLite itself would do in binary fractions.
enum DecimalFunctions {
  static var all: [BuiltInFunction] {
    [
      BuiltInFunction("decimal_add", 2) { try calculate($0) { try ExactDecimal.sum($0, $1) } },
      BuiltInFunction("decimal_sub", 2) { try calculate($0) { try ExactDecimal.sum($0, -$1) } },
      BuiltInFunction("decimal_mul", 2) { try calculate($0) { try ExactDecimal.product($0, $1) } },
      BuiltInFunction("decimal_cmp", 2) { call in
        guard let (left, right) = try operands(of: call) else { return call.giveNull() }
        call.give(left == right ? 0 : left < right ? -1 : 1)
      },
    ]
  }

  private static func calculate(_ call: FunctionCall, _ body: (Decimal, Decimal) throws -> Decimal) throws {
    guard let (left, right) = try operands(of: call) else { return call.giveNull() }
    call.give(DecimalText.text(of: try body(left, right)))
  }

  private static func operands(of call: FunctionCall) throws -> (Decimal, Decimal)? {
    guard let left = try Decimal?(sqlCell: call.cell(0)), let right = try Decimal?(sqlCell: call.cell(1)) else {
      return nil
    }
    return (left, right)
  }
}
