/// What a row can be decoded to: a single value, or a type that reads its columns by position.
///
/// ```swift
/// struct Post: SQLRow {
///   let id: Int
///   let title: String
///   init(row: Row) throws {
///     id = try row.decode(0)
///     title = try row.decode(1)
///   }
/// }
/// ```
public protocol SQLDecodable: Sendable {
  /// Reads a row.
  ///
  /// - Throws: ``SQLError`` from the row's own functions, or whatever tells that the row has no sense.
  static func decode(_ row: Row) throws -> Self
}

/// A type that reads itself from the columns of a row.
public protocol SQLRow: SQLDecodable {
  /// Reads a row, by position.
  init(row: Row) throws
}

extension SQLRow {
  /// Reads a row.
  public static func decode(_ row: Row) throws -> Self { try Self(row: row) }
}
