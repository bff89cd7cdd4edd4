internal import Synchronization

/// Connections that are lent one at a time: never more than a number of them, made when they are needed.
///
/// Where the database can't be reached it is tried again, with growing pauses, for as long as somebody waits. A restart of
/// the server so costs time, and errors only for what was in flight.
public final class ConnectionPool<Connection: PooledConnection>: Sendable {
  /// Makes a connection; an error of kind `connectionFailed` is tried again, any other ends all waiting.
  public typealias Connect = @Sendable () async throws -> Connection

  private let state: Mutex<PoolState<Connection>>
  private let size: Int
  private let waitLimit: Duration
  private let idleBeforeCheck: Duration
  private let idleLimit: Duration
  private let time: PoolTime
  private let connect: Connect

  /// Makes an empty pool.
  ///
  /// - Parameters:
  ///   - size: The most connections, at least 1.
  ///   - waitLimit: How long a connection is waited for.
  ///   - idleBeforeCheck: How long a connection may be idle before it is asked whether it still works.
  ///   - idleLimit: How long a connection may be idle before it is closed, when another one comes back.
  ///   - time: The time it goes by.
  ///   - connect: Makes a connection.
  public init(
    size: Int, waitLimit: Duration, idleBeforeCheck: Duration = .seconds(30), idleLimit: Duration = .seconds(600),
    time: PoolTime = .system,
    connect: @escaping Connect
  ) {
    self.size = max(1, size)
    self.waitLimit = waitLimit
    self.idleBeforeCheck = idleBeforeCheck
    self.idleLimit = idleLimit
    self.time = time
    self.connect = connect
    state = Mutex(PoolState(size: max(1, size)))
  }

  /// How many connections are open or being made.
  public var openCount: Int { state.withLock { $0.openCount } }

  /// Whether somebody who comes now gets a connection without waiting for that of another.
  public var hasRoom: Bool { state.withLock { !$0.idle.isEmpty || $0.openCount < size } }

  /// How many wait for a connection.
  package var waitingCount: Int { state.withLock { $0.waiters.count } }

  /// Lends a connection that is idle and needs no check; `nil` if there is none right now.
  public func leaseIdle() -> Connection? {
    state.withLock { state in
      guard let last = state.idle.last, last.connection.isUsable, time.now() - last.since < idleBeforeCheck else {
        return nil
      }
      return state.takeIdle()?.connection
    }
  }

  /// Lends a connection; it has to come back by ``release(_:)`` or ``discard(_:)``.
  ///
  /// - Throws: ``SQLError`` of kind `poolExhausted` or `connectionFailed` after the time it is waited for, `closed`, or
  ///   what hinders connections from being made; `CancellationError` in a cancelled task.
  public func lease() async throws -> Connection {
    while let idle = state.withLock({ $0.takeIdle() }) {
      let connection = idle.connection
      if connection.isUsable {
        if time.now() - idle.since < idleBeforeCheck { return connection }
        if await connection.check() { return connection }
      }
      discard(connection)
    }
    return try await wait()
  }

  /// Takes a connection back.
  public func release(_ connection: Connection) { put(connection, wasOpening: false) }

  /// Takes a connection back that is not to be used again, and closes it.
  public func discard(_ connection: Connection) {
    connection.close()
    state.withLock { $0.discardLent() }
    resumeDrained()
    openIfNeeded()
  }

  /// Takes idle connections out that are known to be broken, as after a restart of the server.
  public func dropBrokenIdle() {
    for connection in state.withLock({ $0.takeBrokenIdle() }) { discard(connection) }
  }

  /// Refuses whoever comes, closes what is idle, and waits until everything that is lent has come back.
  public func close() async {
    let (idle, waiters) = state.withLock { state in
      state.close()
      defer { state.idle = [] }
      return (state.idle, state.takeAllWaiters())
    }
    for idle in idle { idle.connection.close() }
    for waiter in waiters { waiter.continuation.resume(throwing: Self.closedError) }
    await withCheckedContinuation { continuation in
      let drained = state.withLock { state in
        state.drained.append(continuation)
        return state.takeDrained()
      }
      for continuation in drained { continuation.resume() }
    }
  }

  // MARK: - Waiting

  private func wait() async throws -> Connection {
    let id = state.withLock { $0.newID() }
    let deadline = time.now() + waitLimit
    defer { state.withLock { $0.forget(id) } }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let refusal: (any Error)? = state.withLock { state in
          if state.isClosed { return Self.closedError }
          // Somebody may have given one back since the look at the idle ones.
          return state.add(.init(id: id, continuation: continuation, deadline: deadline)) ? nil : CancellationError()
        }
        if let refusal { return continuation.resume(throwing: refusal) }
        startTimer()
        serveFromIdle()
        openIfNeeded()
      }
    } onCancel: {
      endWaiting(id, throwing: CancellationError())
    }
  }

  /// Ends waiting that took too long: one timer for all, since a sleep that is cancelled is kept until its end.
  private func startTimer() {
    let isFirst = state.withLock { state in
      defer { state.hasTimer = true }
      return !state.hasTimer
    }
    if isFirst { Task.detached { await self.watchDeadlines() } }
  }

  private func watchDeadlines() async {
    while true {
      let now = time.now()
      let (expired, next, failure) = state.withLock { state in
        let (expired, next) = state.takeExpired(at: now)
        return (expired, next, state.lastFailure)
      }
      for waiter in expired { waiter.continuation.resume(throwing: limitError(failure)) }
      guard let next else { return }
      try? await time.sleep(next - now)
    }
  }

  private func serveFromIdle() {
    while let (connection, waiter) = state.withLock({ $0.takeIdleForWaiter() }) {
      if let waiter {
        waiter.continuation.resume(returning: connection)
      } else {
        discard(connection)
      }
    }
  }

  private func endWaiting(_ id: Int, throwing error: any Error) {
    let waiter = state.withLock { $0.removeWaiter(id, mayComeLater: true) }
    waiter?.continuation.resume(throwing: error)
  }

  private func limitError(_ failure: SQLError?) -> SQLError {
    guard let failure else {
      return SQLError(
        .poolExhausted, "no connection became free within \(waitLimit): all \(size) are in use",
        fix: "look for transactions that take long, or make the pool larger")
    }
    return SQLError(
      .connectionFailed, "the database could not be reached within \(waitLimit): \(failure.message)", fix: failure.fix,
      code: failure.code)
  }

  private static var closedError: SQLError { SQLError(.closed, "the database was closed") }

  // MARK: - Connecting

  private func put(_ connection: Connection, wasOpening: Bool) {
    let now = time.now()
    switch state.withLock({ $0.put(connection, wasOpening: wasOpening, at: now) }) {
    case .given(let waiter): waiter.continuation.resume(returning: connection)
    case .idle: break
    case .refused:
      // It counts until it is closed: there are never more than allowed, not for a moment.
      connection.close()
      state.withLock { wasOpening ? $0.openingEnded() : $0.discardLent() }
    }
    resumeDrained()
    openIfNeeded()
    for connection in state.withLock({ $0.takeIdle(since: now - idleLimit) }) { discard(connection) }
  }

  private func openIfNeeded() {
    while state.withLock({ $0.shouldOpen() }) { Task.detached { await self.open() } }
  }

  /// Makes a connection, again and again while the database can't be reached and somebody waits.
  private func open() async {
    var pause = Duration.milliseconds(20)
    while true {
      do {
        put(try await connect(), wasOpening: true)
        return
      } catch let error as SQLError where error.kind == .connectionFailed {
        let goesOn = state.withLock { state in
          state.lastFailure = error
          if state.waiters.isEmpty || state.isClosed { state.openingEnded() }
          return !state.waiters.isEmpty && !state.isClosed
        }
        guard goesOn else { return resumeDrained() }
        // Not all of many programs at once, when the server is back.
        try? await time.sleep(pause * Double.random(in: 0.5...1))
        pause = min(pause * 2, .seconds(2))
        let isClosed = state.withLock { state in
          if state.isClosed { state.openingEnded() }
          return state.isClosed
        }
        if isClosed { return resumeDrained() }
      } catch {
        let waiters = state.withLock { state in
          state.openingEnded()
          return state.takeAllWaiters()
        }
        for waiter in waiters { waiter.continuation.resume(throwing: error) }
        return resumeDrained()
      }
    }
  }

  private func resumeDrained() {
    for continuation in state.withLock({ $0.takeDrained() }) { continuation.resume() }
  }
}
