import Synchronization

/// Counts the requests of each client in the minute that it is in.
public final class QuotaCounter: Sendable {
  private struct Window {
    let start: ContinuousClock.Instant
    var count: Int
  }

  private struct State {
    var limit = Int.max
    var exempt: Set<String> = []
    var windows: [String: Window] = [:]
  }

  /// More clients than this are forgotten all at once, so that nobody fills the memory with addresses.
  private static let mostClients = 100_000

  private let state = Mutex(State())
  private let now: @Sendable () -> ContinuousClock.Instant

  init(now: @escaping @Sendable () -> ContinuousClock.Instant) { self.now = now }

  /// The requests a minute that a client may send.
  public var limit: Int { state.withLock { $0.limit } }
  /// The paths that are not counted, in order.
  public var exemptPaths: [String] { state.withLock { $0.exempt.sorted() } }

  func begin(limit: Int, exempt: Set<String>) {
    state.withLock { state in
      state.limit = limit
      state.exempt = exempt
    }
  }

  /// Counts a request.
  ///
  /// - Returns: The seconds after which the client may ask again; `nil` if it may now.
  func count(_ client: String, _ path: String) -> Int? {
    let now = now()
    return state.withLock { state in
      if state.exempt.contains(path) { return nil }
      if state.windows.count > Self.mostClients { state.windows = [:] }
      var window = state.windows[client] ?? Window(start: now, count: 0)
      let passed = window.start.duration(to: now)
      if passed >= .seconds(60) { window = Window(start: now, count: 0) }
      window.count += 1
      state.windows[client] = window
      guard window.count > state.limit else { return nil }
      return max(1, 60 - Int(window.start.duration(to: now).components.seconds))
    }
  }
}
