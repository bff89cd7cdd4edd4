import AloftPostgres
import AloftSQL
import AloftSQLTesting
import TemporaryPostgres
import Testing

@Suite(.enabled(if: TemporaryPostgres.isInstalled)) struct PostgresCasesTests {
  private static let shared = Result { try TestDatabase.open() }

  @Test(arguments: DriverCases.all) func postgresDoesWhatEveryDriverDoes(_ driverCase: DriverCase) async throws {
    try await driverCase.run(on: Self.shared.get(), .postgres { try TestDatabase.open($0) })
  }

  private static let unprepared = Result { try TestDatabase.open(preparing: false) }

  @Test(arguments: DriverCases.all) func andDoesSoWithoutPreparedStatements(_ driverCase: DriverCase) async throws {
    try await driverCase.run(on: Self.unprepared.get(), .postgres { try TestDatabase.open($0, preparing: false) })
  }
}

/// The databases of the tests.
enum TestDatabase {
  static func open(
    _ configuration: DatabaseConfiguration = DatabaseConfiguration(), preparing: Bool = true
  ) throws -> Database {
    guard let server = TemporaryPostgres.shared else { throw TemporaryPostgres.Failure(description: "no server") }
    var postgres = PostgresConfiguration()
    postgres.preparesStatements = preparing
    return try Database.postgres(server.url(), postgres: postgres, configuration: configuration)
  }
}
