internal import AloftHTTP
internal import Logging
internal import NIOCore
internal import Synchronization

/// The way out: from a request to the bytes of its response.
extension Connection {
  /// What is left to do once a response has begun.
  private enum Remainder {
    case nothing
    case stream(@Sendable (ResponseWriter) async throws -> Void)
    case upgrade(@Sendable (UpgradedConnection) async throws -> Void)
  }

  func respond(to request: consuming Request) {
    let start = loop.watch.start()
    let answer = state.responder.answer(&request)
    switch answer {
    case .ready(let response, let label):
      loop.watch.check(since: start, label)
      let remainder = begin(response)
      if case .nothing = remainder { return finishExchange() }
      startTask(label) { await $0.complete(remainder) }
    case .later(let label, let run, let finish):
      guard state.requestsInFlight.add(1, ordering: .relaxed).newValue <= limits.requestsInFlight else {
        state.requestsInFlight.subtract(1, ordering: .relaxed)
        state.logger.notice("request turned away: too many are in flight", metadata: ["peer": "\(peer)"])
        _ = begin(turnedAway())
        return finishExchange()
      }
      startTask(label) { connection in
        let response = await run()
        await connection.complete(connection.begin(response))
        await finish?()
        connection.state.requestsInFlight.subtract(1, ordering: .relaxed)
      }
      loop.watch.check(since: start, label)
    }
  }

  /// Runs `work` as a task on this loop; without a suspension it is over when this returns.
  private func startTask(_ label: HandlerLabel, _ work: @escaping @Sendable (Connection) async -> Void) {
    let id = exchange?.id
    let task = Task.immediate(executorPreference: loop.executor(for: label)) { [self] in await work(self) }
    if exchange?.id == id { exchange?.task = task }
  }

  /// Encodes the head, and the body where it is here already.
  private func begin(_ response: Response) -> Remainder {
    guard exchange != nil else { return .nothing }
    let keepsAlive = mayKeepAlive
    exchange?.responseBegan = true
    exchange?.circumstances.keepsAlive = keepsAlive
    var response = response
    if case .upgrade = response.body.storage, exchange?.offersUpgrade != true {
      response.status = Status(426, phrase: "Upgrade Required")
      response.body = .text("this address speaks \(response.headers[.upgrade] ?? "another protocol") only\n")
    }
    let plan = encodeHead(&response)
    exchange?.circumstances.keepsAlive = plan.keepsAlive
    switch response.body.storage {
    case .stream(_, let write): return plan.sendsBody ? .stream(write) : .nothing
    case .upgrade(let run): return .upgrade(run)
    case .text(let text):
      if plan.sendsBody { sendWhole(count: text.utf8.count) { $0.append(contentsOf: text.utf8) } }
    case .bytes(let bytes):
      if plan.sendsBody { sendWhole(bytes) }
    }
    return .nothing
  }

  /// Encodes the head of the response, or of a 500 in its place if it can't be sent as it is.
  private func encodeHead(_ response: inout Response) -> ResponseEncoder.Plan {
    let circumstances = exchange?.circumstances ?? ResponseEncoder.Circumstances()
    do {
      return try encoder.begin(response, circumstances, date: loop.date, into: &loop.output)
    } catch {
      state.logger.error("a response could not be sent as it is, so 500 was", metadata: ["reason": "\(error)"])
      response = Response(text: "500 Internal Server Error\n", status: .internalServerError)
      // A plain text response breaks none of the encoder's rules.
      let plan = try? encoder.begin(response, circumstances, date: loop.date, into: &loop.output)
      return plan ?? ResponseEncoder.Plan(sendsBody: false, keepsAlive: false)
    }
  }

  private func sendWhole(count: Int, _ append: (inout [UInt8]) -> Void) {
    do {
      try encoder.beginPiece(count: count, into: &loop.output)
      append(&loop.output)
      try encoder.end(into: &loop.output)
    } catch {
      // The head was checked against this very body.
      abort()
    }
  }

  private func sendWhole(_ bytes: [UInt8]) {
    // Small bodies travel with their head in one write; large ones are not copied twice.
    guard bytes.count > 32 * 1024 else { return sendWhole(count: bytes.count) { $0.append(contentsOf: bytes) } }
    sendWhole(count: bytes.count) { _ in
      flushOutput()
      write(ByteBuffer(bytes: bytes))
    }
  }

  private var mayKeepAlive: Bool {
    guard let exchange, exchange.circumstances.keepsAlive, !inputClosed else { return false }
    if state.isStopping.load(ordering: .relaxed) || exchange.waitsForContinue { return false }
    return parser.remainingBody.map { $0 <= limits.unreadBody } ?? true
  }

  // MARK: - Tasks

  private func complete(_ remainder: Remainder) async {
    switch remainder {
    case .nothing: break
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
    if bytes.count > 16 * 1024 {
      flushOutput()
      write(ByteBuffer(bytes: bytes))
    } else {
      loop.output.append(contentsOf: bytes)
    }
    if isStream { encoder.endPiece(into: &loop.output) }
    if !isProcessing { flushOutput() }
  }

  // MARK: - The end of an exchange

  private func finishExchange() {
    guard let exchange else { return }
    self.exchange = nil
    waitingSince = loop.now
    guard exchange.circumstances.keepsAlive, !state.isStopping.load(ordering: .relaxed) else {
      return closeAfterFlush()
    }
    // What has been read for a handler that wanted none of it counts as read; the rest is discarded as it comes.
    process()
  }

  /// Sends what has been encoded so far.
  func flushOutput() {
    guard !loop.output.isEmpty else { return }
    guard let context, context.channel.isActive else {
      loop.output.removeAll(keepingCapacity: true)
      return
    }
    let buffer = loop.takeOutput()
    written += buffer.readableBytes
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
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
    exchange = Exchange(
      id: 0, circumstances: ResponseEncoder.Circumstances(keepsAlive: false), offersUpgrade: false,
      waitsForContinue: false)
    _ = begin(response)
    exchange = nil
    closeAfterFlush()
  }

  func logRefusal(_ reason: String, _ status: Status) {
    state.logger.info(
      "request refused", metadata: ["reason": "\(reason)", "status": "\(status.code)", "peer": "\(peer)"])
  }
}
