internal import AloftSQL
internal import CSQLite
internal import FoundationEssentials

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

/// The sum of an aggregate so far.
private final class DecimalSum {
  var sum = Decimal(0)
  var hasValues = false

  /// That of a call of the aggregate, which SQLite keeps the address of.
  static func of(_ context: OpaquePointer, makes: Bool) -> Unmanaged<DecimalSum>? {
    let size = Int32(MemoryLayout<UnsafeMutableRawPointer?>.size)
    guard let place = sqlite3_aggregate_context(context, makes ? size : 0) else { return nil }
    let slot = place.assumingMemoryBound(to: UnsafeMutableRawPointer?.self)
    if slot.pointee == nil, makes { slot.pointee = Unmanaged.passRetained(DecimalSum()).toOpaque() }
    return slot.pointee.map { Unmanaged<DecimalSum>.fromOpaque($0) }
  }
}

extension SQLiteConnection {
  /// `decimal_sum(x)`: exact, NULL where there are no values.
  func registerDecimalSum() throws {
    let handle = try openedHandle()
    let code = sqlite3_create_function_v2(
      handle, "decimal_sum", 1, functionFlags, nil, nil,
      { context, count, values in
        guard let context, let sum = DecimalSum.of(context, makes: true)?.takeUnretainedValue() else { return }
        let call = FunctionCall(context, count, values)
        do {
          guard let value = try Decimal?(sqlCell: call.cell(0)) else { return }
          sum.sum = try ExactDecimal.sum(sum.sum, value)
          sum.hasValues = true
        } catch { call.fail(error, in: "decimal_sum") }
      },
      { context in
        guard let context else { return }
        let call = FunctionCall(context, 0, nil)
        guard let sum = DecimalSum.of(context, makes: false)?.takeRetainedValue(), sum.hasValues else {
          return call.giveNull()
        }
        call.give(DecimalText.text(of: sum.sum))
      }, nil)
    guard code == SQLITE_OK else { throw failure(code) }
  }
}
