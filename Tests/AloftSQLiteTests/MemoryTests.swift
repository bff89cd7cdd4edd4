internal import AloftSQL
internal import AloftSQLite
internal import Testing

@Suite struct MemoryTests {
  private let db: Database

  init() async throws {
    var configuration = DatabaseConfiguration()
    // Hundreds of tasks wait here for one connection, on machines that may have other things to do.
    configuration.waitLimit = .seconds(120)
    db = try Database.sqliteInMemory(configuration: configuration)
    try await db.execute(script: "create table t (id integer primary key, n integer)")
  }

  @Test func whatIsWrittenIsRead() async throws {
    try await db.execute("insert into t (n) values (\(5))")
    #expect(try await db.query("select n from t", as: Int.self) == [5])
    let error = await sqlError { _ = try await db.query(endless, as: Int.self, within: .milliseconds(10)) }
    #expect(error?.kind == .timedOut)
  }

  @Test func tasksShareItsOneConnection() async throws {
    let db = db
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask {
          try await db.transaction { tx in _ = try await tx.execute("insert into t (n) values (\(number))") }
          #expect(try await db.one("select n from t where n = \(number)", as: Int.self) == number)
        }
      }
      try await group.waitForAll()
    }
    #expect(try await db.one("select count(*) from t", as: Int.self) == 200)
  }

  @Test func itIsChangedWhileAStreamIsRead() async throws {
    try await db.batch((0..<1000).map { "insert into t (n) values (\($0))" })
    for try await n in db.stream("select n from t", as: Int.self) where n % 100 == 0 {
      try await db.execute("insert into t (n) values (-1)")
    }
    #expect(try await db.one("select count(*) from t", as: Int.self) == 1010)
  }

  @Test func aTransactionThatOnlyReadsDoesNotWrite() async throws {
    try await db.transaction(TransactionOptions(readOnly: true)) { tx in
      let error = await sqlError { try await tx.execute("insert into t (n) values (1)") }
      #expect(error?.kind == .readOnly)
    }
    try await db.execute("insert into t (n) values (1)")
  }

  @Test func eachIsItsOwn() async throws {
    let other = try Database.sqliteInMemory()
    #expect(await sqlError { try await other.execute("insert into t (n) values (1)") }?.kind == .invalidStatement)
  }
}
