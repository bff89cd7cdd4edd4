public import AloftCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A value on its way into a statement.
///
/// Most code never names it: what conforms to ``SQLValue`` makes it. Drivers switch over it.
public enum SQLParameter: Sendable, Hashable {
  /// No value, in the place of one of a type.
  case null(SQLType)
  /// True or false.
  case bool(Bool)
  /// A whole number, with the bits of its type: 16, 32 or 64.
  case integer(Int64, bits: Int)
  /// A binary fraction.
  case real(Double)
  /// An exact decimal.
  case decimal(Decimal)
  /// A text.
  case text(String)
  /// Bytes.
  case bytes([UInt8])
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
  /// A JSON document, as its text.
  case json(String)
  /// An array of one kind of values.
  indirect case array(SQLType, [SQLParameter])
  /// A value that can't be sent, with the reason: the statement fails with it.
  case unusable(String)
}
