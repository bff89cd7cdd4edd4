internal import AloftCore
internal import AloftSQL
internal import Dispatch

/// A database of SQLite: one connection that writes, and several that read.
final class SQLiteBackend: DatabaseBackend {
  typealias Readers = ConnectionPool<Lane>

  let dialect = SQLiteConnection.dialect
  let path: String
  let writer: Writer
  /// `nil` for a database in memory, which is that of its one connection.
  let readers: Readers?
  private let budget: UInt64
  private let timeLimit: Duration?

  /// Opens the file, so that what is wrong with it shows at once.
  init(_ path: String, _ sqlite: SQLiteConfiguration, _ configuration: DatabaseConfiguration) throws {
    self.path = path
    let connection = try SQLiteConnection(path, configuration: sqlite, role: .writer)
    writer = Writer(Lane(connection, label: "aloft.sqlite.writer"), waitLimit: configuration.waitLimit)
    budget = sqlite.budgetOfCallingThread.nanoseconds
    timeLimit = configuration.statementTimeLimit
    readers = path == ConnectionOpening.memory ? nil : Self.readers(path, sqlite, configuration)
  }

  private static func readers(
    _ path: String, _ sqlite: SQLiteConfiguration, _ configuration: DatabaseConfiguration
  ) -> Readers {
    let opening = DispatchQueue(label: "aloft.sqlite.opening")
    return Readers(
      size: max(1, min(sqlite.readerCount, configuration.poolSize - 1)), waitLimit: configuration.waitLimit,
      // A file works after a while without use as it did before.
      idleBeforeCheck: .seconds(1_000_000_000)
    ) {
      try await withCheckedThrowingContinuation { continuation in
        opening.async {
          continuation.resume(
            with: Result {
              Lane(try SQLiteConnection(path, configuration: sqlite, role: .reader), label: "aloft.sqlite.reader")
            })
        }
      }
    }
  }

  func deadline(of statement: Statement) -> UInt64 {
    guard let limit = statement.timeLimit ?? timeLimit else { return .max }
    return SystemTime.now + limit.nanoseconds
  }

  // MARK: - Statements

  func visit(_ statement: Statement, _ visit: @escaping RowVisit) async throws {
    try Task.checkCancellation()
    let kind = StatementKind(of: statement.text)
    if kind == .reading, case .done = try await read(statement, visit) { return }
    try await write(statement, kind, visit)
  }

  private func read(_ statement: Statement, _ visit: @escaping RowVisit) async throws -> Attempt {
    guard let readers else {
      guard writer.takeTurnIfFree() else { return .writes }
      defer { writer.endTurn() }
      return try await writer.lane.read(statement, deadline: deadline(of: statement), budget: budget, visit)
    }
    let lane: Lane
    if let idle = readers.leaseIdle() { lane = idle } else { lane = try await readers.lease() }
    defer { readers.release(lane) }
    let attempt = try lane.readHere(statement, budget: budget, visit)
    guard case .later = attempt else { return attempt }
    return try await lane.readOnThread(statement, deadline: deadline(of: statement), budget: budget, visit)
  }

  private func write(_ statement: Statement, _ kind: StatementKind, _ visit: @escaping RowVisit) async throws {
    try await writer.write(isAlone: kind == .alone || kind == .savepoint) { connection, cancellation in
      let limits = RunLimits(deadline: self.deadline(of: statement), cancellation: cancellation)
      return try connection.change(statement, limits, isInTransaction: false, visit)
    }
  }

  func runBatch(_ statements: [Statement]) async throws -> [Int] {
    try await writer.write { connection, cancellation in
      try connection.changeAll(statements) { RunLimits(deadline: self.deadline(of: $0), cancellation: cancellation) }
    }
  }

  func open(_ statement: Statement) async throws -> any RowSource {
    if let readers, StatementKind(of: statement.text) == .reading {
      let lane: Lane
      if let idle = readers.leaseIdle() { lane = idle } else { lane = try await readers.lease() }
      let rows = SQLiteRowSource(
        lane, statement, limit: statement.timeLimit ?? timeLimit, budget: budget, session: nil
      ) { readers.release(lane) }
      if try await rows.onlyReads() { return rows }
      rows.close()
    }
    // SQLite makes all changes before it gives the first row, and keeps the rows in memory until then.
    return BufferedRowSource(try await run(statement) { try BufferedRows($0) })
  }

  // MARK: - Transactions

  func begin(_ options: TransactionOptions, place: SourcePlace) async throws -> any DatabaseSession {
    if let readers, options.isReadOnly {
      let lane = try await readers.lease()
      let session = SQLiteSession(self, lane, isReadOnly: true) { readers.release(lane) }
      try await session.begin()
      return session
    }
    try await writer.beginTurn()
    let session = SQLiteSession(self, writer.lane, isReadOnly: options.isReadOnly) { [writer] in writer.endTurn() }
    try await session.begin()
    return session
  }

  var limits: (budget: UInt64, time: Duration?) { (budget, timeLimit) }

  func runScript(_ text: String, place: SourcePlace) async throws {
    try await writer.write(isAlone: true) { connection, cancellation in
      let statement = Statement(text: text, place: place)
      try connection.runScript(text) {
        RunLimits(deadline: self.deadline(of: statement), cancellation: cancellation)
      }
      guard connection.isOutsideTransaction else {
        throw SQLError(
          .invalidStatement, "the script leaves a transaction open, which was rolled back", fix: "end it with `commit`")
      }
    }
  }

  func close() async {
    await readers?.close()
    await writer.close()
  }
}

extension SQLiteConnection {
  /// Runs statements, until one of them fails.
  func changeAll(_ statements: [Statement], isInTransaction: Bool = false, _ limits: (Statement) -> RunLimits) throws
    -> [Int]
  {
    var counts: [Int] = []
    counts.reserveCapacity(statements.count)
    for (index, statement) in statements.enumerated() {
      do {
        counts.append(
          try change(statement, limits(statement), isInTransaction: isInTransaction) { cursor in
            while try cursor.next() {}
            return cursor.changedRowCount
          })
      } catch let error as SQLError {
        // The batch's own place and text are those of its first statement.
        throw index == 0 ? error : error.located(at: statement.place, in: statement.text)
      }
    }
    return counts
  }
}
