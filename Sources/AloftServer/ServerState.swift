internal import Logging
internal import NIOCore
internal import Synchronization

/// What all event loops of a server share.
final class ServerState: Sendable {
  let configuration: ServerConfiguration
  let logger: Logger
  let responder: any Responder
  let isStopping = Atomic(false)
  let requestsInFlight = Atomic(0)
  private let connections = Atomic(0)
  private let whenEmpty = Mutex<[CheckedContinuation<Void, Never>]>([])

  init(_ configuration: ServerConfiguration, logger: Logger, responder: any Responder) {
    self.configuration = configuration
    self.logger = logger
    self.responder = responder
  }

  /// The number of connections, those turned away among them until they are closed.
  var connectionCount: Int { connections.load(ordering: .relaxed) }

  /// Counts a connection in.
  ///
  /// - Returns: Whether there is room for it.
  func connectionOpened() -> Bool {
    connections.add(1, ordering: .relaxed).newValue <= configuration.limits.connections
  }

  func connectionClosed() {
    guard connections.subtract(1, ordering: .sequentiallyConsistent).newValue == 0 else { return }
    resumeWaiters()
  }

  /// Waits until no connection is open.
  func waitUntilEmpty() async {
    await withCheckedContinuation { continuation in
      whenEmpty.withLock { $0.append(continuation) }
      if connections.load(ordering: .sequentiallyConsistent) == 0 { resumeWaiters() }
    }
  }

  private func resumeWaiters() {
    let waiting = whenEmpty.withLock { waiting in
      defer { waiting.removeAll() }
      return waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
