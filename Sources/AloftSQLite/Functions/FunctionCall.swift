internal import AloftSQL
internal import CSQLite

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A call of a function by SQLite: its values, and the place of its result.
struct FunctionCall {
  private let context: OpaquePointer
  private let values: UnsafeMutablePointer<OpaquePointer?>?
  let count: Int

  init(_ context: OpaquePointer, _ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?) {
    self.context = context
    self.values = values
    self.count = Int(count)
  }

  /// A value as rows have it.
  func cell(_ index: Int) -> SQLCell {
    guard index < count, let value = values?[index] else { return .null }
    switch sqlite3_value_type(value) {
    case SQLITE_INTEGER: return .integer(sqlite3_value_int64(value))
    case SQLITE_FLOAT: return .real(sqlite3_value_double(value))
    case SQLITE_TEXT:
      let start = sqlite3_value_text(value)
      return .text(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))))
    case SQLITE_BLOB:
      let start = sqlite3_value_blob(value)
      return .bytes(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))))
    default: return .null
    }
  }

  var cells: [SQLCell] { (0..<count).map(cell) }

  /// A text, or the text of a number; `nil` for NULL.
  func text(_ index: Int) throws -> String? {
    switch cell(index) {
    case .null: return nil
    case .text(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .integer(let number): return String(number)
    case .real(let number): return String(number)
    case let other: throw SQLMismatch(expected: "a text", found: other)
    }
  }

  // MARK: - Results

  func give(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
      guard let start, !bytes.isEmpty else { return sqlite3_result_text64(context, "", 0, Self.transient, 1) }
      sqlite3_result_text64(context, start, UInt64(bytes.count), Self.transient, UInt8(SQLITE_UTF8))
    }
  }

  func give(_ number: Int64) { sqlite3_result_int64(context, number) }

  func giveNull() { sqlite3_result_null(context) }

  func give(_ value: SQLParameter) throws {
    switch value {
    case .null: giveNull()
    case .bool(let value): give(value ? 1 : 0)
    case .integer(let value, _), .duration(let value): give(value)
    case .real(let value):
      guard !value.isNaN else { throw SQLMismatch(expected: "a number", found: "none (NaN)") }
      sqlite3_result_double(context, value)
    case .text(let text): give(text)
    case .bytes(let bytes):
      bytes.withUnsafeBytes { sqlite3_result_blob64(context, $0.baseAddress, UInt64($0.count), Self.transient) }
      if bytes.isEmpty { sqlite3_result_zeroblob(context, 0) }
    default: give(try Binding.text(of: value, 0))
    }
  }

  /// Ends the statement.
  func fail(_ error: any Error, in function: String) {
    let reason =
      switch error {
      case let mismatch as SQLMismatch: "expects \(mismatch.expected), not \(mismatch.found)"
      case let error as SQLError: error.message
      default: "\(error)"
      }
    var message = "\(function): \(reason)"
    message.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_result_error(context, $0.baseAddress, Int32(clamping: $0.count))
      }
    }
  }

  /// What is made of a value that is the same for all rows, such as a pattern, and is kept for the whole statement.
  func kept<Value: AnyObject>(_ index: Int, _ make: () throws -> Value) throws -> Value {
    let place = Int32(index)
    if let kept = sqlite3_get_auxdata(context, place) {
      if let value = Unmanaged<AnyObject>.fromOpaque(kept).takeUnretainedValue() as? Value { return value }
    }
    let value = try make()
    sqlite3_set_auxdata(context, place, Unmanaged<AnyObject>.passRetained(value).toOpaque()) { pointer in
      if let pointer { Unmanaged<AnyObject>.fromOpaque(pointer).release() }
    }
    return value
  }

  private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
