internal import AloftSQL
internal import Dispatch

/// A transaction on a connection that belongs to it.
final class SQLiteSession: DatabaseSession {
  private let backend: SQLiteBackend
  private let lane: Lane
  private let isReadOnly: Bool
  private let state = SessionState()
  private let giveBack: @Sendable () -> Void

  /// Takes a connection, which is given back when the transaction ends or nobody holds it any more.
  init(_ backend: SQLiteBackend, _ lane: Lane, isReadOnly: Bool, giveBack: @escaping @Sendable () -> Void) {
    self.backend = backend
    self.lane = lane
    self.isReadOnly = isReadOnly
    self.giveBack = giveBack
  }

  deinit {
    guard state.end() else { return }
    lane.queue.async { [lane, giveBack] in
      lane.whenFree { $0.endTransaction() }
      giveBack()
    }
  }

  /// Begins the transaction; what it reads is what there is now.
  func begin() async throws {
    let cancellation = Cancellation()
    do {
      try await lane.onThread(cancellation) { [isReadOnly] connection in
        connection.watch.limits = RunLimits(cancellation: cancellation)
        guard isReadOnly else { return try connection.command("begin immediate") }
        try connection.command("begin")
        try connection.command("select 1 from sqlite_schema limit 1")
        try connection.command("pragma query_only = on")
      }
      try Task.checkCancellation()
    } catch {
      await rollback()
      throw error
    }
  }

  // MARK: - Statements

  func visit(_ statement: Statement, _ visit: @escaping RowVisit) async throws {
    try state.check()
    switch StatementKind(of: statement.text) {
    case .reading:
      if case .done = try await read(statement, visit) { return }
    case .savepoint:
      // Nothing of it waits for a disk.
      if try lane.here({ try change(statement, Cancellation(), $0, visit) }) != nil { return }
    default: break
    }
    let cancellation = Cancellation()
    try await lane.onThread(cancellation) { try self.change(statement, cancellation, $0, visit) }
  }

  private func read(_ statement: Statement, _ visit: @escaping RowVisit) async throws -> Attempt {
    let deadline = backend.deadline(of: statement)
    do {
      return try await lane.read(
        statement, deadline: deadline, budget: backend.limits.budget, session: state, visit)
    } catch {
      // Reading too can cost the transaction: where memory or the disk fails.
      if lane.here({ $0.isOutsideTransaction }) == true { state.lose(by: error) }
      throw error
    }
  }

  private func change<Output>(
    _ statement: Statement, _ cancellation: Cancellation, _ connection: SQLiteConnection, _ read: RowReading<Output>
  ) throws -> Output {
    try noticingLoss(connection) {
      let limits = RunLimits(deadline: backend.deadline(of: statement), cancellation: cancellation)
      return try connection.change(statement, limits, isInTransaction: true, read)
    }
  }

  func runBatch(_ statements: [Statement]) async throws -> [Int] {
    try state.check()
    let cancellation = Cancellation()
    return try await lane.onThread(cancellation) { connection in
      try self.noticingLoss(connection) {
        try connection.changeAll(statements, isInTransaction: true) {
          RunLimits(deadline: self.backend.deadline(of: $0), cancellation: cancellation)
        }
      }
    }
  }

  /// Without this, what follows would be changes by themselves, each committed at once.
  private func noticingLoss<Output>(
    _ connection: SQLiteConnection, _ body: () throws -> Output
  ) throws -> Output {
    if connection.isOutsideTransaction { state.lose(by: nil) }
    try state.check()
    do {
      return try body()
    } catch {
      if connection.isOutsideTransaction { state.lose(by: error) }
      throw error
    }
  }

  func open(_ statement: Statement) async throws -> any RowSource {
    try state.check()
    if StatementKind(of: statement.text) == .reading {
      let (budget, limit) = backend.limits
      let rows = SQLiteRowSource(
        lane, statement, limit: statement.timeLimit ?? limit, budget: budget, session: state
      ) {}
      if try await rows.onlyReads() { return rows }
      rows.close()
    }
    return BufferedRowSource(try await run(statement) { try BufferedRows($0) })
  }

  // MARK: - The end

  func commit() async throws {
    do {
      try state.check()
    } catch {
      await rollback()
      throw error
    }
    guard state.end() else { return }
    defer { giveBack() }
    try await lane.onThread { connection in
      connection.watch.limits = .none
      connection.resetStatements()
      do {
        try connection.command("commit")
      } catch {
        connection.endTransaction()
        throw error
      }
      connection.endTransaction()
    }
  }

  func rollback() async {
    guard state.end() else { return }
    defer { giveBack() }
    _ = try? await lane.onThread { $0.endTransaction() }
  }
}
