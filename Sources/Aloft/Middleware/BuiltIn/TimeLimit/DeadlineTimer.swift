internal import Synchronization

/// Ends races whose time is over, all with one sleeper: a timer for each request would cost more than most requests.
final class DeadlineTimer: Sendable {
  private struct State {
    var list = DeadlineList()
    var hasSleeper = false
  }

  private let limit: Duration
  /// The time since the timer was made.
  private let now: @Sendable () -> Duration
  private let sleep: @Sendable (_ until: Duration) async throws -> Void
  private let state = Mutex(State())

  init(_ limit: Duration, _ clock: some Clock<Duration>) {
    let origin = clock.now
    self.limit = limit
    now = { origin.duration(to: clock.now) }
    sleep = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) }
  }

  /// Has a race ended when the limit has passed.
  ///
  /// - Returns: The place of the race, to be given back.
  func add(_ race: HandlerRace) -> Int {
    let deadline = now() + limit
    let (place, isFirst) = state.withLock { state in
      defer { state.hasSleeper = true }
      return (state.list.append(race, deadline), !state.hasSleeper)
    }
    // Where it sleeps means nothing: whoever wakes by it returns to an executor of his own.
    if isFirst { Task.detached { await self.run(until: deadline) } }
    return place
  }

  /// Forgets a race that is decided.
  func remove(_ race: HandlerRace, at place: Int) { state.withLock { $0.list.remove(race, at: place) } }

  private func run(until first: Duration) async {
    var next: Duration? = first
    while let deadline = next {
      try? await sleep(deadline)
      let now = now()
      let over = state.withLock { state in
        let over = state.list.removeAll(until: now)
        next = state.list.first
        state.hasSleeper = next != nil
        return over
      }
      for race in over { race.expire() }
    }
  }
}
