internal import Synchronization

/// Whether the server is left alone at the moment.
final class Calm: Sendable {
  private struct State {
    var isCalm = true
    var number = 0
  }

  private let state = Mutex(State())

  /// The number of the calm that there is; `nil` while something is broken.
  var current: Int? { state.withLock { $0.isCalm ? $0.number : nil } }

  func begin() {
    state.withLock { state in
      state.isCalm = true
      state.number += 1
    }
  }

  func end() { state.withLock { $0.isCalm = false } }
}
