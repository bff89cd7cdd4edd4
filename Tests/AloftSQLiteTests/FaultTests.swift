internal import AloftSQL
internal import AloftSQLite
internal import TemporaryFiles
internal import Testing

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

@Suite struct FaultTests {
  // MARK: - A full disk

  /// A database that may take so many pages, as if the disk ended there.
  private func small() async throws -> TestDatabase {
    let database = try await TestDatabase("create table t (id integer primary key, data blob)")
    _ = try await database.db.query("pragma max_page_count = 40", as: Int.self)
    return database
  }

  @Test func aFullDiskIsAnErrorAndWhatWasThereStays() async throws {
    let database = try await small()
    let db = database.db
    try await db.execute("insert into t (data) values (\([UInt8](repeating: 1, count: 50_000)))")
    let error = await sqlError {
      try await db.execute("insert into t (data) values (\([UInt8](repeating: 1, count: 500_000)))")
    }
    #expect(error?.kind == .diskFull)
    #expect(error?.fix != nil)
    #expect(try await db.one("select count(*) from t", as: Int.self) == 1)
    try await db.execute("insert into t (data) values (\([UInt8](repeating: 1, count: 100)))")
  }

  @Test func aFullDiskEndsATransaction() async throws {
    let database = try await small()
    let error = await sqlError {
      try await database.db.transaction { tx in
        try await tx.execute("insert into t (data) values (x'00')")
        try await tx.execute("insert into t (data) values (\([UInt8](repeating: 1, count: 500_000)))")
      }
    }
    #expect(error?.kind == .diskFull)
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 0)
  }

  @Test func aFullDiskHindersOnlyThoseThatDoNotFit() async throws {
    let database = try await small()
    let db = database.db
    let answers = Answers([SQLError?](repeating: nil, count: 40))
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<40 {
        group.addTask {
          let bytes = [UInt8](repeating: 1, count: index % 4 == 0 ? 500_000 : 10)
          answers.set(index, await sqlError { try await db.execute("insert into t (data) values (\(bytes))") })
        }
      }
    }
    for (index, error) in answers.all.enumerated() { #expect((error?.kind == .diskFull) == (index % 4 == 0)) }
    #expect(try await db.one("select count(*) from t", as: Int.self) == 30)
  }

  // MARK: - Another program

  @Test func aLockedFileIsWaitedForAndThenAnError() async throws {
    let database = try await TestDatabase { sqlite, _ in sqlite.busyLimit = .milliseconds(60) }
    let db = database.db
    let other = try SQLiteConnection(database.path)
    try other.execute(script: "begin immediate")
    let single = await sqlError { try await db.execute("insert into t (n) values (1)") }
    let whole = await sqlError { try await db.transaction { _ in } }
    #expect(single?.kind == .locked && whole?.kind == .locked)
    #expect(single?.fix != nil)
    #expect(single?.code == "SQLITE_BUSY")
    #expect(try await db.one("select count(*) from t", as: Int.self) == 0)
    try other.execute(script: "commit")
    try await db.execute("insert into t (n) values (1)")
  }

  @Test func aLockThatIsGivenUpIsWaitedFor() async throws {
    let database = try await TestDatabase { sqlite, _ in sqlite.busyLimit = .seconds(20) }
    let db = database.db
    let other = try SQLiteConnection(database.path)
    try other.execute(script: "begin immediate")
    try other.execute("insert into t (n) values (1)")
    async let count = db.execute("insert into t (n) values (2)")
    for _ in 0..<100 { await Task.yield() }
    try other.execute(script: "commit")
    #expect(try await count == 1)
    #expect(try await db.query("select n from t", as: Int.self) == [1, 2])
  }

  @Test func waitingForALockEndsWithTheTask() async throws {
    let database = try await TestDatabase { sqlite, _ in sqlite.busyLimit = .seconds(60) }
    let db = database.db
    let other = try SQLiteConnection(database.path)
    try other.execute(script: "begin immediate")
    let single = Task { try await db.execute("insert into t (n) values (1)") }
    for _ in 0..<100 { await Task.yield() }
    single.cancel()
    await #expect(throws: CancellationError.self) { try await single.value }
    let whole = Task { try await db.transaction { _ in } }
    for _ in 0..<100 { await Task.yield() }
    whole.cancel()
    await #expect(throws: CancellationError.self) { try await whole.value }
    try other.execute(script: "rollback")
  }

  @Test func aSnapshotThatIsOutOfDateIsASerializationFailure() throws {
    let folder = TemporaryFolder()
    let one = try SQLiteConnection("\(folder.path)/a.db")
    let two = try SQLiteConnection("\(folder.path)/a.db")
    try one.execute("create table t (n integer)")
    try one.execute(script: "begin")
    #expect(try one.one("select count(*) from t", as: Int.self) == 0)
    try two.execute("insert into t values (1)")
    let error = #expect(throws: SQLError.self) { try one.execute("insert into t values (2)") }
    #expect(error?.kind == .serializationFailure)
    #expect(error?.isRetryable == true)
  }

  @Test func aFileThatHasGoneIsNotMadeAgainByReaders() async throws {
    let database = try await TestDatabase()
    for name in database.folder.names { database.folder.delete(name) }
    let error = await sqlError { _ = try await database.db.query("select 1", as: Int.self) }
    #expect(error?.kind == .notFound)
    #expect(database.folder.names.isEmpty)
  }
}

#if os(Linux)
  /// A disk of half a megabyte, in memory; only for those who may make one.
  private final class SmallDisk: Sendable {
    let folder = TemporaryFolder()

    init?() {
      guard mount("none", folder.path, "tmpfs", 0, "size=512k") == 0 else { return nil }
    }

    deinit { umount(folder.path) }
  }

  @Suite struct SmallDiskTests {
    @Test func whatWasCommittedBeforeTheDiskWasFullIsThere() async throws {
      guard let disk = SmallDisk() else { return }
      let path = "\(disk.folder.path)/test.db"
      let db = try Database.sqlite(path)
      try await db.execute("create table t (id integer primary key, data blob)")
      var committed = 0
      var failure: SQLError?
      while failure == nil, committed < 1000 {
        failure = await sqlError {
          try await db.execute("insert into t (data) values (\([UInt8](repeating: 1, count: 10_000)))")
          committed += 1
        }
      }
      #expect(failure?.kind == .diskFull)
      #expect(committed > 5)
      #expect(try await db.one("select count(*) from t", as: Int.self) == committed)
      await db.close()
      let connection = try SQLiteConnection(path)
      #expect(try connection.one("select count(*) from t", as: Int.self) == committed)
      #expect(try connection.one("pragma integrity_check", as: String.self) == "ok")
      connection.close()
    }
  }
#endif
