/// The kinds of values that databases know, by Aloft's names.
public enum SQLType: Sendable, Hashable {
  /// True or false.
  case bool
  /// A whole number of so many bits: 16, 32 or 64.
  case integer(bits: Int)
  /// A binary fraction of 64 bits.
  case real
  /// A decimal fraction, exact.
  case decimal
  /// A text.
  case text
  /// Bytes.
  case bytes
  /// A UUID.
  case uuid
  /// A moment, the same all over the world.
  case date
  /// A day of the calendar.
  case day
  /// A time of the day.
  case timeOfDay
  /// A length of time.
  case duration
  /// A JSON document.
  case json
  /// An array of one kind of values.
  indirect case array(SQLType)
}
