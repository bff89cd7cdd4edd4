internal import AloftCore
internal import AloftSQL
internal import AloftSQLite
internal import Testing

@Suite struct TransactionTests {
  private struct Stop: Error {}

  @Test func whatItDidIsThereWhenItReturns() async throws {
    let database = try await TestDatabase()
    let db = database.db
    try await db.transaction { tx in
      try await tx.execute("insert into t (n) values (1)")
      #expect(try await tx.one("select count(*) from t", as: Int.self) == 1)
    }
    #expect(try await db.one("select count(*) from t", as: Int.self) == 1)
  }

  @Test func whatItDidIsGoneWhenItThrows() async throws {
    let database = try await TestDatabase()
    await #expect(throws: Stop.self) {
      try await database.db.transaction { tx in
        try await tx.execute("insert into t (n) values (1)")
        throw Stop()
      }
    }
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 0)
  }

  @Test func aPartCanFailByItself() async throws {
    let database = try await TestDatabase()
    try await database.db.transaction { tx in
      try await tx.execute("insert into t (n) values (1)")
      await #expect(throws: Stop.self) {
        try await tx.transaction { inner in
          try await inner.execute("insert into t (n) values (2)")
          throw Stop()
        }
      }
      #expect(try await tx.batch(["insert into t (n) values (3)", "insert into t (n) values (4)"]) == [1, 1])
    }
    #expect(try await database.db.query("select n from t order by n", as: Int.self) == [1, 3, 4])
  }

  @Test func statementsOfSeveralTasksAreRunOneAfterTheOther() async throws {
    let database = try await TestDatabase()
    try await database.db.transaction { tx in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<100 {
          group.addTask {
            try await tx.execute("insert into t (n) values (\(number))")
            return try await tx.one("select n from t where n = \(number)", as: Int.self)
          }
        }
        var sum = 0
        for try await number in group { sum += number }
        #expect(sum == 4950)
      }
    }
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 100)
  }

  @Test func writersWaitForEachOther() async throws {
    let database = try await TestDatabase()
    let db = database.db
    try await db.execute("insert into t (id, n) values (1, 0)")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await db.transaction { tx in
            let n = try await tx.one("select n from t where id = 1", as: Int.self)
            await Task.yield()
            try await tx.execute("update t set n = \(n + 1) where id = 1")
          }
        }
        group.addTask { try await db.execute("insert into t (n) values (7)") }
      }
      try await group.waitForAll()
    }
    #expect(try await db.one("select n from t where id = 1", as: Int.self) == 50)
    #expect(try await db.one("select count(*) from t", as: Int.self) == 51)
  }

  @Test func waitingForTheWriterHasALimit() async throws {
    let database = try await TestDatabase { _, configuration in configuration.waitLimit = .milliseconds(30) }
    let db = database.db
    try await db.transaction { _ in
      let errors = await Task.detached {
        async let single = sqlError { try await db.execute("insert into t (n) values (1)") }
        async let whole = sqlError { try await db.transaction { _ in } }
        return await [single, whole]
      }.value
      #expect(errors.allSatisfy { $0?.kind == .poolExhausted })
    }
    try await db.execute("insert into t (n) values (1)")
  }

  @Test func whoStopsWaitingForTheWriterIsForgotten() async throws {
    let database = try await TestDatabase()
    let db = database.db
    try await db.transaction { _ in
      let tasks = (0..<20).map { number in
        Task.detached {
          if number.isMultiple(of: 2) {
            try await db.execute("insert into t (n) values (1)")
          } else {
            try await db.transaction { tx in _ = try await tx.execute("insert into t (n) values (1)") }
          }
        }
      }
      for _ in 0..<50 { await Task.yield() }
      for task in tasks { task.cancel() }
      for task in tasks { await #expect(throws: CancellationError.self) { try await task.value } }
    }
    #expect(try await db.one("select count(*) from t", as: Int.self) == 0)
  }

  @Test func oneThatOnlyReadsSeesOneMoment() async throws {
    let database = try await TestDatabase()
    let db = database.db
    try await db.transaction(TransactionOptions(readOnly: true)) { tx in
      try await Task.detached { _ = try await db.execute("insert into t (n) values (1)") }.value
      #expect(try await tx.one("select count(*) from t", as: Int.self) == 0)
      let error = await sqlError { try await tx.execute("insert into t (n) values (2)") }
      #expect(error?.kind == .readOnly)
    }
    #expect(try await db.one("select count(*) from t", as: Int.self) == 1)
    try await db.execute("insert into t (n) values (3)")
  }

  @Test func aTransactionThatSQLiteEndedIsOver() async throws {
    let database = try await TestDatabase("create table t (n integer unique)")
    let db = database.db
    try await db.execute("insert into t values (1)")
    let error = await sqlError {
      try await db.transaction { tx in
        try await tx.execute("insert into t values (2)")
        _ = await sqlError { try await tx.execute("insert or rollback into t values (1)") }
        let later = await sqlError { try await tx.execute("insert into t values (3)") }
        #expect(later?.kind == .transactionOver)
        let reading = await sqlError { _ = try await tx.one("select 1", as: Int.self) }
        #expect(reading?.kind == .transactionOver)
      }
    }
    #expect(error?.kind == .transactionOver)
    #expect(try await db.query("select n from t", as: Int.self) == [1])
  }

  @Test func aChangeOutOfTimeEndsTheTransaction() async throws {
    let database = try await TestDatabase()
    let db = database.db
    let error = await sqlError {
      try await db.transaction { tx in
        try await tx.execute("insert into t (n) values (1)")
        let error = await sqlError {
          try await tx.execute(
            "insert into t (n) with recursive c(x) as (values(1) union all select x + 1 from c) select x from c",
            within: .milliseconds(20))
        }
        #expect(error?.kind == .timedOut)
        try await tx.execute("insert into t (n) values (2)")
      }
    }
    #expect(error?.kind == .transactionOver)
    #expect(try await db.one("select count(*) from t", as: Int.self) == 0)
  }

  @Test func readingOutOfTimeDoesNotEndTheTransaction() async throws {
    let database = try await TestDatabase()
    try await database.db.transaction { tx in
      try await tx.execute("insert into t (n) values (1)")
      let error = await sqlError { _ = try await tx.query(endless, as: Int.self, within: .milliseconds(20)) }
      #expect(error?.kind == .timedOut)
    }
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 1)
  }

  @Test func aCancelledTransactionIsRolledBack() async throws {
    let database = try await TestDatabase()
    let db = database.db
    let task = Task {
      try await db.transaction { tx in
        try await tx.execute("insert into t (n) values (1)")
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await db.one("select count(*) from t", as: Int.self) == 0)
    try await db.execute("insert into t (n) values (1)")
  }

  @Test func aSessionThatIsDroppedGivesTheWriterBack() async throws {
    let database = try await TestDatabase()
    let place = SourcePlace()
    do {
      let session = try await database.db.backend.begin(TransactionOptions(), place: place)
      try await session.visit(Statement(text: "insert into t (n) values (1)", place: place)) { while try $0.next() {} }
    }
    try await database.db.execute("insert into t (n) values (2)")
    #expect(try await database.db.query("select n from t", as: Int.self) == [2])
  }

  @Test(arguments: ["commit", "rollback", "begin"])
  func aTransactionIsNotEndedByAStatement(_ text: String) async throws {
    let database = try await TestDatabase()
    try await database.db.transaction { tx in
      try await tx.execute("insert into t (n) values (1)")
      let error = await sqlError { try await tx.execute(SQL(trusted: text)) }
      #expect(error?.kind == .unsupported)
    }
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 1)
  }
}
