public import AloftSQL

/// Opens databases of SQLite by URLs: `sqlite:app.db`, `sqlite:///var/lib/app/app.db`, `sqlite::memory:`.
///
/// Behind a question mark stands how: `sqlite:app.db?synchronous=normal&readers=8`. The names are `synchronous` (`off`,
/// `normal`, `full`), `readers`, `cache` (in MB), `busy` (in seconds) and `mode` (`ro` or `rw`).
public enum SQLiteDriver: DatabaseDriver {
  /// `sqlite`.
  public static let schemes = ["sqlite"]

  /// Opens a database.
  public static func open(url: String, configuration: DatabaseConfiguration) throws -> Database {
    let url = try SQLiteURL(url)
    return try .sqlite(url.path, sqlite: url.configuration, configuration: configuration)
  }
}
