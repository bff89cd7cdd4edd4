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
  private struct State {
    var isBroken = false
    var wasCancelled = false
    var isClosing = false
    /// Whether the server's side is within a transaction, as the last answer says.
    var isInTransaction = false
  }

  /// A request whose answers are on their way.
  private struct Flight {
    let request: PostgresRequest
    /// What was sent, preparations and the like before the statements themselves.
    var commands: [Command]
    /// The command whose answer is read.
    var commandIndex = 0
    /// Whether it has had a result, which a NULL follows.
    var hasResult = false
    var results: [PostgresResult] = []
    var failure: SQLError?
    let sentAt: ContinuousClock.Instant
  }

  private enum Command {
    case prepare(PreparedStatements.Key, statement: Int)
    case deallocate
    case run(statement: Int)
  }

  private(set) var descriptor: Int32
  private(set) var wantsToWrite = false
  private(set) var isForgotten = false
  /// Whether nothing but the end of the server's side is waited for.
  private var isTakingLeave = false
  private var isFinished = false
  private let connection: OpaquePointer
  private let canceller: OpaquePointer?
  /// Whether the server has said, unasked, that it ends the connection; libpq's callback writes it.
  private let hasEnded = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
  private let preparesStatements: Bool
  private var prepared: PreparedStatements
  private var flights: [Flight] = []
  private var flightIndex = 0
  private var whenForgotten: [@Sendable () -> Void] = []
  private var lastAnswer = ContinuousClock.now
  private let state = Mutex(State())
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

  private func enterPipeline() {
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

  /// Asks the server to end a request that nobody waits for. The next one may be hit in its place, which then has done
  /// nothing and is sent again.
  func cancelInServer(ifFirst request: PostgresRequest) {
    guard flightIndex < flights.count, flights[flightIndex].request === request else { return }
    sendCancellation {}
  }

  func shutDownSocket() {
    guard !isFinished else { return }
    _ = shutdown(PQsocket(connection), Int32(SHUT_RDWR))
  }

  func send(_ request: PostgresRequest) {
    // Since the thread last looked, the server may have ended a connection on which nothing was going on. What is sent
    // there is lost, and nobody can tell whether it did anything; what is not sent is simply sent elsewhere.
    if flightIndex == flights.count { receive() }
    if state.withLock({ $0.isBroken }) {
      load.subtract(1, ordering: .relaxed)
      return request.answer(.failure(SQLError(.connectionFailed, "the connection broke before the statement was sent")))
    }
    // Somebody who has already been told of a cancellation needs no answer.
    if request.isFinished {
      load.subtract(1, ordering: .relaxed)
      return request.answer(.failure(CancellationError()))
    }
    var flight = Flight(request: request, commands: [], sentAt: .now)
    flight.commands.reserveCapacity(request.statements.count + 1)
    for index in request.statements.indices { send(index, &flight) }
    if aloft_queueSync(connection) == 0 { noteBreak() }
    flights.append(flight)
    if state.withLock({ $0.isBroken }) { failAll() }
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
    guard flightIndex < flights.count || wantsToWrite else { return }
    switch PQflush(connection) {
    case 0: wantsToWrite = false
    case 1: wantsToWrite = true
    default:
      noteBreak()
      failAll()
    }
  }

  func receive() {
    if isTakingLeave {
      isForgotten = aloft_isOver(connection) != 0
      return
    }
    if PQconsumeInput(connection) == 0 { noteBreak() }
    // What comes unasked for is read by this: nobody waits for a result that would lead to it.
    if flightIndex == flights.count, PQisBusy(connection) == 0, hasEnded.pointee != 0 { noteBreak() }
    takeResults()
    takeNotifications()
    if PQstatus(connection) == CONNECTION_BAD { noteBreak() }
    if state.withLock({ $0.isBroken }) { failAll() }
  }

  private func takeResults() {
    while flightIndex < flights.count, !state.withLock({ $0.isBroken }), PQisBusy(connection) == 0 {
      guard let raw = PQgetResult(connection) else {
        guard endCommand() else { return }
        continue
      }
      take(PostgresResult(raw))
    }
  }

  /// Goes on to the next command, as a NULL behind a result says.
  ///
  /// - Returns: Whether there was a result; without one there is nothing to read yet.
  private func endCommand() -> Bool {
    guard flights[flightIndex].hasResult else { return false }
    flights[flightIndex].hasResult = false
    flights[flightIndex].commandIndex += 1
    return true
  }

  private var currentCommand: Command? {
    let flight = flights[flightIndex]
    return flight.commandIndex < flight.commands.count ? flight.commands[flight.commandIndex] : nil
  }

  private func take(_ result: PostgresResult) {
    flights[flightIndex].hasResult = true
    switch result.status {
    case PGRES_PIPELINE_SYNC: land()
    case PGRES_PIPELINE_ABORTED:
      // What stood behind an error was not prepared either.
      if case .prepare(let key, _)? = currentCommand { _ = prepared.remove(key) }
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      // A pipeline can't copy, and there is no way back.
      flights[flightIndex].failure = SQLError(.unsupported, "a statement can't copy here", fix: "use copyIn or copyOut")
      noteBreak()
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
      let error = result.error
      if flights[flightIndex].failure == nil { flights[flightIndex].failure = naming(error) }
      if case .prepare(let key, _)? = currentCommand { _ = prepared.remove(key) }
      if error.isConnectionEnd { noteBreak() }
    default:
      guard case .run? = currentCommand else { return }
      if flights[flightIndex].request.countsOnly {
        let count = result.changedRowCount
        flights[flightIndex].request.counts.withLock { $0.append(count) }
      } else {
        flights[flightIndex].results.append(result)
      }
    }
  }

  /// The error with the statement of a batch that it is about.
  private func naming(_ error: SQLError) -> SQLError {
    let statements = flights[flightIndex].request.statements
    switch currentCommand {
    case .run(let index)?, .prepare(_, let index)?: return error.located(in: statements[index].shownText)
    case .deallocate?, nil: return error
    }
  }

  /// The head of the line has all of its answers.
  private func land() {
    let flight = flights[flightIndex]
    flightIndex += 1
    if flightIndex == flights.count {
      flights.removeAll(keepingCapacity: true)
      flightIndex = 0
    } else if flightIndex > 1024 {
      flights.removeSubrange(..<flightIndex)
      flightIndex = 0
    }
    noteDuration(flight)
    noteTransaction()
    forgetStalePlan(flight)
    load.subtract(1, ordering: .relaxed)
    flight.request.answer(flight.failure.map { .failure($0) } ?? .success(flight.results))
    if isForgottenWhenIdle, flights.isEmpty { isForgotten = true }
  }

  private func noteDuration(_ flight: Flight) {
    let now = ContinuousClock.now
    if now - max(lastAnswer, flight.sentAt) > Self.slowStatement, let text = flight.request.statements.first?.text {
      onSlow.withLock { $0 }?(text)
    }
    lastAnswer = now
  }

  private func noteTransaction() {
    let status = PQtransactionStatus(connection)
    // While others are on their way it says no more than that.
    guard status != PQTRANS_ACTIVE else { return }
    let isInTransaction = status != PQTRANS_IDLE
    state.withLock { $0.isInTransaction = isInTransaction }
  }

  /// A table that was changed makes plans useless, and the server says so instead of planning again.
  private func forgetStalePlan(_ flight: Flight) {
    guard let failure = flight.failure, failure.isStalePlan else { return }
    for statement in flight.request.statements {
      _ = prepared.remove(PreparedStatements.Key(text: statement.text, types: statement.types))
    }
  }

  private func takeNotifications() {
    while let raw = PQnotifies(connection) {
      let notification = Notification(
        channel: String(cString: raw.pointee.relname), payload: String(cString: raw.pointee.extra),
        processID: Int(raw.pointee.be_pid))
      PQfreemem(raw)
      onNotification.withLock { $0 }?(notification)
    }
  }

  private func noteBreak() { state.withLock { $0.isBroken = true } }

  private func failAll() {
    descriptor = -1
    wantsToWrite = false
    let lost = flights[flightIndex...]
    flights = []
    flightIndex = 0
    for flight in lost {
      load.subtract(1, ordering: .relaxed)
      flight.request.answer(.failure(flight.failure ?? lostError))
    }
    if isForgottenWhenIdle { isForgotten = true }
    let callback = onBreak.withLock { callback in
      defer { callback = nil }
      return callback
    }
    callback?(self)
  }

  private var lostError: SQLError {
    let reason = PostgresResult.firstLine(String(cString: PQerrorMessage(connection)))
    return SQLError(
      .connectionLost,
      "the connection broke while the statement ran\(reason.isEmpty ? "" : ": \(reason)")",
      fix: "whether it did anything is not known; look before you run it again")
  }

  private var isForgottenWhenIdle = false

  /// Takes the connection off the thread as soon as nothing is in flight.
  func forget(_ whenDone: @escaping @Sendable () -> Void) {
    whenForgotten.append(whenDone)
    isForgottenWhenIdle = true
    if flightIndex == flights.count { isForgotten = true }
  }

  /// Ends the connection, and waits until the server has: its process counts among the connections until it is gone.
  private func takeLeave(_ whenDone: @escaping @Sendable () -> Void) {
    guard !isFinished, !isTakingLeave, !state.withLock({ $0.isBroken }), aloft_sayGoodbye(connection) != 0 else {
      finish()
      return whenDone()
    }
    isTakingLeave = true
    noteBreak()
    whenForgotten.append {
      self.finish()
      whenDone()
    }
    watch()
    Task.detached {
      try await Task.sleep(for: .seconds(5))
      PostgresPoller.shared.post(.breakOff(self))
    }
  }

  /// Closes the socket, though somebody may hold this for a while, as what looks after a cancellation does.
  private func finish() {
    guard !isFinished else { return }
    isFinished = true
    noteBreak()
    PQfinish(connection)
  }

  func leaveThread() {
    isForgotten = false
    isForgottenWhenIdle = false
    let callbacks = whenForgotten
    whenForgotten = []
    for callback in callbacks { callback() }
  }

  // MARK: - By itself

  /// Runs calls of libpq that block, on a thread of their own, with nothing else going on.
  ///
  /// - Parameter body: Gets the connection out of pipeline mode, and has to leave it idle.
  func exclusively<Output: Sendable>(
    _ body: @escaping @Sendable (OpaquePointer) throws -> Output
  ) async throws -> Output {
    try await exclusivelyAsync { raw in try await BlockingCalls.value { try body(raw.pointer) } }
  }

  /// As ``exclusively(_:)``, for what waits for others between such calls.
  func exclusivelyAsync<Output: Sendable>(
    _ body: (RawConnection) async throws -> Output
  ) async throws -> Output {
    await withCheckedContinuation { continuation in
      PostgresPoller.shared.post(.forget(self) { continuation.resume() })
    }
    guard isUsable else { throw SQLError(.connectionFailed, "the connection broke before the statement was sent") }
    defer { noteTransaction() }
    PQexitPipelineMode(connection)
    PQsetnonblocking(connection, 0)
    defer {
      enterPipeline()
      watch()
    }
    return try await withTaskCancellationHandler {
      try await body(RawConnection(pointer: connection))
    } onCancel: {
      cancelInServer()
    }
  }

  struct RawConnection: @unchecked Sendable {
    // Unchecked because it is used by one thread at a time: the poller has let it go.
    let pointer: OpaquePointer
  }
}
