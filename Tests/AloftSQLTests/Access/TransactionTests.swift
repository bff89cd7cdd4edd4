import AloftCore
import AloftSQL
import Synchronization
import Testing

private struct Refusal: Error {}

@Suite struct TransactionTests {
  private let backend = FakeBackend()

  @Test func whatIsDoneStandsBetweenBeginAndCommit() async throws {
    let database = backend.database()
    let number = try await database.transaction { try await $0.one("select 1", as: Int.self) }
    #expect(number == 1)
    #expect(backend.events == ["begin", "  select 1", "commit"])
  }

  @Test func anErrorRollsBack() async {
    let database = backend.database()
    await #expect(throws: Refusal.self) {
      try await database.transaction { transaction in
        try await transaction.execute("insert")
        throw Refusal()
      }
    }
    #expect(backend.events == ["begin", "  insert", "rollback"])
  }

  @Test func anErrorOfTheBeginHasThePlaceOfTheTransaction() async {
    backend.fail("begin", with: SQLError(.poolExhausted, "all are in use"))
    let database = backend.database()
    let error = await #expect(throws: SQLError.self) {
      try await database.transaction(file: "Shop/Orders.swift", line: 3) { _ in }
    }
    #expect(error?.place == SourcePlace(file: "Shop/Orders.swift", line: 3))
    #expect(error?.statement == "begin")
    #expect(backend.events == ["begin"])
  }

  @Test func anErrorOfTheCommitIsThrownAndNothingRunsAfterIt() async {
    backend.fail("commit", with: SQLError(.connectionLost, "gone"))
    let database = backend.database()
    let hasRun = Mutex(false)
    let error = await #expect(throws: SQLError.self) {
      try await database.transaction { $0.afterCommit { hasRun.withLock { $0 = true } } }
    }
    #expect(error?.statement == "commit")
    #expect(!hasRun.withLock { $0 })
    // The session gave its connection back itself.
    #expect(backend.events == ["begin", "commit"])
  }

  @Test func aCancelledTaskRollsBack() async {
    let database = backend.database()
    let task = Task {
      try await database.transaction { transaction in
        try await transaction.execute("insert")
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(backend.events == ["begin", "  insert", "rollback"])
  }

  // MARK: - Parts

  @Test func partsAreSavepointsWithNamesOfTheirOwn() async throws {
    try await backend.database().transaction { transaction in
      try await transaction.transaction { part in
        try await part.transaction { try await $0.execute("inner") }
        // The outer one, used within a part.
        try await transaction.transaction { try await $0.execute("other") }
      }
      try await transaction.transaction { _ in }
    }
    #expect(
      backend.events == [
        "begin", "  savepoint aloft_1", "  savepoint aloft_2", "  inner", "  release savepoint aloft_2",
        "  savepoint aloft_2", "  other", "  release savepoint aloft_2", "  release savepoint aloft_1",
        "  savepoint aloft_1", "  release savepoint aloft_1", "commit",
      ])
  }

  @Test func aPartThatThrowsIsUndone() async throws {
    try await backend.database().transaction { transaction in
      try? await transaction.transaction { _ in throw Refusal() }
    }
    #expect(
      backend.events == [
        "begin", "  savepoint aloft_1", "  rollback to savepoint aloft_1", "  release savepoint aloft_1", "commit",
      ])
  }

  @Test func aPartOfACancelledTaskIsUndoneAllTheSame() async throws {
    try await backend.database().transaction { transaction in
      let part = Task {
        try await transaction.transaction { _ in
          withUnsafeCurrentTask { $0?.cancel() }
          try Task.checkCancellation()
        }
      }
      await #expect(throws: CancellationError.self) { try await part.value }
    }
    #expect(backend.events.contains("  rollback to savepoint aloft_1"))
    #expect(backend.events.last == "commit")
  }

  @Test func aPartThatCanNotBeUndoneUndoesTheWholeTransaction() async throws {
    backend.fail("  rollback to savepoint aloft_1", with: SQLError(.other, "there is no such savepoint"))
    let database = backend.database()
    let error = await #expect(throws: SQLError.self) {
      try await database.transaction { transaction in
        try? await transaction.transaction { _ in throw Refusal() }
        _ = try? await transaction.execute("insert")
      }
    }
    #expect(error?.kind == .transactionOver)
    #expect(backend.events.last == "rollback")
    #expect(!backend.events.contains("  insert"))
  }

  @Test func aBatchInATransactionIsAPartOfIt() async throws {
    let counts = try await backend.database().transaction { try await $0.batch(["one", "two"]) }
    #expect(counts == [1, 1])
    #expect(
      backend.events == [
        "begin", "  savepoint aloft_1", "  batch of 2", "  release savepoint aloft_1", "commit",
      ])
  }

  // MARK: - Attempts

  @Test func attemptsBeginAnew() async throws {
    backend.fail(
      "commit", with: SQLError(.serializationFailure, "others stood in the way"), SQLError(.deadlock, "they waited"))
    try await backend.database().transaction(TransactionOptions(attempts: 3)) { try await $0.execute("insert") }
    #expect(
      backend.events == ["begin", "  insert", "commit", "begin", "  insert", "commit", "begin", "  insert", "commit"])
  }

  @Test func theLastAttemptsErrorIsThrown() async {
    backend.fail(
      "begin", with: SQLError(.deadlock, "first"), SQLError(.deadlock, "second"), SQLError(.deadlock, "third"))
    let database = backend.database()
    let error = await #expect(throws: SQLError.self) {
      try await database.transaction(TransactionOptions(attempts: 2)) { _ in }
    }
    #expect(error?.message == "second")
  }

  @Test func otherErrorsEndTheAttempts() async {
    backend.fail("  insert", with: SQLError(.uniqueViolation, "there is one"))
    let database = backend.database()
    await #expect(throws: SQLError.self) {
      try await database.transaction(TransactionOptions(attempts: 5)) { try await $0.execute("insert") }
    }
    #expect(backend.events == ["begin", "  insert", "rollback"])
  }

  // MARK: - Which database is in a transaction

  @Test func theDatabaseItselfIsRefusedAndNothingReachesIt() async throws {
    let database = backend.database()
    try await database.transaction(file: "Shop/Outer.swift", line: 1) { _ in
      let error = await #expect(throws: SQLError.self) {
        try await database.execute("insert", file: "Shop/Inner.swift", line: 2)
      }
      #expect(error?.kind == .insideTransaction)
      #expect(error?.place == SourcePlace(file: "Shop/Inner.swift", line: 2))
      #expect(error?.otherPlace == SourcePlace(file: "Shop/Outer.swift", line: 1))
    }
    #expect(backend.events == ["begin", "commit"])
  }

  @Test func theDatabaseAroundAnotherOnesTransactionIsRefusedToo() async throws {
    let outer = backend.database()
    let otherBackend = FakeBackend()
    let inner = otherBackend.database()
    try await outer.transaction { _ in
      try await inner.execute("fine")
      try await inner.transaction { _ in
        await #expect(throws: SQLError.self) { try await outer.execute("insert") }
        await #expect(throws: SQLError.self) { try await inner.execute("insert") }
      }
      try await inner.execute("fine again")
    }
    #expect(otherBackend.events == ["run fine", "begin", "commit", "run fine again"])
  }

  @Test func tasksOfTheTransactionAreWithinItAndDetachedOnesAreNot() async throws {
    let database = backend.database()
    try await database.transaction { _ in
      let child = Task { try await database.execute("insert") }
      await #expect(throws: SQLError.self) { try await child.value }
      _ = try await Task.detached { try await database.execute("elsewhere") }.value
    }
    #expect(backend.events == ["begin", "run elsewhere", "commit"])
  }

  @Test func hooksMayUseTheDatabase() async throws {
    let database = backend.database()
    try await database.transaction { $0.afterCommit { _ = try? await database.execute("insert") } }
    #expect(backend.events == ["begin", "commit", "run insert"])
  }

  @Test func aTransactionThatIsOverReachesNothing() async throws {
    let transaction = try await backend.database().transaction { $0 }
    let error = await #expect(throws: SQLError.self) { try await transaction.execute("insert") }
    #expect(error?.kind == .transactionOver)
    #expect(backend.events == ["begin", "commit"])
  }
}
