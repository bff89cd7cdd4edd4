internal import CPostgres
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The thread that waits for the sockets of all connections, and makes all of libpq's calls on them.
///
/// SwiftNIO can't watch a descriptor that another library owns. Tasks hand over what is to be sent and go on where they
/// were called; several that do so at once share one wake-up of this thread.
// Unchecked because the compiler can't see that `connections` belongs to the thread; everybody else has the inbox.
final class PostgresPoller: @unchecked Sendable {
  static let shared = PostgresPoller()

  enum Order: Sendable {
    case watch(PostgresConnection)
    case submit(PostgresConnection, PostgresRequest)
    /// Asks the server to end a request that nobody waits for, if it is that which holds up the others.
    case cancelIfFirst(PostgresConnection, PostgresRequest)
    /// Ends the traffic, so that whoever waits for an answer notices.
    case breakOff(PostgresConnection)
    /// Stops watching; the function is called on the thread, when nothing is in flight or the connection is broken.
    case forget(PostgresConnection, @Sendable () -> Void)
  }

  private let inbox = Mutex<[Order]>([])
  private let wakeReading: Int32
  private let wakeWriting: Int32
  private var connections: [PostgresConnection] = []
  private var descriptors: [pollfd] = []

  private init() {
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    (wakeReading, wakeWriting) = (ends[0], ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    start()
  }

  private func start() {
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    pthread_create(
      &thread, nil,
      { _ in
        PostgresPoller.shared.run()
        return nil
      }, nil)
  }

  func post(_ order: Order) {
    let isFirst = inbox.withLock { inbox in
      inbox.append(order)
      return inbox.count == 1
    }
    guard isFirst else { return }
    var byte: UInt8 = 1
    // A full pipe wakes the thread as well.
    _ = write(wakeWriting, &byte, 1)
  }

  // MARK: - On the thread

  private func run() {
    while true {
      prepareDescriptors()
      let count = poll(&descriptors, nfds_t(descriptors.count), -1)
      guard count > 0 else { continue }
      let events = descriptors.dropFirst().map(\.revents)
      if descriptors[0].revents != 0 { drainWakeUps() }
      for (connection, events) in zip(connections, events) where events != 0 { connection.receive() }
      obey()
      for connection in connections { connection.flush() }
      connections.removeAll { connection in
        guard connection.isForgotten else { return false }
        connection.leaveThread()
        return true
      }
    }
  }

  private func prepareDescriptors() {
    descriptors.removeAll(keepingCapacity: true)
    descriptors.append(pollfd(fd: wakeReading, events: Int16(POLLIN), revents: 0))
    for connection in connections {
      let events = connection.wantsToWrite ? POLLIN | POLLOUT : POLLIN
      // A negative descriptor, as of a connection that broke, is left out by poll.
      descriptors.append(pollfd(fd: connection.descriptor, events: Int16(events), revents: 0))
    }
  }

  private func drainWakeUps() {
    var bytes: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &bytes) { bytes in
      while read(wakeReading, bytes.baseAddress, bytes.count) > 0 {}
    }
  }

  private func obey() {
    let orders = inbox.withLock { inbox in
      let orders = inbox
      inbox.removeAll(keepingCapacity: true)
      return orders
    }
    for order in orders {
      switch order {
      case .watch(let connection): connections.append(connection)
      case .submit(let connection, let request): connection.send(request)
      case .cancelIfFirst(let connection, let request): connection.cancelInServer(ifFirst: request)
      case .breakOff(let connection): connection.shutDownSocket()
      case .forget(let connection, let whenDone):
        if connections.contains(where: { $0 === connection }) {
          connection.forget(whenDone)
        } else {
          whenDone()
        }
      }
    }
  }
}
