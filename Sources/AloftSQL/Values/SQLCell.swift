public import AloftCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A value of a row as the database gave it, valid until the cursor moves on.
///
/// Databases that know fewer kinds give what they have: SQLite gives a date as text.
public enum SQLCell {
  /// No value.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case integer(Int64)
  /// A binary fraction.
  case real(Double)
  /// An exact decimal.
  case decimal(Decimal)
  /// A text, as UTF-8.
  case text(UnsafeRawBufferPointer)
  /// Bytes.
  case bytes(UnsafeRawBufferPointer)
  /// A UUID.
  case uuid(UUID)
  /// A moment, in microseconds since 1970-01-01T00:00:00Z.
  case date(microseconds: Int64)
  /// A day.
  case day(Day)
  /// A time of the day.
  case timeOfDay(TimeOfDay)
  /// A length of time, in microseconds.
  case duration(microseconds: Int64)
  /// A JSON document, as UTF-8.
  case json(UnsafeRawBufferPointer)
  /// An array.
  case array([SQLCell])
  /// What the driver can't read, with the reason.
  case unreadable(String)

  /// What it is, for messages.
  public var kind: String {
    switch self {
    case .null: "NULL"
    case .bool: "a truth value"
    case .integer: "a whole number"
    case .real: "a binary fraction"
    case .decimal: "a decimal"
    case .text: "a text"
    case .bytes: "bytes"
    case .uuid: "a UUID"
    case .date: "a date"
    case .day: "a day"
    case .timeOfDay: "a time of the day"
    case .duration: "a duration"
    case .json: "JSON"
    case .array: "an array"
    case .unreadable(let reason): reason
    }
  }

  /// The text of a text; `nil` for other kinds.
  public var string: String? {
    guard case .text(let bytes) = self else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
