internal import AloftSQL
internal import AloftSQLite
internal import TemporaryFiles
internal import Testing

@Suite struct BackupTests {
  @Test func aCopyMadeWhileOthersWriteIsOfOneMoment() async throws {
    let database = try await TestDatabase("create table t (id integer primary key, n integer, name text)")
    let db = database.db
    try await db.batch((0..<5000).map { "insert into t (n, name) values (0, \("name \($0)"))" })
    let writing = Task {
      var rounds = 0
      while !Task.isCancelled {
        rounds += 1
        // All rows are alike at any moment.
        try await db.execute("update t set n = \(rounds)")
      }
      return rounds
    }
    let copy = "\(database.folder.path)/copy.db"
    try await db.backup(to: copy)
    writing.cancel()
    _ = try? await writing.value
    let copied = try SQLiteConnection(copy)
    #expect(try copied.one("select count(*) from t", as: Int.self) == 5000)
    #expect(try copied.one("select count(distinct n) from t", as: Int.self) == 1)
    #expect(try copied.one("pragma integrity_check", as: String.self) == "ok")
    #expect(!database.folder.names.contains { $0.hasSuffix("unfinished") })
  }

  @Test func aDatabaseInMemoryIsSaved() async throws {
    let folder = TemporaryFolder()
    let db = try Database.sqliteInMemory()
    try await db.execute(script: "create table t (n integer); insert into t values (5)")
    try await db.backup(to: "\(folder.path)/saved.db")
    #expect(try SQLiteConnection("\(folder.path)/saved.db").one("select n from t", as: Int.self) == 5)
  }

  @Test func aFileThatIsThereIsNotOverwritten() async throws {
    let database = try await TestDatabase()
    database.folder.write("copy.db", "precious")
    let error = await sqlError { try await database.db.backup(to: "\(database.folder.path)/copy.db") }
    #expect(error?.kind == .invalidConfiguration)
    #expect(database.folder.read("copy.db") == Array("precious".utf8))
  }

  @Test func aMissingFolderIsAnError() async throws {
    let database = try await TestDatabase()
    let error = await sqlError { try await database.db.backup(to: "\(database.folder.path)/missing/copy.db") }
    #expect(error?.kind == .notFound)
  }

  @Test func aCancelledCopyLeavesNothing() async throws {
    let database = try await TestDatabase()
    let db = database.db
    let copy = "\(database.folder.path)/copy.db"
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await db.backup(to: copy)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(!database.folder.names.contains { $0.hasPrefix("copy") })
  }
}
