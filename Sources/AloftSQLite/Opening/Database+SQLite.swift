public import AloftSQL

extension Database {
  /// Opens a file of SQLite, or makes it.
  ///
  /// ```swift
  /// let db = try Database.sqlite("app.db")
  /// ```
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - sqlite: How it is opened.
  ///   - configuration: What all databases have in common.
  /// - Throws: ``SQLError`` naming the path, if there can be no such file or it is none of SQLite.
  public static func sqlite(
    _ path: String, sqlite: SQLiteConfiguration = SQLiteConfiguration(),
    configuration: DatabaseConfiguration = DatabaseConfiguration()
  ) throws -> Database {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return Database(try SQLiteBackend(path, sqlite, configuration), name: name, configuration: configuration)
  }

  /// Makes a database in memory, which is gone when nobody holds it any more: for tests.
  ///
  /// It has one connection, so that reading waits for transactions that write.
  public static func sqliteInMemory(
    sqlite: SQLiteConfiguration = SQLiteConfiguration(), configuration: DatabaseConfiguration = DatabaseConfiguration()
  ) throws -> Database {
    try self.sqlite(ConnectionOpening.memory, sqlite: sqlite, configuration: configuration)
  }
}
