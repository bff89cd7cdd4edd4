internal import AloftSQL
internal import CSQLite

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

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
