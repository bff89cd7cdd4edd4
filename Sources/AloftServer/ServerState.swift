internal import Logging
internal import NIOCore
internal import Synchronization

/// What all event loops of a server share.
final class ServerState: Sendable {
  let configuration: ServerConfiguration
  let logger: Logger
  let responder: any Responder
  let isStopping = Atomic(false)
  /// The requests with an asynchronous handler, until what it has to put away is put away too.
  let requestsInFlight = Atomic(0)
  /// The connections that may be open at once: as many as configured, if the process may open as many descriptors.
  let connectionLimit: Int
  private let turnedAwayConnections = Mutex(WarningPace())
  private let turnedAwayRequests = Mutex(WarningPace())
  private let connections = Atomic(0)
  /// The steps of the stop that an event loop still has to take.
  private let steps = Atomic(0)
  private let isHurried = Atomic(false)
  private let hasFailed = Atomic(false)
  private let waiters = Mutex<[CheckedContinuation<Void, Never>]>([])

  init(_ configuration: ServerConfiguration, logger: Logger, responder: any Responder) {
    self.configuration = configuration
    self.logger = logger
    self.responder = responder
    connectionLimit = min(
      configuration.limits.connections, DescriptorLimit.connections(of: configuration.descriptorLimit()))
  }

  // MARK: - Counting

  /// The number of connections, those turned away among them until they are closed.
  var connectionCount: Int { connections.load(ordering: .sequentiallyConsistent) }

  /// Counts a connection in.
  ///
  /// - Returns: Whether there is room for it.
  func connectionOpened() -> Bool {
    connections.add(1, ordering: .relaxed).newValue <= connectionLimit
  }

  func connectionClosed() {
    if connections.subtract(1, ordering: .sequentiallyConsistent).newValue == 0 { resumeWaiters() }
  }

  /// Counts a request out that was counted into ``requestsInFlight``.
  func requestEnded() {
    // Whoever waits has said so before: the order of both operations is the same for everybody.
    guard requestsInFlight.subtract(1, ordering: .sequentiallyConsistent).newValue == 0,
      isStopping.load(ordering: .sequentiallyConsistent)
    else { return }
    resumeWaiters()
  }

  /// The number of requests whose handler, or what it has to put away, still runs.
  var requestCount: Int { requestsInFlight.load(ordering: .sequentiallyConsistent) }

  // MARK: - Turning away

  /// Says that a connection was turned away; when many are, some of them.
  func logTurnedAwayConnection(peer: String) {
    let now = configuration.stopwatch()
    log("connection turned away: too many are open", turnedAwayConnections.withLock { $0.next(at: now) }, peer)
  }

  /// Says that a request was turned away; when many are, some of them.
  func logTurnedAwayRequest(peer: String) {
    let now = configuration.stopwatch()
    log("request turned away: too many are in flight", turnedAwayRequests.withLock { $0.next(at: now) }, peer)
  }

  private func log(_ message: Logger.Message, _ leftOut: Int?, _ peer: String) {
    guard let leftOut else { return }
    var metadata: Logger.Metadata = ["peer": "\(peer)"]
    if leftOut > 0 { metadata["leftOut"] = "\(leftOut)" }
    logger.notice(message, metadata: metadata)
  }

  // MARK: - Waiting

  /// Waits until nobody is served and no handler runs, or no longer than a time, or until somebody is in a hurry.
  func waitUntilIdle(atMost time: Duration) async {
    await wait(atMost: time) {
      $0.isHurried.load(ordering: .sequentiallyConsistent) || ($0.isClosed && $0.requestCount == 0)
    }
  }

  /// Waits until no connection is open, no longer than a time.
  func waitUntilClosed(atMost time: Duration) async { await wait(atMost: time) { $0.isClosed } }

  /// Waits until no more connections can be accepted though nobody asked for it, or the task is cancelled.
  func waitUntilFailed() async { await wait { $0.hasFailed.load(ordering: .sequentiallyConsistent) } }

  /// Whether the loops have done what the stop asked of them, and no connection is left.
  var isClosed: Bool { steps.load(ordering: .sequentiallyConsistent) == 0 && connectionCount == 0 }

  /// Counts a step of the stop that an event loop has to take.
  func stepBegan() { steps.add(1, ordering: .sequentiallyConsistent) }

  func stepEnded() {
    if steps.subtract(1, ordering: .sequentiallyConsistent).newValue == 0 { resumeWaiters() }
  }

  /// Lets nobody wait for requests any longer.
  func hurry() {
    isHurried.store(true, ordering: .sequentiallyConsistent)
    resumeWaiters()
  }

  /// Remembers that no more connections can be accepted.
  func fail() {
    hasFailed.store(true, ordering: .sequentiallyConsistent)
    resumeWaiters()
  }

  private func wait(atMost time: Duration, until condition: @escaping @Sendable (ServerState) -> Bool) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.wait(until: condition) }
      // The system's clock has no place for a time without end.
      group.addTask { try? await Task.sleep(for: min(time, .seconds(365 * 24 * 3600))) }
      await group.next()
      group.cancelAll()
    }
  }

  private func wait(until condition: @Sendable (ServerState) -> Bool) async {
    while !condition(self), !Task.isCancelled {
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          waiters.withLock { $0.append(continuation) }
          // What happened before it was in the list has told nobody.
          if condition(self) || Task.isCancelled { resumeWaiters() }
        }
      } onCancel: {
        resumeWaiters()
      }
    }
  }

  private func resumeWaiters() {
    let waiting = waiters.withLock { waiting in
      defer { waiting.removeAll() }
      return waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
