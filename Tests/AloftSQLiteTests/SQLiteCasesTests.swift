import AloftSQL
import AloftSQLTesting
import AloftSQLite
import TemporaryFiles
import Testing

@Suite struct SQLiteCasesTests {
  /// All tests run at once, perhaps on a machine that has other things to do.
  private static let patient: DatabaseConfiguration = {
    var configuration = DatabaseConfiguration()
    configuration.waitLimit = .seconds(120)
    configuration.statementTimeLimit = .seconds(120)
    return configuration
  }()

  @Test(arguments: DriverCases.all) func aFileDoesWhatEveryDriverDoes(_ driverCase: DriverCase) async throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/cases.db"
    var sqlite = SQLiteConfiguration()
    // Many tests wait for the same disk; what is tested does not depend on it.
    sqlite.synchronous = .off
    let options = sqlite
    let database = try Database.sqlite(path, sqlite: options, configuration: Self.patient)
    try await driverCase.run(on: database, .sqlite { try .sqlite(path, sqlite: options, configuration: $0) })
    await database.close()
  }

  @Test(arguments: DriverCases.all) func memoryDoesWhatEveryDriverDoes(_ driverCase: DriverCase) async throws {
    let database = try Database.sqliteInMemory(configuration: Self.patient)
    var facts = DriverFacts.sqlite { try .sqliteInMemory(configuration: $0) }
    facts.readsBesideWriting = false
    try await driverCase.run(on: database, facts)
    await database.close()
  }
}
