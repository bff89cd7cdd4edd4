import AloftCore
import AloftSQL
import Synchronization
import Testing

@Suite struct DatabaseTests {
  private let backend = FakeBackend()

  @Test func statementsReachTheBackendInItsDialect() async throws {
    let backend = FakeBackend(dialect: SQLDialect(name: "Other", placeholder: .questionMark, quote: "`"))
    try await backend.database().execute("delete from \(identifier: "t") where id = \(1)")
    #expect(backend.events == ["run delete from `t` where id = ?"])
  }

  @Test func errorsHavePlaceAndStatement() async {
    backend.fail("run selec", with: SQLError(.invalidStatement, "no sense"))
    let database = backend.database()
    let error = await #expect(throws: SQLError.self) {
      try await database.execute("selec", file: "Shop/Orders.swift", line: 4)
    }
    #expect(error?.place == SourcePlace(file: "Shop/Orders.swift", line: 4))
    #expect(error?.statement == "selec")
  }

  @Test func aValueThatCanNotBeSentReachesNothing() async {
    let database = backend.database()
    let error = await #expect(throws: SQLError.self) { try await database.execute("select \(UInt64.max)") }
    #expect(error?.kind == .invalidValue)
    #expect(error?.place != nil)
    #expect(backend.events == [])
  }

  @Test func anEmptyBatchReachesNothing() async throws {
    #expect(try await backend.database().batch([]) == [])
    #expect(backend.events == [])
  }

  // MARK: - Reports

  @Test func reportsSayWhatWasRun() async throws {
    let reports = Mutex<[StatementReport]>([])
    var configuration = DatabaseConfiguration()
    configuration.observer = { report in reports.withLock { $0.append(report) } }
    backend.fail("run selec", with: SQLError(.invalidStatement, "no sense"))
    let database = backend.database(configuration)
    _ = try await database.query("select \(5)", as: Int.self, file: "Shop/Orders.swift", line: 4)
    _ = try? await database.execute("selec")
    try await database.batch(["one", "two"])
    try await database.transaction { try await $0.execute("three") }
    let all = reports.withLock { $0 }
    #expect(all.map(\.text) == ["select $1", "selec", "one", "three", "commit"])
    #expect(all[0].place == SourcePlace(file: "Shop/Orders.swift", line: 4))
    #expect(all[0].rowCount == 1)
    #expect(all.allSatisfy { $0.values == nil && $0.database == "fake" })
    #expect((all[1].error as? SQLError)?.kind == .invalidStatement)
    #expect(all[1].rowCount == nil)
  }

  @Test func reportsHoldValuesWhereTheConfigurationSaysSo() async throws {
    let reports = Mutex<[StatementReport]>([])
    var configuration = DatabaseConfiguration()
    configuration.observer = { report in reports.withLock { $0.append(report) } }
    configuration.reportsValues = true
    _ = try await backend.database(configuration).query("select \(5)", as: Int.self)
    #expect(reports.withLock { $0.first?.values } == [.integer(5, bits: 64)])
  }

  // MARK: - Streams

  @Test func aStreamFetchesPartsAsTheyAreNeeded() async throws {
    let iterator = backend.database().stream("select n", as: Int.self).makeAsyncIterator()
    #expect(backend.events == [])
    #expect(try await iterator.next() == 1)
    #expect(try await iterator.next() == 2)
    #expect(backend.events == ["open select n", "part 1"])
    #expect(try await iterator.next() == 3)
    #expect(backend.events.last == "part 2")
  }

  @Test func aStreamEndsAndGivesBackWhatItHolds() async throws {
    var numbers: [Int] = []
    let iterator = backend.database().stream("select n", as: Int.self).makeAsyncIterator()
    while let number = try await iterator.next() { numbers.append(number) }
    #expect(numbers == [1, 2, 3, 4, 5, 6])
    #expect(backend.openSources == 0)
    #expect(try await iterator.next() == nil)
  }

  @Test func aStreamThatIsLeftGivesBackWhatItHolds() async throws {
    for try await number in backend.database().stream("select n", as: Int.self) where number == 3 { break }
    #expect(backend.openSources == 0)
  }

  @Test func aStreamThatFailsGivesBackWhatItHoldsAndIsOver() async throws {
    backend.fail("part 2", with: SQLError(.connectionLost, "gone"))
    let iterator = backend.database().stream("select n", as: Int.self, file: "Shop/Export.swift", line: 6)
      .makeAsyncIterator()
    _ = try await iterator.next()
    _ = try await iterator.next()
    let error = await #expect(throws: SQLError.self) { try await iterator.next() }
    #expect(error?.place == SourcePlace(file: "Shop/Export.swift", line: 6))
    #expect(error?.statement == "select n")
    #expect(backend.openSources == 0)
    #expect(try await iterator.next() == nil)
  }

  @Test func aStreamInACancelledTaskEndsWithItsError() async throws {
    let database = backend.database()
    let task = Task {
      for try await number in database.stream("select n", as: Int.self) where number == 2 {
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(backend.openSources == 0)
  }
}
