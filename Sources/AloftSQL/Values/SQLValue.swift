/// A Swift value that databases can store and return.
///
/// Numbers, texts, truth values, dates, UUIDs, data, decimals, durations, optionals and arrays of them are values. An enum
/// with raw values becomes one by saying so, and any `Codable` type is one inside ``SQLJSON``.
///
/// ```swift
/// enum Status: String, SQLValue { case draft, published }
/// ```
public protocol SQLValue: SQLDecodable {
  /// The kind of value, which a NULL has too.
  static var sqlType: SQLType { get }

  /// The value for a statement.
  var sqlParameter: SQLParameter { get }

  /// Reads the value from what a database gave.
  ///
  /// - Throws: ``SQLMismatch`` if it is another kind of value, or one that the type can't hold.
  init(sqlCell: SQLCell) throws
}

/// Why a value of a database is not one of the type that was asked for.
public struct SQLMismatch: Error {
  /// What was expected, as a noun: `a whole number`.
  public let expected: String
  /// What was there.
  public let found: String
  /// The value itself, which messages don't show: it may be somebody's.
  public let value: String?
  /// Whether there was nothing.
  let isNull: Bool

  /// Says what was expected and what was there.
  public init(expected: String, found: SQLCell) {
    self.expected = expected
    self.found = found.kind
    value = nil
    if case .null = found { isNull = true } else { isNull = false }
  }

  /// Says what was expected, and of a value of the right kind that it is not that.
  ///
  /// - Parameters:
  ///   - expected: What was expected.
  ///   - found: What was there, without the value: `a text that is none`.
  ///   - value: The value.
  public init(expected: String, found: String, value: String? = nil) {
    self.expected = expected
    self.found = found
    self.value = value
    isNull = false
  }
}

extension SQLValue {
  /// Reads a row that consists of this value.
  public static func decode(_ row: Row) throws -> Self { try row.decode(0) }
}

extension SQLValue where Self: RawRepresentable, RawValue: SQLValue {
  /// The kind of the raw value.
  public static var sqlType: SQLType { RawValue.sqlType }

  /// The raw value.
  public var sqlParameter: SQLParameter { rawValue.sqlParameter }

  /// Reads the raw value, which must be one of the type's.
  public init(sqlCell: SQLCell) throws {
    let raw = try RawValue(sqlCell: sqlCell)
    guard let value = Self(rawValue: raw) else {
      throw SQLMismatch(expected: "a raw value of \(Self.self)", found: "another value", value: "\(raw)")
    }
    self = value
  }
}

extension Optional: SQLDecodable where Wrapped: SQLValue {
  /// Reads a row that consists of this value.
  public static func decode(_ row: Row) throws -> Wrapped? { try row.decode(0) }
}

extension Optional: SQLValue where Wrapped: SQLValue {
  /// The kind of the value that may be there.
  public static var sqlType: SQLType { Wrapped.sqlType }

  /// The value, or NULL.
  public var sqlParameter: SQLParameter { self?.sqlParameter ?? .null(Wrapped.sqlType) }

  /// Reads the value, or `nil` from NULL.
  public init(sqlCell: SQLCell) throws {
    if case .null = sqlCell { self = nil } else { self = try Wrapped(sqlCell: sqlCell) }
  }
}

extension Array: SQLDecodable where Element: SQLValue {
  /// Reads a row that consists of this array.
  public static func decode(_ row: Row) throws -> [Element] { try row.decode(0) }
}

extension Array: SQLValue where Element: SQLValue {
  /// An array of the elements' kind; bytes for `[UInt8]`.
  public static var sqlType: SQLType { Element.self == UInt8.self ? .bytes : .array(Element.sqlType) }

  /// The array, which a database without arrays refuses; bytes for `[UInt8]`.
  public var sqlParameter: SQLParameter {
    // Not by the cast alone: an array without elements can be cast to any.
    if Element.self == UInt8.self, let bytes = self as? [UInt8] { return .bytes(bytes) }
    return .array(Element.sqlType, map(\.sqlParameter))
  }

  /// Reads an array of one dimension, or bytes for `[UInt8]`.
  public init(sqlCell: SQLCell) throws {
    if Element.self == UInt8.self, case .bytes(let bytes) = sqlCell, let elements = [UInt8](bytes) as? [Element] {
      self = elements
      return
    }
    guard case .array(let cells) = sqlCell else { throw SQLMismatch(expected: "an array", found: sqlCell) }
    self = try cells.map { try Element(sqlCell: $0) }
  }
}
