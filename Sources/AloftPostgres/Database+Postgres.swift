public import AloftSQL

extension Database {
  /// Opens a PostgreSQL database; connections are made as they are needed.
  ///
  /// - Parameters:
  ///   - url: `postgres://user:password@host:5432/name` with libpq's parameters behind `?`; what it does not say comes from
  ///     libpq's variables, `PGHOST`, `PGUSER`, `PGPASSWORD` and so on, and from `~/.pgpass`.
  ///   - postgres: What only PostgreSQL has to be told.
  ///   - configuration: What all databases have in common.
  /// - Throws: ``SQLError`` if the URL has no sense.
  public static func postgres(
    _ url: String = "postgres://", postgres: PostgresConfiguration = PostgresConfiguration(),
    configuration: DatabaseConfiguration = DatabaseConfiguration()
  ) throws -> Database {
    let info = try ConnectionInfo(url: url, postgres, statementLimit: configuration.statementTimeLimit)
    return Database(PostgresBackend(info, postgres, configuration), name: info.name, configuration: configuration)
  }
}

/// Opens databases whose URLs begin with `postgres:` or `postgresql:`.
public enum PostgresDriver: DatabaseDriver {
  /// `postgres` and `postgresql`.
  public static var schemes: [String] { ["postgres", "postgresql"] }

  /// Opens a database.
  ///
  /// - Parameters:
  ///   - url: A URL of libpq.
  ///   - configuration: What all databases have in common.
  public static func open(url: String, configuration: DatabaseConfiguration) throws -> Database {
    try .postgres(url, configuration: configuration)
  }
}
