internal import AloftSQL
internal import CPostgres
internal import Synchronization

/// Statements that are sent together, with one synchronization point behind them, and whoever waits for their results.
///
/// Outside of a transaction they are one: what stands between two synchronization points is done as a whole or not at all.
final class PostgresRequest: Sendable {
  private enum State {
    case created
    case waiting(CheckedContinuation<[PostgresResult], any Error>)
    case finished(Result<[PostgresResult], any Error>)
    case taken
  }

  let statements: [EncodedStatement]
  /// Whether only the counts of changed rows are of interest, so that results go as soon as they come.
  let countsOnly: Bool
  private let state = Mutex(State.created)
  /// The counts of changed rows, where only they are wanted.
  let counts = Mutex<[Int]>([])
  private let answered = Atomic<Bool>(false)
  private let cancellation = Mutex(Cancellation())

  private struct Cancellation {
    /// What the task is told in place of the error that the server gives for a cancelled statement.
    var reason: (any Error)?
    /// Whether the server is still being told, so that what it does could hit a later statement.
    var isUnderWay = false
    /// The answer, which waits for that.
    var held: Result<[PostgresResult], any Error>?
  }

  init(_ statements: [EncodedStatement], countsOnly: Bool = false) {
    self.statements = statements
    self.countsOnly = countsOnly
  }

  /// Waits for the results.
  func results() async throws -> [PostgresResult] {
    try await withCheckedThrowingContinuation { continuation in
      let finished: Result<[PostgresResult], any Error>? = state.withLock { state in
        switch state {
        case .finished(let result):
          state = .taken
          return result
        default:
          state = .waiting(continuation)
          return nil
        }
      }
      if let finished { continuation.resume(with: finished) }
    }
  }

  /// Ends the waiting, once: what comes later is dropped.
  func finish(_ result: Result<[PostgresResult], any Error>) {
    let result: Result<[PostgresResult], any Error>? = cancellation.withLock { cancellation in
      guard let reason = cancellation.reason else { return result }
      var told = result
      if case .failure = result { told = .failure(reason) }
      guard cancellation.isUnderWay else { return told }
      cancellation.held = told
      return nil
    }
    if let result { tell(result) }
  }

  /// Whether the server has answered, or never will.
  var isAnswered: Bool { answered.load(ordering: .acquiring) }

  /// The answer of the server, which ends the waiting unless that was given up.
  func answer(_ result: Result<[PostgresResult], any Error>) {
    answered.store(true, ordering: .releasing)
    finish(result)
  }

  /// The server is told once more; an answer that comes meanwhile waits.
  ///
  /// - Returns: Whether there is still something to cancel.
  func beginCancellation() -> Bool {
    cancellation.withLock { cancellation in
      guard !isAnswered else { return false }
      cancellation.isUnderWay = true
      return true
    }
  }

  /// The server has been told; the answer that waited goes on.
  func endCancellation() {
    let held = cancellation.withLock { cancellation in
      cancellation.isUnderWay = false
      return cancellation.held
    }
    if let held { tell(held) }
  }

  private func tell(_ result: Result<[PostgresResult], any Error>) {
    let waiting: CheckedContinuation<[PostgresResult], any Error>? = state.withLock { state in
      switch state {
      case .created:
        state = .finished(result)
        return nil
      case .waiting(let continuation):
        state = .taken
        return continuation
      case .finished, .taken: return nil
      }
    }
    waiting?.resume(with: result)
  }

  var isFinished: Bool {
    state.withLock { state in
      switch state {
      case .created, .waiting: false
      case .finished, .taken: true
      }
    }
  }

  /// Notes why the statement is cancelled in the server.
  ///
  /// - Returns: Whether it is the first reason, and the request still waits.
  func noteCancellation(_ error: any Error) -> Bool {
    guard !isFinished else { return false }
    return cancellation.withLock { cancellation in
      guard cancellation.reason == nil else { return false }
      cancellation.reason = error
      return true
    }
  }
}
