internal import AloftSQL
internal import CPostgres
internal import Synchronization

// What happens on the poller's thread when something has come.
extension PostgresConnection {
  func receive() {
    if isTakingLeave {
      isForgotten = aloft_isOver(connection) != 0
      return
    }
    if PQconsumeInput(connection) == 0 { noteBreak() }
    // What comes unasked for is read by this: nobody waits for a result that would lead to it.
    if isIdle, PQisBusy(connection) == 0, hasEnded.pointee != 0 { noteBreak() }
    takeResults()
    takeNotifications()
    if PQstatus(connection) == CONNECTION_BAD { noteBreak() }
    if hasBroken { failAll() }
  }

  private func takeResults() {
    while flightIndex < flights.count, !hasBroken, PQisBusy(connection) == 0 {
      guard let raw = PQgetResult(connection) else {
        guard flights[flightIndex].endCommand() else { return }
        continue
      }
      take(PostgresResult(raw))
    }
  }

  private func take(_ result: PostgresResult) {
    flights[flightIndex].noteResult()
    switch result.status {
    case PGRES_PIPELINE_SYNC: land()
    case PGRES_PIPELINE_ABORTED: forgetPreparation()
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      // A pipeline can't copy, and there is no way back.
      flights[flightIndex].fail(SQLError(.unsupported, "a statement can't copy here", fix: "use copyIn or copyOut"))
      noteBreak()
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
      let error = result.error
      flights[flightIndex].fail(error)
      forgetPreparation()
      if error.isConnectionEnd { noteBreak() }
    default: flights[flightIndex].keep(result)
    }
  }

  /// What failed, or stood behind an error, was not prepared.
  private func forgetPreparation() {
    if case .prepare(let key, _)? = flights[flightIndex].currentCommand { _ = prepared.remove(key) }
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
    flight.request.answer(flight.outcome)
    if isForgottenWhenIdle, flights.isEmpty { isForgotten = true }
  }

  private func noteDuration(_ flight: Flight) {
    let now = ContinuousClock.now
    if now - max(lastAnswer, flight.sentAt) > Self.slowStatement, let text = flight.request.statements.first?.text {
      onSlow.withLock { $0 }?(text)
    }
    lastAnswer = now
  }

  func noteTransaction() {
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

  func noteBreak() {
    hasBroken = true
    state.withLock { $0.isBroken = true }
  }

  func failAll() {
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
}
