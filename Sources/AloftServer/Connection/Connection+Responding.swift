internal import AloftHTTP
internal import Logging
internal import NIOCore
internal import Synchronization

/// The way out: from a request to the bytes of its response.
extension Connection {
  /// What is left to do once a response has begun.
  private enum Remainder {
    case nothing
    case file(FileBody)
    case stream(@Sendable (ResponseWriter) async throws -> Void)
    case upgrade(@Sendable (UpgradedConnection) async throws -> Void)
  }

  /// The largest body that is copied behind its head, to be sent with it in one write.
  private static let smallBody = 32 * 1024
  /// The largest piece of a stream that is copied to others, to be sent with them in one write.
  private static let smallPiece = 16 * 1024

  func respond(to request: consuming Request, _ head: RequestHead) {
    let start = loop.watch.start()
    let answer = state.responder.answer(&request)
    switch answer {
    case .ready(let response, let label):
      loop.watch.check(since: start, label)
      var circumstances = exchange?.circumstances ?? ResponseEncoder.Circumstances(head)
      let remainder = begin(response, &circumstances, offersUpgrade: head.offersFreeUpgrade)
      if case .nothing = remainder {
        loop.pool.recycle(consume request)
        return finishExchange(keepsAlive: circumstances.keepsAlive)
      }
      if exchange == nil { remember(head) }
      exchange?.began(circumstances)
      let begun = loop.watch.start()
      let id = exchange?.id
      let task = Task.immediate(executorPreference: loop.executor(for: label)) { [self] in
        await complete(remainder)
        process()
      }
      remember(task, of: id)
      loop.watch.check(since: begun, label)
    case .later(let label, let run, let finish):
      if exchange == nil { remember(head) }
      guard state.requestsInFlight.add(1, ordering: .relaxed).newValue <= limits.requestsInFlight else {
        state.requestEnded()
        state.logTurnedAwayRequest(peer: peer)
        beginExchange(turnedAway())
        return finishExchange()
      }
      // All in one closure, and without a call that need not wait: each asynchronous one switches tasks twice.
      let id = exchange?.id
      // Consumed: while this held it too, the task could not give back what it is made of.
      exchange?.request = consume request
      let task = Task.immediate(executorPreference: loop.executor(for: label)) { [self] in
        guard let request = exchange?.takeRequest() else { return state.requestEnded() }
        let response = await run(request)
        loop.pool.recycle(consume request)
        let remainder = beginExchange(response)
        if case .nothing = remainder { finishExchange() } else { await complete(remainder) }
        // Without anything to put away it is over before the next request counts.
        if finish == nil { state.requestEnded() }
        process()
        guard let finish else { return }
        await finish()
        state.requestEnded()
      }
      remember(task, of: id)
      loop.watch.check(since: start, label)
    }
  }

  /// Keeps the task of an exchange, unless that is over already: without a suspension a task ends where it starts.
  private func remember(_ task: Task<Void, Never>, of id: Int?) {
    if exchange?.id == id { exchange?.task = task }
  }

  /// Begins the response of the exchange that is remembered, if the connection is still there.
  @discardableResult
  private func beginExchange(_ response: Response) -> Remainder {
    guard let exchange else { return .nothing }
    var circumstances = exchange.circumstances
    let remainder = begin(response, &circumstances, offersUpgrade: exchange.offersUpgrade)
    self.exchange?.began(circumstances)
    return remainder
  }

  /// Encodes the head, and the body where it is here already.
  private func begin(
    _ response: Response, _ circumstances: inout ResponseEncoder.Circumstances, offersUpgrade: Bool
  ) -> Remainder {
    if circumstances.keepsAlive { circumstances.keepsAlive = mayKeepAlive }
    var response = response
    if case .upgrade = response.body.storage, !offersUpgrade || parser.isInsideBody {
      response.status = Status(426, phrase: "Upgrade Required")
      response.body = .text("this address speaks \(response.headers[.upgrade] ?? "another protocol") only\n")
    }
    let (plan, isComplete) = encode(&response, circumstances)
    circumstances.keepsAlive = plan.keepsAlive
    guard !isComplete else { return .nothing }
    switch response.body.storage {
    case .file(let body):
      guard appendSmall(body) else { return .file(body) }
    case .stream(_, let write): return .stream(write)
    case .upgrade(let run): return .upgrade(run)
    case .text(let text): sendLarge(ByteBuffer(string: text))
    case .bytes(let bytes): sendLarge(ByteBuffer(bytes: bytes))
    }
    return .nothing
  }

  /// Encodes the response, or a 500 in its place if it can't be sent as it is.
  private func encode(
    _ response: inout Response, _ circumstances: ResponseEncoder.Circumstances
  ) -> (plan: ResponseEncoder.Plan, isComplete: Bool) {
    do {
      return try encoder.encode(
        response, circumstances, dateLine: loop.dateLine, smallBody: Self.smallBody, into: &loop.output)
    } catch {
      state.logger.error("a response could not be sent as it is, so 500 was", metadata: ["reason": "\(error)"])
      response = Response(text: "500 Internal Server Error\n", status: .internalServerError)
      // A plain text response breaks none of the encoder's rules.
      let encoded = try? encoder.encode(
        response, circumstances, dateLine: loop.dateLine, smallBody: Self.smallBody, into: &loop.output)
      return encoded ?? (ResponseEncoder.Plan(sendsBody: false, keepsAlive: false), true)
    }
  }

  /// Sends a whole body without copying it behind its head.
  private func sendLarge(_ body: ByteBuffer) {
    flushOutput()
    write(body)
  }

  private var mayKeepAlive: Bool {
    if inputClosed || state.isStopping.load(ordering: .relaxed) { return false }
    // Without an exchange there is no body.
    guard let exchange else { return true }
    return !exchange.waitsForContinue && (parser.remainingBody.map { $0 <= limits.unreadBody } ?? true)
  }

  // MARK: - Tasks

  private func complete(_ remainder: Remainder) async {
    switch remainder {
    case .nothing: break
    case .file(let body): return await send(body)
    case .stream(let write): return await stream(write)
    case .upgrade(let run): return await upgrade(run)
    }
    finishExchange()
  }

  private func stream(_ write: @Sendable (ResponseWriter) async throws -> Void) async {
    let sink = ResponseSink(self, loop: loop.loop)
    exchange?.sink = sink
    if !isProcessing { flushOutput() }
    do {
      try await write(ResponseWriter(sink))
      // A writer that outlives its stream must not write into the next response.
      sink.close()
      guard case .open = phase else { return }
      try encoder.end(trailers: sink.trailers, into: &loop.output)
      if !isProcessing { flushOutput() }
      finishExchange()
    } catch {
      guard case .open = phase else { return }
      if !(error is CancellationError) {
        state.logger.error(
          "a response's body failed, so its connection was closed", metadata: ["reason": "\(error)", "peer": "\(peer)"])
      }
      flushOutput()
      abort()
    }
  }

  private func upgrade(_ run: @Sendable (UpgradedConnection) async throws -> Void) async {
    let sink = ResponseSink(self, loop: loop.loop)
    exchange?.sink = sink
    let pipe = BodyPipe(
      capacity: limits.readAhead,
      demand: { [self] in onLoop { $0.setReading(true) } },
      send: { try await sink.write($0) })
    phase = .upgraded(pipe)
    if let rest = input {
      input = nil
      setReading(pipe.push(Array(rest.readableBytesView)))
    }
    if inputClosed, !isProcessing { pipe.end(.success([:])) }
    flushOutput()
    do {
      try await run(UpgradedConnection(pipe))
    } catch {
      if !(error is CancellationError) {
        state.logger.error("an upgraded connection failed", metadata: ["reason": "\(error)", "peer": "\(peer)"])
      }
    }
    sink.close()
    if case .upgraded = phase { closeAfterFlush() }
  }

  /// Sends a piece of a streamed body, or of an upgraded connection's bytes.
  func writePiece(_ bytes: [UInt8]) throws {
    let isStream: Bool
    switch phase {
    case .open: isStream = true
    case .upgraded: isStream = false
    case .lingering, .closed: throw CancellationError()
    }
    if isStream { try encoder.beginPiece(count: bytes.count, into: &loop.output) }
    if bytes.count > Self.smallPiece {
      flushOutput()
      write(ByteBuffer(bytes: bytes))
    } else {
      loop.output.append(bytes)
    }
    if isStream { encoder.endPiece(into: &loop.output) }
    // Also within a turn: what has not been written yet does not tell the writer that the client has no room.
    if !isProcessing || loop.output.count > Self.smallPiece { flushOutput() }
  }

  // MARK: - The end of an exchange

  func finishExchange() {
    guard let exchange else { return }
    // A client that sends no more is not waited for.
    finishExchange(keepsAlive: exchange.circumstances.keepsAlive && !inputClosed)
  }

  private func finishExchange(keepsAlive: Bool) {
    if let exchange {
      // A reader that outlives the exchange would wait for ever.
      exchange.pipe?.end(.failure(RequestBodyError.incomplete))
      self.exchange = nil
    }
    waitingSince = loop.now
    // What has been read for a handler that wanted none of it counts as read; the rest is discarded as it comes.
    if !keepsAlive || state.isStopping.load(ordering: .relaxed) { closeAfterFlush() }
  }

  /// Sends what has been encoded so far.
  func flushOutput() {
    guard !loop.output.isEmpty else { return }
    let buffer = loop.takeOutput()
    written += buffer.readableBytes
    context?.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
  }

  private func write(_ buffer: ByteBuffer) {
    written += buffer.readableBytes
    context?.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
  }

  // MARK: - Refusals

  func turnedAway() -> Response {
    var response = Response(text: "503 Service Unavailable: too busy, try again\n", status: .serviceUnavailable)
    response.headers[.retryAfter] = "\(limits.retryAfter)"
    return response
  }

  func refuse(_ refusal: RequestRefusal) {
    let text = "\(refusal.status): \(refusal.explanation)\n"
    refuse(Response(text: text, status: refusal.status), reason: refusal.explanation)
  }

  /// Answers a request that no handler gets to see, and closes.
  func refuse(_ response: Response, reason: String?) {
    if let reason { logRefusal(reason, response.status) }
    var circumstances = ResponseEncoder.Circumstances(keepsAlive: false)
    exchange = nil
    _ = begin(response, &circumstances, offersUpgrade: false)
    closeAfterFlush()
  }

  func logRefusal(_ reason: String, _ status: Status) {
    state.logger.info(
      "request refused", metadata: ["reason": "\(reason)", "status": "\(status.code)", "peer": "\(peer)"])
  }
}
