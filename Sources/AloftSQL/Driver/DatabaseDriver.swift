/// A kind of database that is opened by a URL.
///
/// ```swift
/// let databases = try Databases(environment: environment, drivers: [SQLiteDriver.self, PostgresDriver.self])
/// ```
public protocol DatabaseDriver {
  /// The schemes of its URLs: `sqlite`.
  static var schemes: [String] { get }

  /// Opens a database.
  ///
  /// - Parameters:
  ///   - url: The URL, whose scheme is one of ``schemes``.
  ///   - configuration: What all databases have in common.
  /// - Throws: ``SQLError``, if the URL has no sense.
  static func open(url: String, configuration: DatabaseConfiguration) throws -> Database
}
