import Synchronization

/// A clock that stands still until a test turns it.
final class TurnedClock: Clock {
  struct Instant: InstantProtocol {
    var offset: Duration

    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
  }

  private struct Sleeper: Sendable {
    let deadline: Instant
    let continuation: AsyncStream<Void>.Continuation
  }

  private struct State {
    var now = Instant(offset: .zero)
    var sleepers: [Sleeper] = []
  }

  private let state = Mutex(State())
  /// Told each time somebody has gone to sleep.
  let asleep = Signal<Void>()

  var now: Instant { state.withLock { $0.now } }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    state.withLock { state in
      if deadline <= state.now { return continuation.finish() }
      state.sleepers.append(Sleeper(deadline: deadline, continuation: continuation))
    }
    asleep.send()
    for await _ in stream {}
    try Task.checkCancellation()
  }

  /// Turns the clock and wakes everybody whose time has come.
  func advance(by duration: Duration) {
    let awake = state.withLock { state in
      state.now = state.now.advanced(by: duration)
      let now = state.now
      defer { state.sleepers.removeAll { $0.deadline <= now } }
      return state.sleepers.filter { $0.deadline <= now }
    }
    for sleeper in awake { sleeper.continuation.finish() }
  }
}
