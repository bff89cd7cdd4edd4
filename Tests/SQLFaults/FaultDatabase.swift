internal import AloftCore
internal import AloftPostgres
internal import AloftSQL
internal import AloftSQLite

/// The kinds of databases, and how they are opened here.
enum FaultDatabase: String, CaseIterable, Sendable {
  case sqlite = "SQLite"
  case postgres = "PostgreSQL"

  /// Opens a database.
  ///
  /// - Parameters:
  ///   - address: The file or the URL.
  ///   - name: The name that PostgreSQL shows its connections under.
  ///   - wait: How long a connection is waited for.
  func open(_ address: String, name: String = "aloft", wait: Duration = .seconds(60)) throws -> Database {
    var configuration = DatabaseConfiguration()
    configuration.waitLimit = wait
    configuration.slowStatement = nil
    switch self {
    case .sqlite: return try .sqlite(address, configuration: configuration)
    case .postgres: return try .postgres("\(address)&application_name=\(name)", configuration: configuration)
    }
  }
}
