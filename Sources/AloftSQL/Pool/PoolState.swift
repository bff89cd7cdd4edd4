/// What a pool consists of at a moment, and what is to be done next. It does nothing itself.
struct PoolState<Connection: PooledConnection> {
  struct Idle {
    let connection: Connection
    let since: Duration
  }

  struct Waiter {
    let id: Int
    let continuation: CheckedContinuation<Connection, any Error>
    /// When it has waited long enough.
    let deadline: Duration
  }

  let size: Int
  /// Those that nobody uses; the one used last is the next, so that a crowd's connections are closed one day.
  var idle: [Idle] = []
  /// Those that somebody uses.
  private(set) var lentCount = 0
  /// Those that are being made.
  private(set) var openingCount = 0
  private(set) var waiters: [Waiter] = []
  /// Waiters that ended before they were in the list: cancelled at once.
  private var endedEarly: Set<Int> = []
  private var nextID = 0
  /// Why the last attempt to connect failed, until one succeeds.
  var lastFailure: SQLError?
  private(set) var isClosed = false
  /// Whether somebody looks at the deadlines.
  var hasTimer = false
  var drained: [CheckedContinuation<Void, Never>] = []

  init(size: Int) { self.size = size }

  /// All that are open or may be in a moment.
  var openCount: Int { idle.count + lentCount + openingCount }

  /// Takes an idle connection.
  mutating func takeIdle() -> Idle? {
    guard !isClosed, let last = idle.popLast() else { return nil }
    lentCount += 1
    return last
  }

  /// Takes an idle connection if somebody waits: for the first of them, or for nobody if it is broken.
  mutating func takeIdleForWaiter() -> (connection: Connection, waiter: Waiter?)? {
    guard !waiters.isEmpty, let connection = takeIdle()?.connection else { return nil }
    return (connection, connection.isUsable ? waiters.removeFirst() : nil)
  }

  /// Takes the idle connections that are broken; they count as lent until they are discarded.
  mutating func takeBrokenIdle() -> [Connection] {
    let broken = idle.filter { !$0.connection.isUsable }
    idle.removeAll { candidate in broken.contains { $0.connection === candidate.connection } }
    lentCount += broken.count
    return broken.map(\.connection)
  }

  /// Whether a further connection is to be made now; it counts as being made from here on.
  mutating func shouldOpen() -> Bool {
    // Where the database can't be reached, one attempt at a time is enough to notice when it can.
    let most = lastFailure == nil ? waiters.count : min(1, waiters.count)
    guard !isClosed, openCount < size, openingCount < most else { return false }
    openingCount += 1
    return true
  }

  mutating func newID() -> Int {
    nextID += 1
    return nextID
  }

  /// Adds a waiter.
  ///
  /// - Returns: Whether it waits; not if it was ended before.
  mutating func add(_ waiter: Waiter) -> Bool {
    guard endedEarly.remove(waiter.id) == nil else { return false }
    waiters.append(waiter)
    return true
  }

  mutating func removeWaiter(_ id: Int, mayComeLater: Bool) -> Waiter? {
    if let index = waiters.firstIndex(where: { $0.id == id }) { return waiters.remove(at: index) }
    if mayComeLater { endedEarly.insert(id) }
    return nil
  }

  /// Takes those that have waited long enough, and says when the next one has; `nil` if nobody waits, and the timer ends.
  mutating func takeExpired(at now: Duration) -> (expired: [Waiter], next: Duration?) {
    // They wait equally long, so that the first to come is the first to go.
    let expired = Array(waiters.prefix { $0.deadline <= now })
    waiters.removeFirst(expired.count)
    if waiters.isEmpty { hasTimer = false }
    return (expired, waiters.first?.deadline)
  }

  mutating func forget(_ id: Int) { endedEarly.remove(id) }

  /// What became of a connection that came back.
  enum Put {
    case given(Waiter)
    case idle
    /// The pool is closed or the connection broken. It still counts.
    case refused
  }

  /// Takes a connection that was lent or was just made: for the next waiter, or to be idle.
  mutating func put(_ connection: Connection, wasOpening: Bool, at now: Duration) -> Put {
    if wasOpening { lastFailure = nil }
    guard !isClosed, connection.isUsable else { return .refused }
    if wasOpening { openingCount -= 1 } else { lentCount -= 1 }
    guard !waiters.isEmpty else {
      idle.append(Idle(connection: connection, since: now))
      return .idle
    }
    lentCount += 1
    return .given(waiters.removeFirst())
  }

  /// Takes the connections that were idle for long; they count as lent until they are discarded.
  mutating func takeIdle(since limit: Duration) -> [Connection] {
    // The one used last is at the end, so that the oldest are at the beginning.
    let old = idle.prefix { $0.since <= limit }
    idle.removeFirst(old.count)
    lentCount += old.count
    return old.map(\.connection)
  }

  mutating func openingEnded() { openingCount -= 1 }
  mutating func discardLent() { lentCount -= 1 }

  mutating func takeAllWaiters() -> [Waiter] {
    defer { waiters = [] }
    return waiters
  }

  mutating func close() { isClosed = true }

  mutating func takeDrained() -> [CheckedContinuation<Void, Never>] {
    guard isClosed, lentCount + openingCount == 0 else { return [] }
    defer { drained = [] }
    return drained
  }
}
