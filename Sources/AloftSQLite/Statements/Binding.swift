internal import AloftCore
internal import AloftSQL
internal import CSQLite

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Puts values into statements.
///
/// Texts and bytes are copied into memory that belongs to the statement, so that SQLite need not make a copy of its own.
enum Binding {
  /// Longer ones are SQLite's to keep, for as long as the statement runs and no longer.
  private static let longest = 64 << 10

  static func bind(_ values: [SQLParameter], to statement: PreparedStatement, _ connection: SQLiteConnection) throws {
    var texts = Texts(statement, capacity: capacity(of: values))
    for index in values.indices {
      let place = Int32(truncatingIfNeeded: index + 1)
      let code =
        switch values[index] {
        case .null: sqlite3_bind_null(statement.handle, place)
        case .bool(let value): sqlite3_bind_int64(statement.handle, place, value ? 1 : 0)
        case .integer(let value, _): sqlite3_bind_int64(statement.handle, place, value)
        case .duration(let microseconds): sqlite3_bind_int64(statement.handle, place, microseconds)
        case .text(var text): text.withUTF8 { texts.bind(UnsafeRawBufferPointer($0), place, isText: true) }
        case .bytes(let bytes): bytes.withUnsafeBytes { texts.bind($0, place, isText: false) }
        case .real(let value):
          // SQLite would make NULL of it, without a word.
          if value.isNaN {
            throw refusal(index, "SQLite has no number that is none (NaN)")
          } else {
            sqlite3_bind_double(statement.handle, place, value)
          }
        default: try bindText(of: values[index], index, &texts)
        }
      guard code == SQLITE_OK else { throw connection.failure(code) }
    }
  }

  private static func bindText(of value: SQLParameter, _ index: Int, _ texts: inout Texts) throws -> Int32 {
    var text = try text(of: value, index)
    return text.withUTF8 { texts.bind(UnsafeRawBufferPointer($0), Int32(truncatingIfNeeded: index + 1), isText: true) }
  }

  /// The text that a value is stored as; the order of such texts is that of the values.
  static func text(of value: SQLParameter, _ index: Int) throws -> String {
    switch value {
    case .decimal(let decimal):
      if decimal.isNaN { throw refusal(index, "a decimal that is not a number") }
      return DecimalText.text(of: decimal)
    case .uuid(let uuid): return uuid.uuidString.lowercased()
    case .date(let microseconds):
      guard let text = MomentText.text(of: microseconds) else {
        throw refusal(index, "a date outside of the years 1 to 9999")
      }
      return text
    case .day(let day):
      guard (1...9999).contains(day.year) else { throw refusal(index, "a day outside of the years 1 to 9999") }
      return day.description
    case .timeOfDay(let time): return time.microsecond == 0 ? "\(time).000000" : time.description
    case .json(let text): return text
    case .unusable(let reason): throw refusal(index, reason)
    case .array: throw refusal(index, "SQLite has no arrays")
    default: throw refusal(index, "a value of a kind that SQLite has not")
    }
  }

  private static func refusal(_ index: Int, _ reason: String) -> SQLError {
    SQLError(.invalidValue, "value \(index + 1) can't be sent: \(reason)")
  }

  /// How many bytes of texts there may be; only those count whose length is not small and known.
  private static func capacity(of values: [SQLParameter]) -> Int {
    var count = 0
    for value in values {
      switch value {
      case .null, .bool, .integer, .real, .duration: break
      case .text(let text), .json(let text): count += text.utf8.count
      case .bytes(let bytes): count += bytes.count
      default: count += 200
      }
    }
    return count
  }

  static func countError(_ count: Int, _ statement: PreparedStatement) -> SQLError {
    let placeholders = Placeholders(of: statement.text)
    let foreign = placeholders.foreign.map { "the text has a placeholder of its own, '\($0)'" }
    return SQLError(
      .invalidStatement,
      foreign ?? "the text has \(placeholders.count) placeholders, and there are \(count) values",
      fix: "interpolate the value: \\(value)")
  }

  /// The texts of a statement, one behind the other.
  private struct Texts {
    private let statement: OpaquePointer
    private let memory: UnsafeMutableRawBufferPointer
    private var used = 0

    init(_ statement: PreparedStatement, capacity: Int) {
      self.statement = statement.handle
      memory =
        capacity == 0 || capacity > longest
        ? UnsafeMutableRawBufferPointer(start: nil, count: 0) : statement.memory(of: capacity)
    }

    mutating func bind(_ bytes: UnsafeRawBufferPointer, _ place: Int32, isText: Bool) -> Int32 {
      if bytes.isEmpty { return bindEmpty(place, isText: isText) }
      guard used + bytes.count <= memory.count, let start = memory.baseAddress, let source = bytes.baseAddress else {
        return bind(bytes.baseAddress, bytes.count, place, isText: isText, transient)
      }
      let target = start + used
      target.copyMemory(from: source, byteCount: bytes.count)
      used += bytes.count
      return bind(UnsafeRawPointer(target), bytes.count, place, isText: isText, nil)
    }

    private func bindEmpty(_ place: Int32, isText: Bool) -> Int32 {
      isText
        ? sqlite3_bind_text64(statement, place, "", 0, transient, UInt8(SQLITE_UTF8))
        : sqlite3_bind_zeroblob(statement, place, 0)
    }

    private func bind(
      _ start: UnsafeRawPointer?, _ count: Int, _ place: Int32, isText: Bool, _ destructor: sqlite3_destructor_type?
    ) -> Int32 {
      guard isText else { return sqlite3_bind_blob64(statement, place, start, UInt64(count), destructor) }
      return sqlite3_bind_text64(
        statement, place, start?.assumingMemoryBound(to: CChar.self), UInt64(count), destructor, UInt8(SQLITE_UTF8))
    }

    /// SQLite makes a copy of its own.
    private var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
  }
}
