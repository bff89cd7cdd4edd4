internal import AloftSQL
internal import AloftSQLite
internal import Testing

@Suite struct ReadingTests {
  @Test func aLongStatementIsRunAgainOnAThread() async throws {
    let database = try await TestDatabase()
    let number: SQL =
      "with recursive c(x) as (values(1) union all select x + 1 from c where x < 200000) select count(*) from c"
    for _ in 0..<3 { #expect(try await database.db.one(number, as: Int.self) == 200_000) }
  }

  @Test func allStatementsAreAnsweredWithoutABudget() async throws {
    let database = try await TestDatabase { sqlite, _ in sqlite.budgetOfCallingThread = .zero }
    try await database.db.batch((1...5000).map { "insert into t (id) values (\($0))" })
    #expect(try await database.db.query("select id from t", as: Int.self) == Array(1...5000))
    #expect(try await database.db.query("select id from t where id = 7", as: Int.self) == [7])
    var sum = 0
    for try await id in database.db.stream("select id from t", as: Int.self) { sum += id }
    #expect(sum == 5000 * 5001 / 2)
  }

  @Test func aTimeLimitEndsAStatement() async throws {
    let database = try await TestDatabase()
    let error = await sqlError { _ = try await database.db.query(endless, as: Int.self, within: .milliseconds(30)) }
    #expect(error?.kind == .timedOut)
    #expect(error?.place != nil)
    #expect(try await database.db.one("select 1", as: Int.self) == 1)
  }

  @Test func theConfiguredTimeLimitIsThatOfAll() async throws {
    let database = try await TestDatabase { _, configuration in configuration.statementTimeLimit = .milliseconds(20) }
    #expect(await sqlError { _ = try await database.db.query(endless, as: Int.self) }?.kind == .timedOut)
  }

  @Test func aCancelledTaskEndsItsStatement() async throws {
    let database = try await TestDatabase { sqlite, _ in sqlite.readerCount = 1 }
    let db = database.db
    let task = Task { try await db.query(endless, as: Int.self) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await db.one("select 1", as: Int.self) == 1)
  }

  @Test func aStatementThatIsRunningIsEndedByCancelling() async throws {
    let began = Counter()
    let database = try await TestDatabase { sqlite, _ in
      sqlite.functions = [
        SQLiteFunction("note_it", argumentCount: nil) { _ in
          began.add()
          return .null(.text)
        }
      ]
    }
    let db = database.db
    let task = Task {
      try await db.query(
        "with recursive c(x) as (values(note_it()) union all select 1 from c) select count(*) from c", as: Int.self)
    }
    await began.begins()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func whatDoesNotOnlyReadGoesToTheWriter() async throws {
    let database = try await TestDatabase()
    let db = database.db
    let ids = try await db.query(
      "with new(n) as (values (5), (6)) insert into t (n) select n from new returning id", as: Int.self)
    #expect(ids == [1, 2])
    try await db.execute("pragma user_version = 7")
    #expect(try await db.one("pragma user_version", as: Int.self) == 7)
    #expect(try await db.query("pragma table_info(t)", as: PragmaColumn.self).map(\.name) == ["id", "name", "n"])
    #expect(try await db.execute("-- a comment\n /* another */ SELECT 1") == 0)
  }

  private struct PragmaColumn: SQLRow {
    let name: String
    init(row: Row) throws {
      name = try row.decode(1)
      _ = row.isNull(5)
      _ = try row.decode(5, as: Int.self)
    }
  }

  @Test func readingGoesOnBesideATransactionThatWrites() async throws {
    let database = try await TestDatabase()
    let db = database.db
    try await db.transaction { tx in
      try await tx.execute("insert into t (n) values (1)")
      // Another task has no part in the transaction.
      let count = try await Task.detached { try await db.one("select count(*) from t", as: Int.self) }.value
      #expect(count == 0)
    }
    #expect(try await db.one("select count(*) from t", as: Int.self) == 1)
  }

  @Test func waitingForAReaderHasALimit() async throws {
    let database = try await TestDatabase { sqlite, configuration in
      sqlite.readerCount = 1
      configuration.waitLimit = .milliseconds(500)
    }
    let db = database.db
    try await db.transaction(TransactionOptions(readOnly: true)) { _ in
      let error = await Task.detached { await sqlError { _ = try await db.one("select 1", as: Int.self) } }.value
      #expect(error?.kind == .poolExhausted)
    }
    #expect(try await db.one("select 1", as: Int.self) == 1)
  }

  @Test func everyTaskGetsItsOwnNumberBack() async throws {
    let database = try await TestDatabase()
    let db = database.db
    try await db.execute("insert into t (id, n) values (1, 0)")
    let wrong = Counter()
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<2000 {
        group.addTask {
          var random = SeededRandom(state: UInt64(task) + 1)
          let isCancelled = random.next() % 7 == 0
          let work = Task {
            for round in 0..<5 {
              let number = task * 5 + round
              let answer: Int?
              switch random.next() % 40 {
              case 0:
                answer = try await db.one(
                  "with recursive c(x) as (values(1) union all select x + 1 from c where x < 20000) select \(number) + count(*) * 0 from c",
                  as: Int.self)
              case 1...10: answer = try await db.one("insert into t (n) values (\(number)) returning n", as: Int.self)
              default: answer = try await db.one("select \(number)", as: Int.self)
              }
              if answer != number { wrong.add() }
            }
          }
          if isCancelled { work.cancel() }
          do {
            try await work.value
          } catch is CancellationError {
            if !isCancelled { wrong.add() }
          } catch {
            wrong.add()
          }
        }
      }
    }
    #expect(wrong.value == 0)
    await db.close()
  }
}

/// Numbers that are the same in every run.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var number = state
    number = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
    number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
    return number ^ (number >> 31)
  }
}
