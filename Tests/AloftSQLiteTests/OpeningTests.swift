internal import AloftSQL
internal import AloftSQLite
internal import TemporaryFiles
internal import Testing

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

@Suite struct OpeningTests {
  private let folder = TemporaryFolder()

  private func error(of path: String, _ configure: (inout SQLiteConfiguration) -> Void = { _ in }) -> SQLError? {
    var configuration = SQLiteConfiguration()
    configure(&configuration)
    return #expect(throws: SQLError.self) { try Database.sqlite(path, sqlite: configuration) }
  }

  private static var isOrdinaryUser: Bool { geteuid() != 0 }

  @Test func aMissingFolderIsNamed() {
    let error = error(of: "\(folder.path)/missing/app.db")
    #expect(error?.kind == .notFound)
    #expect(error?.message.hasPrefix("there is no folder '\(folder.path)/missing'") == true)
    #expect(error?.fix != nil)
  }

  @Test func aFolderIsNoDatabase() {
    #expect(error(of: folder.path)?.kind == .invalidConfiguration)
  }

  @Test func anEmptyPathIsRefused() {
    #expect(error(of: "")?.kind == .invalidConfiguration)
    #expect(error(of: "a\0b")?.kind == .invalidConfiguration)
  }

  @Test func aFileThatIsNoDatabaseIsNamed() {
    folder.write("app.db", String(repeating: "This is a letter. ", count: 100))
    let error = error(of: "\(folder.path)/app.db")
    #expect(error?.kind == .corrupted)
    #expect(error?.message.hasSuffix("/app.db' is not a database of SQLite") == true)
    #expect(error?.code == "SQLITE_NOTADB")
  }

  @Test func aDamagedFileIsNamedWhenItIsRead() async throws {
    let database = try await TestDatabase()
    try await database.db.batch((0..<2000).map { "insert into t (name) values (\("name \($0)"))" })
    await database.db.close()
    var bytes = database.folder.read("test.db")
    for index in 4096..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index) }
    database.folder.write("test.db", bytes)
    let db = try Database.sqlite(database.path)
    let error = await sqlError { _ = try await db.query("select count(name) from t", as: Int.self) }
    #expect(error?.kind == .corrupted)
    #expect(error?.message.utf8.starts(with: "'\(database.path)'".utf8) == true)
    await db.close()
  }

  @Test(.enabled(if: isOrdinaryUser)) func aFolderThatMayNotBeWrittenIsNamed() {
    chmod(folder.path, 0o500)
    defer { chmod(folder.path, 0o700) }
    let error = error(of: "\(folder.path)/app.db")
    #expect(error?.kind == .permissionDenied)
  }

  @Test(.enabled(if: isOrdinaryUser)) func aFileThatMayNotBeWrittenIsNamed() throws {
    try SQLiteConnection("\(folder.path)/app.db").close()
    chmod("\(folder.path)/app.db", 0o400)
    #expect(error(of: "\(folder.path)/app.db")?.kind == .permissionDenied)
  }

  @Test func aMissingFileIsNotMadeForReading() {
    let error = error(of: "\(folder.path)/app.db") { $0.isReadOnly = true }
    #expect(error?.kind == .notFound)
    #expect(folder.names.isEmpty)
  }

  @Test func aFileOpenedForReadingIsOnlyRead() async throws {
    let connection = try SQLiteConnection("\(folder.path)/app.db")
    try connection.execute("create table t (id integer)")
    var configuration = SQLiteConfiguration()
    configuration.isReadOnly = true
    let db = try Database.sqlite("\(folder.path)/app.db", sqlite: configuration)
    #expect(try await db.one("select count(*) from t", as: Int.self) == 0)
    let error = await sqlError { try await db.execute("insert into t values (1)") }
    #expect(error?.kind == .readOnly)
    await db.close()
  }

  @Test func aNameThatLooksLikeAURIIsAName() throws {
    // Relative to the folder of the program, so only the refusal of a folder is looked at.
    let error = error(of: "file:/\(folder.path)/missing/x.db")
    #expect(error?.kind == .notFound)
    #expect(folder.names.isEmpty)
  }

  @Test func foreignKeysAndWriteAheadLogAreOn() async throws {
    let database = try await TestDatabase()
    #expect(try await database.db.one("pragma foreign_keys", as: Int.self) == 1)
    #expect(try await database.db.one("pragma journal_mode", as: String.self) == "wal")
    #expect(try await database.db.one("pragma synchronous", as: Int.self) == 0)
    let standard = try Database.sqlite("\(database.folder.path)/other.db")
    #expect(try await standard.one("pragma synchronous", as: Int.self) == 2)
    await standard.close()
  }

  // MARK: - URLs

  @Test func aURLNamesAFileAndHowItIsOpened() async throws {
    let url = "sqlite://\(folder.path)/a%20b.db?synchronous=normal&readers=2&cache=1&busy=1"
    let db = try SQLiteDriver.open(url: url, configuration: DatabaseConfiguration())
    #expect(try await db.one("pragma synchronous", as: Int.self) == 1)
    #expect(db.name == "a b.db")
    #expect(folder.names.contains("a b.db"))
    await db.close()
  }

  @Test func aURLNamesADatabaseInMemory() async throws {
    let databases = try Databases(environment: ["DATABASE_URL": "sqlite::memory:"], drivers: [SQLiteDriver.self])
    let db = try databases.database()
    #expect(try await db.one("select 1", as: Int.self) == 1)
    await databases.close()
  }

  @Test(arguments: [
    "sqlite:", "sqlite://app.db", "sqlite://", "sqlite:a%zz.db", "sqlite:a.db?synchronous=maybe",
    "sqlite:a.db?reader=3",
    "sqlite:a.db?readers=0", "sqlite:a.db?readers", "sqlite:a.db?mode=x", "postgres:a", "app.db", "sqlite:a%00.db",
  ])
  func aURLWithoutSenseIsRefused(_ url: String) {
    let error = #expect(throws: SQLError.self) {
      try SQLiteDriver.open(url: url, configuration: DatabaseConfiguration())
    }
    #expect(error?.kind == .invalidConfiguration)
  }

  @Test func aMisspelledParameterIsToldItsName() {
    let error = #expect(throws: SQLError.self) {
      try SQLiteDriver.open(url: "sqlite:a.db?reader=3", configuration: DatabaseConfiguration())
    }
    #expect(error?.fix == "did you mean 'readers'?")
  }
}
