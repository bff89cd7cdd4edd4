import AloftSQL
import Synchronization

/// A clock that a test moves, and that knows who sleeps by it.
final class ManualTime: Sendable {
  private struct Sleeper {
    let id: Int
    let until: Duration
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now = Duration.zero
    var sleepers: [Sleeper] = []
    var nextID = 0
    var cancelled: Set<Int> = []
    var asked: [Duration] = []
  }

  private let state = Mutex(State())

  var poolTime: PoolTime {
    PoolTime(now: { self.state.withLock { $0.now } }, sleep: { try await self.sleep($0) })
  }

  var sleeperCount: Int { state.withLock { $0.sleepers.count } }

  /// All durations that were slept or are.
  var asked: [Duration] { state.withLock { $0.asked } }

  func advance(by duration: Duration) {
    let woken = state.withLock { state in
      state.now += duration
      let woken = state.sleepers.filter { $0.until <= state.now }
      state.sleepers.removeAll { $0.until <= state.now }
      return woken
    }
    for sleeper in woken { sleeper.continuation.resume() }
  }

  private func sleep(_ duration: Duration) async throws {
    let id = state.withLock { state in
      state.nextID += 1
      state.asked.append(duration)
      return state.nextID
    }
    guard duration > .zero else { return }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isCancelled = state.withLock { state in
          if state.cancelled.contains(id) { return true }
          state.sleepers.append(Sleeper(id: id, until: state.now + duration, continuation: continuation))
          return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        state.cancelled.insert(id)
        let index = state.sleepers.firstIndex { $0.id == id }
        return index.map { state.sleepers.remove(at: $0) }
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }
}
