internal import AloftSQL
internal import CSQLite
internal import Dispatch
internal import Synchronization

/// The rows of a query that a connection is in the midst of.
///
/// The first rows are fetched on the calling thread, all others on the connection's: a part of some hundreds of them is
/// worth the way there, and what lies between two rows may take any time.
///
/// It is `Sendable` because the statement is used only within the lane, and the rest is locked.
final class SQLiteRowSource: RowSource, @unchecked Sendable {
  private static let rowsOfPart = 512

  private let lane: Lane
  private let statement: Statement
  private let limit: Duration?
  private let budget: UInt64
  private let session: SessionState?
  private let giveBack: @Sendable () -> Void
  private let isClosed = Mutex(false)
  private var prepared: PreparedStatement?
  private var cursor: SQLiteCursor?
  /// Whether the first part was fetched, or could not be within the budget.
  private var isOnThread = false

  init(
    _ lane: Lane, _ statement: Statement, limit: Duration?, budget: UInt64, session: SessionState?,
    giveBack: @escaping @Sendable () -> Void
  ) {
    self.lane = lane
    self.statement = statement
    self.limit = limit
    self.budget = budget
    self.session = session
    self.giveBack = giveBack
  }

  deinit { close() }

  private var deadline: UInt64 { limit.map { SystemTime.now + $0.nanoseconds } ?? .max }

  /// Prepares the statement.
  ///
  /// - Returns: Whether it only reads, so that it may be run here.
  func onlyReads() async throws -> Bool {
    do {
      if let answer = try lane.here({ try onlyReads($0, RunLimits(budget: budget)) }) { return answer }
    } catch is Abandoned {
      // A lock: the thread may wait for it.
    } catch {
      close()
      throw error
    }
    isOnThread = true
    do {
      let cancellation = Cancellation()
      return try await lane.onThread(cancellation) { connection in
        try self.onlyReads(connection, RunLimits(deadline: self.deadline, cancellation: cancellation))
      }
    } catch {
      close()
      throw error
    }
  }

  private func onlyReads(_ connection: SQLiteConnection, _ limits: RunLimits) throws -> Bool {
    connection.watch.limits = limits
    let prepared = try connection.preparing(statement.text)
    guard prepared.onlyReads else { return false }
    if prepared.isLong || prepared.traits.contains(.slowFunction) { isOnThread = true }
    try connection.bind(statement.values, to: prepared)
    prepared.isInUse = true
    self.prepared = prepared
    return true
  }

  // MARK: - Rows

  func visitNext(_ visit: @escaping RowVisit) async throws -> Bool {
    try session?.check()
    if isClosed.withLock({ $0 }) || cursor?.isAtEnd == true {
      close()
      return false
    }
    if !isOnThread {
      isOnThread = true
      do {
        let limits = RunLimits(budget: budget)
        if let hasPart = try lane.here({ try fetch($0, limits, visit) }) { return hasPart }
      } catch is Abandoned {
        cursor = nil
      }
    }
    let cancellation = Cancellation()
    return try await lane.onThread(cancellation) { connection in
      try self.fetch(connection, RunLimits(deadline: self.deadline, cancellation: cancellation), visit)
    }
  }

  private func fetch(_ connection: SQLiteConnection, _ limits: RunLimits, _ visit: RowVisit) throws -> Bool {
    try session?.check()
    guard let prepared else { return false }
    connection.watch.limits = limits
    let cursor = self.cursor ?? SQLiteCursor(prepared, connection)
    self.cursor = cursor
    cursor.rowsLeft = Self.rowsOfPart
    try connection.reading(prepared, cursor, visit)
    return true
  }

  func close() {
    let isFirst = isClosed.withLock { isClosed in
      defer { isClosed = true }
      return !isClosed
    }
    guard isFirst else { return }
    let prepared = prepared
    self.prepared = nil
    cursor = nil
    if lane.here({ Ending(prepared: prepared).run($0) }) == nil {
      let end = Ending(prepared: prepared)
      lane.queue.async { [lane, giveBack] in
        lane.whenFree { end.run($0) }
        giveBack()
      }
    } else {
      giveBack()
    }
  }

  /// Takes a statement to the lane's thread, where nobody else has it any more.
  private struct Ending: @unchecked Sendable {
    let prepared: PreparedStatement?

    func run(_ connection: SQLiteConnection) { if let prepared { connection.end(prepared) } }
  }
}
