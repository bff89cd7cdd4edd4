import AloftPostgres
import AloftSQL
import TemporaryPostgres
import Testing

@Suite(.enabled(if: TemporaryPostgres.isInstalled)) struct PostgresStatementTests {
  @Test func aTableThatIsChangedIsReadOnWithTheSameStatement() async throws {
    let db = try TestDatabase.open()
    try await db.execute(
      script: "drop table if exists changing; create table changing (a int); insert into changing values (1)")
    for _ in 0..<3 { #expect(try await db.query("select * from changing", as: Int.self) == [1]) }
    try await db.execute(script: "alter table changing alter a type text")
    #expect(try await db.query("select * from changing", as: String.self) == ["1"])
    await db.close()
  }

  @Test func moreStatementsThanAreKeptPreparedAreFine() async throws {
    var postgres = PostgresConfiguration()
    postgres.preparedLimit = 10
    let server = try #require(TemporaryPostgres.shared)
    let db = try Database.postgres(server.url(), postgres: postgres)
    for round in 0..<3 {
      for number in 0..<50 {
        let column: SQL = "\(identifier: "column \(number)")"
        #expect(try await db.one("select \(round) as \(column)", as: Int.self) == round)
      }
    }
    try await db.transaction { tx in
      try await tx.execute("select 1")
      #expect(try await tx.one("select count(*) from pg_prepared_statements", as: Int.self) <= 11)
    }
    await db.close()
  }

  @Test func theSameTextWithValuesOfOtherTypesIsAnotherStatement() async throws {
    let db = try TestDatabase.open()
    #expect(try await db.one("select \(1)", as: Int.self) == 1)
    #expect(try await db.one("select \("a")", as: String.self) == "a")
    #expect(try await db.one("select \(true)", as: Bool.self))
    #expect(try await db.one("select \(2)", as: Int.self) == 2)
    await db.close()
  }

  @Test func anErrorHarmsNoStatementBesideIt() async throws {
    let db = try TestDatabase.open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<500 {
        group.addTask {
          if number % 3 == 0 {
            await #expect(throws: SQLError.self) { try await db.execute("select 1 / (\(number) - \(number))") }
          } else if number % 3 == 1 {
            await #expect(throws: SQLError.self) { try await db.execute("this is not sql \(number)") }
          } else {
            let answer = try await db.one("select \(number)", as: Int.self)
            #expect(answer == number)
          }
        }
      }
      try await group.waitForAll()
    }
    await db.close()
  }

  @Test func twoStatementsInOneTextAreRefused() async throws {
    let db = try TestDatabase.open()
    let error = await #expect(throws: SQLError.self) { try await db.execute("select 1; drop table if exists nothing") }
    #expect(error?.kind == .invalidStatement)
    await db.close()
  }

  @Test func aStatementThatTakesLongHoldsUpNobodyTheSecondTime() async throws {
    var configuration = DatabaseConfiguration()
    configuration.slowStatement = nil
    let db = try TestDatabase.open(configuration)
    let other = try TestDatabase.open()
    let watcher = try TestDatabase.open()
    let locking: SQL = "select pg_advisory_xact_lock(\(4711)) /* locking */"
    _ = try await db.query("select pg_sleep(0.1) /* so that */", as: String?.self)
    for round in 0..<2 {
      try await other.transaction { holder in
        try await holder.execute("select pg_advisory_xact_lock(\(4711))")
        let waiting = Task { try await db.query(locking, as: String?.self) }
        while try await Self.isQuiet(watcher, "locking") {}
        if round == 0 { try await holder.execute("select pg_sleep(0.1)") }
        // Were they behind the one that waits, they would wait for it, and it for this transaction.
        if round == 1 {
          try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { _ = try await db.query("select 1", as: Int.self) } }
            try await group.waitForAll()
          }
        }
        holder.afterCommit { _ = try? await waiting.value }
      }
    }
    for database in [db, other, watcher] { await database.close() }
  }

  @Test func aStatementOverItsLimitIsEndedInTheServer() async throws {
    let db = try TestDatabase.open()
    let error = await #expect(throws: SQLError.self) {
      _ = try await db.query("select pg_sleep(60) /* limited */", as: String?.self, within: .milliseconds(50))
    }
    #expect(error?.kind == .timedOut)
    #expect(try await Self.isQuiet(db, "limited"))
    await db.close()
  }

  @Test func theConfigurationsLimitHoldsForAll() async throws {
    var configuration = DatabaseConfiguration()
    configuration.statementTimeLimit = .milliseconds(100)
    let db = try TestDatabase.open(configuration)
    let error = await #expect(throws: SQLError.self) { _ = try await db.query("select pg_sleep(60)", as: String?.self) }
    #expect(error?.kind == .timedOut)
    await db.close()
  }

  @Test func aCancelledTasksStatementInATransactionIsEndedInTheServer() async throws {
    let db = try TestDatabase.open()
    let task = Task {
      try await db.transaction { tx in _ = try await tx.query("select pg_sleep(60) /* cancelled */", as: String?.self) }
    }
    while try await Self.isQuiet(db, "cancelled") {}
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await Self.isQuiet(db, "cancelled"))
    await db.close()
  }

  /// Whether no statement with a word in it runs.
  private static func isQuiet(_ db: Database, _ word: String) async throws -> Bool {
    try await db.one(
      """
      select count(*) from pg_stat_activity
      where query like '%/* ' || \(word) || ' */%' and state = 'active' and pid <> pg_backend_pid()
      """, as: Int.self) == 0
  }

  @Test(
    arguments: ["begin", "/* x */ COMMIT", "rollback", "-- y\nsavepoint a", "start transaction", "end", ";abort"]
      as [SQL])
  func noStatementBeginsOrEndsATransactionOfOthers(_ sql: SQL) async throws {
    let db = try TestDatabase.open()
    let error = await #expect(throws: SQLError.self) { try await db.execute(sql) }
    #expect(error?.kind == .unsupported)
    await #expect(throws: SQLError.self) { try await db.transaction { tx in try await tx.execute(sql) } }
    await db.close()
  }

  @Test func aStatementThatWasSkippedAfterAnErrorIsNotTakenForPrepared() async throws {
    var configuration = DatabaseConfiguration()
    configuration.poolSize = 1
    let db = try TestDatabase.open(configuration)
    await #expect(throws: SQLError.self) { try await db.batch(["select 1 / \(0)", "select \(5) + 1"]) }
    let sum = try await db.transaction { tx in try await tx.one("select \(5) + 1", as: Int.self) }
    #expect(sum == 6)
    await db.close()
  }

  @Test func aStatementThatCopiesIsRefused() async throws {
    let db = try TestDatabase.open()
    for sql in ["copy pg_class to stdout", "/* a */ copy pg_class from stdin"] as [SQL] {
      let error = await #expect(throws: SQLError.self) { try await db.execute(sql) }
      #expect(error?.kind == .unsupported)
    }
    #expect(try await db.one("select 1", as: Int.self) == 1)
    await db.close()
  }

  @Test func aScriptThatLeavesATransactionOpenIsAnErrorAndUndone() async throws {
    let db = try TestDatabase.open()
    try await db.execute(script: "drop table if exists left_open")
    let error = await #expect(throws: SQLError.self) {
      try await db.execute(script: "begin; create table left_open (a int)")
    }
    #expect(error?.kind == .invalidStatement)
    #expect(try await db.first("select to_regclass('left_open')::text", as: String?.self) == .some(nil))
    await db.close()
  }

  @Test func whileAllConnectionsAreInTransactionsSingleStatementsGoOn() async throws {
    var configuration = DatabaseConfiguration()
    configuration.poolSize = 4
    let db = try TestDatabase.open(configuration)
    _ = try await db.one("select 1", as: Int.self)
    try await Self.holding(3, db) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<100 {
          group.addTask {
            let answer = try await db.one("select \(number)", as: Int.self)
            #expect(answer == number)
          }
        }
        try await group.waitForAll()
      }
    }
    await db.close()
  }

  private static func holding(_ count: Int, _ db: Database, _ body: @escaping @Sendable () async throws -> Void)
    async throws
  {
    guard count > 0 else {
      // Outside of the transactions' own task.
      return try await Task.detached { try await body() }.value
    }
    try await Task.detached {
      try await db.transaction { tx in
        try await tx.execute("select 1")
        try await Self.holding(count - 1, db, body)
      }
    }.value
  }

  @Test func aScriptRunsAllOfItsStatements() async throws {
    let db = try TestDatabase.open()
    try await db.execute(
      script: """
        drop table if exists scripted; create table scripted (a int);
        insert into scripted values (1), (2); -- a remark; with a semicolon
        insert into scripted select a + 2 from scripted;
        """)
    #expect(try await db.one("select count(*) from scripted", as: Int.self) == 4)
    let error = await #expect(throws: SQLError.self) { try await db.execute(script: "select 1; selec 2; select 3") }
    #expect(error?.kind == .invalidStatement)
    await db.close()
  }
}
