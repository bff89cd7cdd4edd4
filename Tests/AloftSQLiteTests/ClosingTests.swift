internal import AloftSQL
internal import AloftSQLite
internal import TemporaryFiles
internal import Testing

@Suite struct ClosingTests {
  @Test func whatComesLaterIsRefused() async throws {
    let database = try await TestDatabase()
    let db = database.db
    await db.close()
    await db.close()
    #expect(await sqlError { _ = try await db.query("select 1", as: Int.self) }?.kind == .closed)
    #expect(await sqlError { try await db.execute("insert into t (n) values (1)") }?.kind == .closed)
    #expect(await sqlError { try await db.transaction { _ in } }?.kind == .closed)
    #expect(await sqlError { for try await _ in db.stream("select 1", as: Int.self) {} }?.kind == .closed)
    #expect(await sqlError { try await db.backup(to: "\(database.folder.path)/x.db") }?.kind == .closed)
  }

  @Test func whatIsInFlightIsWaitedFor() async throws {
    let database = try await TestDatabase()
    let db = database.db
    let began = Counter()
    let goesOn = Counter()
    let transaction = Task {
      try await db.transaction { tx in
        began.add()
        await goesOn.begins()
        try await tx.execute("insert into t (n) values (1)")
      }
    }
    await began.begins()
    async let closing: Void = db.close()
    goesOn.add()
    try await transaction.value
    await closing
    #expect(try SQLiteConnection(database.path).one("select count(*) from t", as: Int.self) == 1)
  }

  @Test func theLogIsInTheFileBehindIt() async throws {
    let database = try await TestDatabase()
    try await database.db.batch((0..<100).map { "insert into t (n) values (\($0))" })
    await database.db.close()
    #expect(database.folder.names == ["test.db"])
  }

  @Test func noDescriptorStaysOpen() async throws {
    let folder = TemporaryFolder()
    for round in 0..<3 {
      let db = try Database.sqlite("\(folder.path)/test.db")
      try await db.execute("create table if not exists t (n integer)")
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<20 {
          group.addTask {
            _ = try? await db.query("select count(*) from t", as: Int.self)
            _ = try? await db.execute("insert into t values (\(round))")
            _ = try? await db.execute("insert into nothing values (\(round))")
            _ = try? await db.transaction(TransactionOptions(readOnly: true)) { tx in
              _ = try await tx.one("select count(*) from t", as: Int.self)
            }
          }
        }
      }
      for try await _ in db.stream("select n from t", as: Int.self) { break }
      #expect(folder.openDescriptors(of: "test.db") > 0)
      if round < 2 { await db.close() }
    }
    // The last one was left to itself.
    var rounds = 0
    while folder.openDescriptors(of: "test.db") > 0, rounds < 100_000 {
      rounds += 1
      await Task.yield()
    }
    #expect(folder.openDescriptors(of: "test.db") == 0)
    #expect(folder.openDescriptors(of: "test.db-wal") == 0)
  }

  @Test func aFileThatCouldNotBeOpenedIsClosed() {
    let folder = TemporaryFolder()
    folder.write("app.db", String(repeating: "This is a letter. ", count: 100))
    for _ in 0..<10 { #expect(throws: SQLError.self) { try Database.sqlite("\(folder.path)/app.db") } }
    #expect(folder.openDescriptors(of: "app.db") == 0)
  }
}
