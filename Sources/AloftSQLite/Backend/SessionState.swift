internal import AloftSQL
internal import Synchronization

/// Whether a transaction still is one, for all that belongs to it.
final class SessionState: Sendable {
  private enum State {
    case open
    /// SQLite itself rolled it back.
    case lost(String)
    case over
  }

  private let state = Mutex(State.open)

  /// Refuses what comes after the end.
  func check() throws {
    switch state.withLock({ $0 }) {
    case .open: return
    case .over: throw SQLError(.transactionOver, "the transaction is over")
    case .lost(let reason):
      throw SQLError(
        .transactionOver, "the transaction was rolled back by SQLite: \(reason)", fix: "run the whole transaction again"
      )
    }
  }

  /// Notes that SQLite rolled it back.
  func lose(by error: (any Error)?) {
    let reason =
      switch error {
      case let error as SQLError: error.message
      case is CancellationError: "the task was cancelled"
      default: "a statement failed"
      }
    state.withLock { state in if case .open = state { state = .lost(reason) } }
  }

  /// Ends it.
  ///
  /// - Returns: Whether it was not ended before.
  func end() -> Bool {
    state.withLock { state in
      if case .over = state { return false }
      state = .over
      return true
    }
  }

  /// Whether SQLite rolled it back.
  var isLost: Bool {
    state.withLock { if case .lost = $0 { true } else { false } }
  }
}
