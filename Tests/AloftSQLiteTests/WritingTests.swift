internal import AloftSQL
internal import AloftSQLite
internal import TemporaryFiles
internal import Testing

@Suite struct WritingTests {
  /// Runs statements that all wait for the same transaction to end, so that they are one group.
  private func together(_ db: Database, _ statements: [SQL]) async throws -> [SQLError?] {
    let answers = Answers([SQLError?](repeating: nil, count: statements.count))
    try await withThrowingTaskGroup(of: Void.self) { group in
      try await db.transaction { _ in
        for (index, sql) in statements.enumerated() {
          group.addTask {
            let error = await Task.detached { await sqlError { try await db.execute(sql) } }.value
            answers.set(index, error)
          }
        }
        for _ in 0..<100 { await Task.yield() }
      }
      try await group.waitForAll()
    }
    return answers.all
  }

  @Test func manyInsertsAtOnceAreAllThere() async throws {
    let database = try await TestDatabase()
    let db = database.db
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<1000 { group.addTask { try await db.execute("insert into t (n) values (\(number))") } }
      for try await count in group { #expect(count == 1) }
    }
    #expect(try await db.query("select n from t order by n", as: Int.self) == Array(0..<1000))
  }

  @Test func anErrorOfOneUndoesThatOneAlone() async throws {
    let database = try await TestDatabase("create table t (id integer primary key, n integer check (n < 100))")
    let errors = try await together(
      database.db, (0..<50).map { "insert into t (n) values (\($0 % 5 == 0 ? 1000 : $0))" })
    for (index, error) in errors.enumerated() { #expect((error?.kind == .checkViolation) == (index % 5 == 0)) }
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 40)
  }

  @Test func aStatementThatRollsAllBackUndoesItselfAlone() async throws {
    let database = try await TestDatabase("create table t (id integer primary key, n integer unique)")
    try await database.db.execute("insert into t (n) values (1000)")
    let errors = try await together(
      database.db,
      (0..<20).map { $0 == 10 ? "insert or rollback into t (n) values (1000)" : "insert into t (n) values (\($0))" })
    #expect(errors.compactMap(\.self).map(\.kind) == [.uniqueViolation])
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 20)
  }

  @Test func aDeferredForeignKeyOfOneHindersNoOther() async throws {
    let database = try await TestDatabase(
      """
      create table users (id integer primary key);
      create table t (id integer primary key, user integer references users (id) deferrable initially deferred);
      """)
    let errors = try await together(
      database.db, (0..<20).map { "insert into t (user) values (\($0 == 3 ? 99 : Int?.none))" })
    #expect(errors.compactMap(\.self).map(\.kind) == [.foreignKeyViolation])
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 19)
  }

  @Test func aStatementOutOfTimeUndoesItselfAlone() async throws {
    let database = try await TestDatabase()
    let db = database.db
    async let slow = sqlError {
      try await db.execute(
        "insert into t (n) with recursive c(x) as (values(1) union all select x + 1 from c) select x from c",
        within: .milliseconds(50))
    }
    async let others = together(db, (0..<20).map { "insert into t (n) values (\($0))" })
    #expect(await slow?.kind == .timedOut)
    #expect(try await others.allSatisfy { $0 == nil })
    #expect(try await db.one("select count(*) from t", as: Int.self) == 20)
  }

  @Test func aCancelledChangeIsNotMade() async throws {
    let began = Counter()
    let database = try await TestDatabase { sqlite, _ in
      sqlite.functions = [
        SQLiteFunction("note_it", argumentCount: 1) { _ in
          began.add()
          return .integer(1, bits: 64)
        }
      ]
    }
    let db = database.db
    let task = Task {
      try await db.execute(
        "insert into t (n) with recursive c(x) as (values(1) union all select note_it(x) from c) select x from c")
    }
    await began.begins()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await db.one("select count(*) from t", as: Int.self) == 0)
    try await db.execute("insert into t (n) values (1)")
  }

  @Test func whatCantBeReadIsNotChanged() async throws {
    let database = try await TestDatabase()
    let error = await sqlError {
      _ = try await database.db.query("insert into t (name) values ('x') returning name", as: Int.self)
    }
    #expect(error?.kind == .wrongType)
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 0)
  }

  @Test func aBatchIsDoneAsAWholeOrNotAtAll() async throws {
    let database = try await TestDatabase("create table t (n integer unique)")
    let db = database.db
    #expect(try await db.batch((0..<10).map { "insert into t values (\($0))" }) == Array(repeating: 1, count: 10))
    let error = await sqlError { try await db.batch((10..<20).map { "insert into t values (\($0 == 15 ? 1 : $0))" }) }
    #expect(error?.kind == .uniqueViolation)
    #expect(try await db.one("select count(*) from t", as: Int.self) == 10)
  }

  @Test func whatNoTransactionMayHoldIsRunByItself() async throws {
    let database = try await TestDatabase()
    try await database.db.execute("vacuum")
    try await database.db.execute("pragma optimize")
    let rows = try await database.db.query("explain query plan insert into t (n) values (1)", as: Plan.self)
    #expect(rows.count <= 1)
  }

  private struct Plan: SQLRow {
    init(row: Row) throws { _ = try row.decode(row.columnCount - 1, as: String.self) }
  }

  @Test(arguments: ["begin", "commit", "rollback", "end", "savepoint x", "release x", "attach ':memory:' as other"])
  func whatWouldBreakTheOrderIsRefused(_ text: String) async throws {
    let database = try await TestDatabase()
    let error = await sqlError { try await database.db.execute(SQL(trusted: text)) }
    #expect(error?.kind == .unsupported || error?.kind == .invalidValue || error?.kind == .invalidStatement)
    try await database.db.execute("insert into t (n) values (1)")
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 1)
  }

  @Test func aScriptRunsAllItsStatements() async throws {
    let database = try await TestDatabase()
    try await database.db.execute(
      script: "begin; insert into t (n) values (1); insert into t (n) values (2); commit; -- the end")
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 2)
    let error = await sqlError { try await database.db.execute(script: "insert into t (n) values (3); nonsense") }
    #expect(error?.kind == .invalidStatement)
    let open = await sqlError { try await database.db.execute(script: "begin; delete from t") }
    #expect(open?.kind == .invalidStatement)
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 3)
  }

  @Test func countsAreThoseOfTheStatement() async throws {
    let database = try await TestDatabase()
    let db = database.db
    #expect(try await db.execute("insert into t (n) values (1), (2), (3)") == 3)
    #expect(try await db.execute("create table other (id integer)") == 0)
    #expect(try await db.execute("update t set n = 0 where n > 1") == 2)
    #expect(try await db.execute("update t set n = 0 where n > 100") == 0)
    #expect(try await db.execute("delete from t") == 3)
  }
}
