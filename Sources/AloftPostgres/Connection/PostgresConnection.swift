internal import AloftSQL
internal import CPostgres
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A connection in libpq's pipeline mode: requests go out as they come, and are answered in their order.
// Unchecked because the compiler can't see that everything but the constants, `state` and `load` belongs to the poller's
// thread while the connection is watched, and to whoever took it from there before and after.
final class PostgresConnection: PooledConnection, @unchecked Sendable {
  /// What is known everywhere.
  struct State {
    var isBroken = false
    var wasCancelled = false
    var isClosing = false
    /// Whether the server's side is within a transaction, as the last answer says.
    var isInTransaction = false
  }

  var descriptor: Int32
  var wantsToWrite = false
  var isForgotten = false
  /// Whether it leaves the thread once nothing is in flight.
  var isForgottenWhenIdle = false
  /// As the state says to others.
  var hasBroken = false
  /// Whether nothing but the end of the server's side is waited for.
  var isTakingLeave = false
  var isFinished = false
  let connection: OpaquePointer
  private let canceller: OpaquePointer?
  /// Whether the server has said, unasked, that it ends the connection; libpq's callback writes it.
  let hasEnded = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
  private let preparesStatements: Bool
  var prepared: PreparedStatements
  var flights: [Flight] = []
  var flightIndex = 0
  var whenForgotten: [@Sendable () -> Void] = []
  var lastAnswer = ContinuousClock.now
  let state = Mutex(State())
  /// The requests that were handed over and have no answer yet.
  let load = Atomic<Int>(0)
  /// Told of a notification, on the poller's thread.
  let onNotification = Mutex<(@Sendable (Notification) -> Void)?>(nil)
  /// Told once that the connection broke, on the poller's thread.
  let onBreak = Mutex<(@Sendable (PostgresConnection) -> Void)?>(nil)
  /// Told of a statement that took so long that others should not wait behind it.
  let onSlow = Mutex<(@Sendable (String) -> Void)?>(nil)

  static let slowStatement = Duration.milliseconds(50)

  /// - Parameter connection: One of libpq that is open, which is owned from here on.
  init(_ connection: OpaquePointer, preparesStatements: Bool, preparedLimit: Int) {
    self.connection = connection
    self.preparesStatements = preparesStatements
    prepared = PreparedStatements(limit: preparedLimit)
    canceller = PQgetCancel(connection)
    hasEnded.initialize(to: 0)
    aloft_watchNotices(connection, hasEnded)
    descriptor = PQsocket(connection)
    enterPipeline()
  }

  deinit {
    PQfreeCancel(canceller)
    if !isFinished { PQfinish(connection) }
    hasEnded.deallocate()
  }

  func enterPipeline() {
    PQsetnonblocking(connection, 1)
    PQenterPipelineMode(connection)
  }

  // MARK: - From anywhere

  /// Whether the connection works as far as is known, and nothing of somebody else's could still hit it.
  var isUsable: Bool {
    state.withLock { !$0.isBroken && !$0.wasCancelled && !$0.isClosing && !$0.isInTransaction }
  }

  func check() async -> Bool {
    let statement = EncodedStatement(text: "select 1")
    let request = PostgresRequest([statement])
    submit(request)
    let limit = Task.detached {
      try await Task.sleep(for: .seconds(5))
      self.breakOff()
    }
    defer { limit.cancel() }
    return (try? await request.results()) != nil
  }

  func watch() { PostgresPoller.shared.post(.watch(self)) }

  func submit(_ request: PostgresRequest) {
    load.add(1, ordering: .relaxed)
    PostgresPoller.shared.post(.submit(self, request))
  }

  func close() { close {} }

  /// - Parameter whenDone: Called when the server has ended its side.
  func close(whenDone: @escaping @Sendable () -> Void) {
    state.withLock { $0.isClosing = true }
    PostgresPoller.shared.post(.forget(self) { self.takeLeave(whenDone) })
  }

  /// Asks the server to end what this connection is doing. The connection is not lent again: behind a pooler that passes
  /// such requests on they might be late.
  ///
  /// - Parameter whenDone: Called when the server has been told.
  func cancelInServer(whenDone: @escaping @Sendable () -> Void = {}) {
    state.withLock { $0.wasCancelled = true }
    sendCancellation(whenDone)
  }

  private func sendCancellation(_ whenDone: @escaping @Sendable () -> Void) {
    BlockingCalls.run {
      var message = [CChar](repeating: 0, count: 256)
      if PQcancel(self.canceller, &message, 256) == 0 { self.breakOff() }
      whenDone()
    }
  }

  /// Ends the connection from our side, whatever the server does.
  func breakOff() {
    state.withLock { $0.wasCancelled = true }
    PostgresPoller.shared.post(.breakOff(self))
  }

  // MARK: - On the poller's thread

  /// Whether nothing is in flight.
  var isIdle: Bool { flightIndex == flights.count }

  /// Asks the server to end a request that nobody waits for. The next one may be hit in its place, which then has done
  /// nothing and is sent again.
  func cancelInServer(ifFirst request: PostgresRequest) {
    guard !isIdle, flights[flightIndex].request === request else { return }
    sendCancellation {}
  }

  func shutDownSocket() {
    guard !isFinished else { return }
    _ = shutdown(PQsocket(connection), Int32(SHUT_RDWR))
  }

  func send(_ request: PostgresRequest) {
    // Since the thread last looked, the server may have ended a connection on which nothing was going on. What is sent
    // there is lost, and nobody can tell whether it did anything; what is not sent is simply sent elsewhere.
    if isIdle { receive() }
    if hasBroken {
      load.subtract(1, ordering: .relaxed)
      return request.answer(.failure(SQLError(.connectionFailed, "the connection broke before the statement was sent")))
    }
    // Somebody who has already been told of a cancellation needs no answer.
    if request.isFinished {
      load.subtract(1, ordering: .relaxed)
      return request.answer(.failure(CancellationError()))
    }
    var flight = Flight(request)
    for index in request.statements.indices { send(index, &flight) }
    if aloft_queueSync(connection) == 0 { noteBreak() }
    flights.append(flight)
    if hasBroken { failAll() }
  }

  private func send(_ index: Int, _ flight: inout Flight) {
    let statement = flight.request.statements[index]
    guard preparesStatements, statement.isPreparable else {
      if !statement.sendUnprepared(connection) { noteBreak() }
      flight.commands.append(.run(statement: index))
      return
    }
    let key = PreparedStatements.Key(text: statement.text, types: statement.types)
    let name: String
    if let known = prepared.name(of: key) {
      name = known
    } else {
      let added = prepared.add(key)
      name = added.name
      for old in added.evicted {
        if !EncodedStatement(text: "deallocate \(old)").sendUnprepared(connection) { noteBreak() }
        flight.commands.append(.deallocate)
      }
      if !statement.sendPreparation(connection, name) { noteBreak() }
      flight.commands.append(.prepare(key, statement: index))
    }
    if !statement.sendPrepared(connection, name) { noteBreak() }
    flight.commands.append(.run(statement: index))
  }

  func flush() {
    guard !isIdle || wantsToWrite else { return }
    switch PQflush(connection) {
    case 0: wantsToWrite = false
    case 1: wantsToWrite = true
    default:
      noteBreak()
      failAll()
    }
  }
}
