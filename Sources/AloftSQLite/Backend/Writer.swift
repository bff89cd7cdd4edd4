internal import AloftSQL
internal import Dispatch
internal import Synchronization

/// The one connection that changes the database: whoever wants it waits in one line.
final class Writer: Sendable {
  let lane: Lane
  private let waitLimit: Duration
  private let state = Mutex(WriterState())

  init(_ lane: Lane, waitLimit: Duration) {
    self.lane = lane
    self.waitLimit = waitLimit
  }

  // MARK: - Changes

  /// Makes a change: in a transaction that it may share with others who wait at the same time.
  func write<Output: Sendable>(
    isAlone: Bool = false, _ body: @escaping TypedWriteJob<Output>.Body
  ) async throws -> Output {
    try await waiting { continuation in TypedWriteJob(isAlone: isAlone, continuation, body) }
  }

  /// Waits for the writer, which is the caller's until ``endTurn()``.
  func beginTurn() async throws { try await waiting { WriterTurn($0) } }

  /// Takes the writer if it is free.
  func takeTurnIfFree() -> Bool { state.withLock { $0.takeIfFree() } }

  /// Gives the writer to the next.
  func endTurn() {
    let (isFree, closers) = state.withLock { state in
      let isFree = state.freeIfNobodyWaits()
      return (isFree, state.takeClosers())
    }
    for closer in closers { closer.resume() }
    if !isFree { lane.queue.async { self.work() } }
  }

  private func waiting<Output: Sendable>(
    _ make: @escaping (CheckedContinuation<Output, any Error>) -> WriterWork
  ) async throws -> Output {
    try Task.checkCancellation()
    let place = Mutex<WriterWork?>(nil)
    let isCancelled = Cancellation()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let work = make(continuation)
        place.withLock { $0 = work }
        if isCancelled.isCancelled { work.cancellation.cancel() }
        add(work)
      }
    } onCancel: {
      isCancelled.cancel()
      if let work = place.withLock({ $0 }) { cancel(work) }
    }
  }

  private func add(_ work: WriterWork) {
    let deadline = SystemTime.now + waitLimit.nanoseconds
    let result: (refusal: (any Error)?, wakes: Bool, needsTimer: Bool) = state.withLock { state in
      if state.isClosed { return (Self.closedError, false, false) }
      if work.cancellation.isCancelled { return (CancellationError(), false, false) }
      let wakes = state.add(.init(work: work, deadline: deadline))
      let needsTimer = !wakes && !state.hasTimer
      if needsTimer { state.hasTimer = true }
      return (nil, wakes, needsTimer)
    }
    if let refusal = result.refusal { return work.fail(refusal) }
    if result.wakes { lane.queue.async { self.work() } }
    if result.needsTimer { startTimer() }
  }

  private func cancel(_ work: WriterWork) {
    work.cancellation.cancel()
    if state.withLock({ $0.remove(work) }) { work.fail(CancellationError()) }
  }

  // MARK: - The writer's thread

  /// Does what there is to do until somebody has the writer, or nobody wants it.
  private func work() {
    while true {
      let (next, closers) = state.withLock { state in
        let next = state.next()
        return (next, state.takeClosers())
      }
      switch next {
      case .group(let jobs): lane.whenFree { GroupCommit(connection: $0).run(jobs) }
      case .turn(let turn): return turn.begin()
      case .nothing:
        for closer in closers { closer.resume() }
        return
      }
    }
  }

  // MARK: - Waiting and closing

  /// One timer for all that wait; there is none while nobody does.
  private func startTimer() {
    Task.detached { [weak self] in
      // It must not hold the database open for as long as it sleeps.
      while let pause = self?.endOverdue() { try? await Task.sleep(nanoseconds: pause) }
    }
  }

  /// Ends what has waited for long enough.
  ///
  /// - Returns: When to look again, in nanoseconds; `nil` if nobody waits.
  private func endOverdue() -> UInt64? {
    let now = SystemTime.now
    let (overdue, pause): ([WriterWork], UInt64?) = state.withLock { state in
      let overdue = state.removeOverdue(now)
      let next = state.entries.first.map { max($0.deadline, now + 1_000_000) - now }
      state.hasTimer = next != nil
      return (overdue, next)
    }
    for work in overdue { work.fail(Self.limitError(waitLimit)) }
    return pause
  }

  /// Refuses whoever comes, waits for those who came, and closes the connection.
  func close() async {
    await withCheckedContinuation { continuation in
      let closers = state.withLock { state in
        state.isClosed = true
        state.closers.append(continuation)
        return state.takeClosers()
      }
      for closer in closers { closer.resume() }
    }
    _ = try? await lane.onThread { connection in
      connection.watch.limits = .none
      try? connection.command("pragma wal_checkpoint(truncate)")
      connection.close()
    }
  }

  static var closedError: SQLError { SQLError(.closed, "the database was closed") }

  private static func limitError(_ limit: Duration) -> SQLError {
    SQLError(
      .poolExhausted, "the database could not be written within \(limit): others are writing all the time",
      fix: "look for transactions that take long: only one at a time can write in SQLite")
  }
}
