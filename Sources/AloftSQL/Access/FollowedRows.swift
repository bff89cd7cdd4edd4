internal import Synchronization

/// The rows of a stream, which is reported when it ends: with the time that was spent in the database, not between its
/// parts.
final class FollowedRows: RowSource {
  private struct State {
    var duration: Duration
    var rowCount = 0
    var isReported = false
  }

  private let source: any RowSource
  private let statement: Statement
  private let follower: StatementFollower
  private let state: Mutex<State>

  /// Opens a stream.
  static func open(
    _ statement: Statement, _ follower: StatementFollower, _ open: () async throws -> any RowSource
  ) async throws -> FollowedRows {
    let start = ContinuousClock.now
    do {
      let source = try await open()
      return FollowedRows(source, statement, follower, ContinuousClock.now - start)
    } catch {
      let error = (error as? SQLError)?.at(statement) ?? error
      follower.report(statement, after: ContinuousClock.now - start, rowCount: nil, error: error)
      throw error
    }
  }

  private init(_ source: any RowSource, _ statement: Statement, _ follower: StatementFollower, _ duration: Duration) {
    self.source = source
    self.statement = statement
    self.follower = follower
    state = Mutex(State(duration: duration))
  }

  func visitNext(_ visit: @escaping RowVisit) async throws -> Bool {
    let start = ContinuousClock.now
    do {
      let rows = RowBox<Int>()
      let hasPart = try await source.visitNext { cursor in
        try visit(cursor)
        rows.output = cursor.readCount
      }
      state.withLock { state in
        state.duration += ContinuousClock.now - start
        if hasPart { state.rowCount += rows.output ?? 0 }
      }
      if !hasPart { report(nil) }
      return hasPart
    } catch {
      let error = (error as? SQLError)?.at(statement) ?? error
      state.withLock { $0.duration += ContinuousClock.now - start }
      report(error)
      throw error
    }
  }

  func close() {
    source.close()
    report(nil)
  }

  private func report(_ error: (any Error)?) {
    let told: (duration: Duration, rowCount: Int)? = state.withLock { state in
      guard !state.isReported else { return nil }
      state.isReported = true
      return (state.duration, state.rowCount)
    }
    guard let told else { return }
    follower.report(statement, after: told.duration, rowCount: error == nil ? told.rowCount : nil, error: error)
  }
}
