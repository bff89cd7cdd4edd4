internal import AloftHTTP
internal import Logging
internal import NIOCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What ends a connection: deadlines, the server's stop, failures.
extension Connection {
  /// The ticks for which a client gets to read its last answer before the connection is closed under it.
  private static let lingeringTicks = 4

  /// Called after every tick of the loop's timer.
  ///
  /// - Returns: Whether something was done about a deadline: that takes longer than to look.
  func checkDeadlines() -> Bool {
    let time = loop.now - checkedAt
    // A connection that took the place of one that closed is met twice.
    guard time > .zero else { return false }
    checkedAt = loop.now
    switch phase {
    case .closed: return false
    case .lingering(let ticks):
      // The moment begins when everything is sent; until then the client is only held to its pace.
      guard unsent == 0 else { return checkReadingPace(time) }
      guard ticks <= 0 else {
        phase = .lingering(ticks: ticks - 1)
        return false
      }
      abort()
      return true
    case .upgraded: return checkReadingPace(time)
    case .open: break
    }
    if checkReadingPace(time) || checkFile() { return true }
    if parser.isInsideBody { return checkSendingPace(time) }
    return exchange == nil && (isWaitingForHeader ? checkHeaderTime() : checkIdleTime())
  }

  private func isOver(_ limit: Duration?) -> Bool {
    guard let limit else { return false }
    return loop.now - waitingSince >= TimeAmount(limit)
  }

  private func checkHeaderTime() -> Bool {
    guard isOver(limits.headerTime) else { return false }
    refuseAsTooSlow("the header took too long")
    return true
  }

  private func checkIdleTime() -> Bool {
    // A client that still reads an answer is not idle.
    if unsent > 0 { waitingSince = loop.now }
    guard isOver(limits.idleTime) else { return false }
    closeAfterFlush()
    return true
  }

  private func checkSendingPace(_ time: TimeAmount) -> Bool {
    // Only the client's own slowness counts: not that of a reader, nor its waiting for 100 (Continue).
    guard let rate = limits.bodyRate, exchange?.pipe?.isPaused != true, exchange?.waitsForContinue != true else {
      sendingPace.reset()
      return false
    }
    guard !sendingPace.elapse(time, rate: rate, window: limits.rateGrace) else { return false }
    endSlowBody()
    return true
  }

  private func endSlowBody() {
    guard let exchange else { return closeAfterFlush() }
    if exchange.responseBegan { return abort() }
    logRefusal("the body came too slowly", .requestTimeout)
    self.exchange?.circumstances.keepsAlive = false
    // A reader gets the error, which becomes a 408 unless it makes something else of it.
    exchange.pipe?.end(.failure(RequestBodyError.tooSlow))
    if exchange.pipe?.wasAsked == false { refuseAsTooSlow("the body came too slowly") }
  }

  private func refuseAsTooSlow(_ reason: String) {
    exchange?.task?.cancel()
    refuse(Response(text: "\(Status.requestTimeout): \(reason)\n", status: .requestTimeout), reason: reason)
  }

  /// The bytes that wait in the channel until the client has room for them.
  private var unsent: Int {
    // Nothing waited when the channel was last asked, and nothing was written since.
    guard written != drained else { return 0 }
    let buffered = (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    readingPace.add(written - buffered - drained)
    drained = written - buffered
    return buffered
  }

  private func checkReadingPace(_ time: TimeAmount) -> Bool {
    guard let rate = limits.readingRate else { return false }
    guard unsent > 0 else {
      readingPace.reset()
      return false
    }
    guard !readingPace.elapse(time, rate: rate, window: limits.rateGrace) else { return false }
    state.logger.info("connection closed: the client reads too slowly", metadata: ["peer": "\(peer)"])
    // It would not read the rest either, and the system would keep it for minutes.
    abort(resets: true)
    return true
  }

  /// Lets the connection end: now if it is idle, else after the response in flight.
  func stop() {
    guard case .open = phase, exchange == nil, !parser.isInsideHead, input == nil else { return }
    closeAfterFlush()
  }

  /// Closes once everything encoded so far has been sent, and the client had time to read it.
  func closeAfterFlush() {
    switch phase {
    case .lingering, .closed: return
    case .open, .upgraded: break
    }
    phase = .lingering(ticks: Self.lingeringTicks)
    input = nil
    flushOutput()
    setReading(true)
    guard let context else { return }
    if inputClosed { return closeOnceWritten(context, mode: .all) }
    closeOnceWritten(context, mode: .output)
  }

  func closeOnceWritten(_ context: ChannelHandlerContext, mode: CloseMode) {
    let promise = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: promise)
    promise.futureResult.assumeIsolated().whenComplete { _ in context.close(mode: mode, promise: nil) }
  }

  /// Closes at once; what was not sent is lost, and the client can tell.
  ///
  /// - Parameter resets: Whether what the system still holds for the client is thrown away.
  func abort(resets: Bool = false) {
    guard let context else { return }
    let isOldClient = if case .open = phase { exchange?.circumstances.isOldVersion == true } else { false }
    if resets || isOldClient {
      // The end of the connection is the end of the body for an old client: only a reset tells it otherwise.
      _ = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
    }
    end()
    context.close(promise: nil)
  }

  /// Tells everyone who waits for this connection that it is over.
  func end() {
    if case .upgraded(let pipe) = phase { pipe.end(.failure(CancellationError())) }
    phase = .closed
    input = nil
    guard let exchange else { return }
    self.exchange = nil
    exchange.pipe?.end(.failure(RequestBodyError.incomplete))
    exchange.sink?.close()
    exchange.task?.cancel()
  }
}
