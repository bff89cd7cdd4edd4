import AloftCore
import AloftSQL
import Synchronization
import Testing

private enum FakeDriver: DatabaseDriver {
  static let schemes = ["fake", "fakes"]

  static func open(url: String, configuration: DatabaseConfiguration) throws -> Database {
    if url.hasSuffix("/") { throw SQLError(.invalidConfiguration, "the URL names no database") }
    return Database(FakeBackend(), name: url, configuration: configuration)
  }
}

@Suite struct DatabasesTests {
  @Test func theEnvironmentNamesDatabases() throws {
    let databases = try Databases(
      environment: [
        "DATABASE_URL": "fake://a/main", "DATABASE_URL_STATS": "FAKES://b/stats", "DATABASE_URL_": "fake://c/none",
        "DATABASE_URLS": "fake://d/none", "DATABASE_URL_EMPTY": "", "PATH": "/bin",
      ],
      drivers: [FakeDriver.self])
    #expect(databases.names == ["main", "stats"])
    #expect(try databases.database().name == "fake://a/main")
    #expect(try databases.database(named: "stats").name == "FAKES://b/stats")
  }

  @Test func anUnknownKindNamesTheVariableAndTheKnownOnes() {
    let error = #expect(throws: SQLError.self) {
      try Databases(environment: ["DATABASE_URL_STATS": "oracle://a"], drivers: [FakeDriver.self])
    }
    #expect(error?.kind == .invalidConfiguration)
    #expect(error?.message == "DATABASE_URL_STATS names a database of an unknown kind, 'oracle:'")
    #expect(error?.fix == "a URL begins with one of: fake:, fakes:")
  }

  @Test func aURLWithoutSenseIsTheDriversError() {
    let error = #expect(throws: SQLError.self) {
      try Databases(environment: ["DATABASE_URL": "fake://a/"], drivers: [FakeDriver.self])
    }
    #expect(error?.message == "the URL names no database")
  }

  @Test func aMissingDatabaseNamesTheVariable() throws {
    let databases = Databases([:])
    let main = #expect(throws: SQLError.self) { try databases.database() }
    #expect(main?.fix == "set DATABASE_URL")
    let stats = #expect(throws: SQLError.self) { try databases.database(named: "stats") }
    #expect(stats?.fix == "set DATABASE_URL_STATS")
    #expect(stats?.kind == .notFound)
  }

  @Test func allAreClosed() async {
    let backends = [FakeBackend(), FakeBackend()]
    let databases = Databases(["a": backends[0].database(), "b": backends[1].database()])
    await databases.close()
    #expect(backends.map(\.events) == [["close"], ["close"]])
  }
}
