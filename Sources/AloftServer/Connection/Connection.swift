internal import AloftHTTP
internal import Logging
internal import NIOCore

/// One client's connection: feeds the parser, runs one exchange after the other, and sends what the encoder writes.
///
/// `Connection+Responding.swift` holds the way out, `Connection+Deadlines.swift` what ends a connection.
// Unchecked because the compiler can't see that everything runs on the connection's event loop: NIO calls there, and
// handlers' tasks prefer its executor.
final class Connection: ChannelInboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  enum Phase {
    case open
    /// Another protocol is spoken; the pipe carries what the client sends.
    case upgraded(BodyPipe)
    /// Everything is said; what still comes is discarded, so that it does not reset the answer on its way.
    case lingering(ticks: Int)
    case closed
  }

  let loop: LoopContext
  let state: ServerState
  var context: ChannelHandlerContext?
  // Without the run-time check of each access, which costs a request a tenth of its time: nothing that these are
  // handed to calls back here.
  @exclusivity(unchecked) var parser: RequestParser
  @exclusivity(unchecked) var encoder = ResponseEncoder()
  @exclusivity(unchecked) var phase = Phase.open
  @exclusivity(unchecked) var exchange: Exchange?
  /// The place in the loop's list.
  var index = -1
  /// Bytes that were read but not parsed yet.
  @exclusivity(unchecked) var input: ByteBuffer?
  var isProcessing = false
  var inputClosed = false
  /// Since when the connection waits for a request, or for the rest of a header.
  var waitingSince: NIODeadline
  var isWaitingForHeader = false
  /// When the deadlines were last looked at.
  var checkedAt: NIODeadline
  var sendingPace = ClientPace()
  var readingPace = ClientPace()
  var written = 0
  var drained = 0
  /// Whether the system may send files to the socket: there is one, and nothing changes the bytes on their way.
  var sendsFilesDirectly = true
  /// The file that the channel is sending, and the place up to which it is to.
  var fileInFlight: (file: any BodyFile, end: Int)?
  private var unreadCount = 0
  private var isReading = true
  private var nextExchange = 0
  private var knownInfo: ConnectionInfo?

  var limits: ServerLimits { loop.limits }
  /// Whether the client has room for more.
  private(set) var isWritable = true

  init(_ loop: LoopContext) {
    self.loop = loop
    state = loop.state
    parser = RequestParser(limits: loop.state.configuration.limits.parser, pool: loop.pool)
    waitingSince = loop.now
    checkedAt = loop.now
  }

  private var info: ConnectionInfo {
    if let knownInfo { return knownInfo }
    let info = ConnectionInfo(peer: peer, responder: state.responder)
    knownInfo = info
    return info
  }

  var peer: String {
    guard let address = context?.remoteAddress else { return "" }
    guard let host = address.ipAddress, let port = address.port else { return address.pathname ?? "" }
    return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }

  // MARK: - From the channel

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func channelActive(context: ChannelHandlerContext) {
    loop.add(self)
    if !state.connectionOpened() {
      state.logTurnedAwayConnection(peer: peer)
      refuse(turnedAway(), reason: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    loop.remove(self)
    end()
    state.connectionClosed()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    switch phase {
    case .open:
      if input == nil { input = bytes } else { input?.writeBuffer(&bytes) }
      process()
    case .upgraded(let pipe): setReading(pipe.push(Array(bytes.readableBytesView)))
    case .lingering, .closed: break
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    isWritable = context.channel.isWritable
    guard isWritable else { return }
    exchange?.sink?.resume()
    if input != nil { process() }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case .inputClosed? = event as? ChannelEvent else { return }
    inputClosed = true
    switch phase {
    case .upgraded(let pipe): pipe.end(.success([:]))
    case .closed: context.close(promise: nil)
    case .lingering: closeOnceWritten(context, mode: .all)
    case .open:
      // A client that sends no more has gone away, as far as anyone can tell before an answer is written.
      guard let exchange else {
        // What is written already, or waits for its turn, it may still want to read.
        if input == nil { closeAfterFlush() }
        return
      }
      if parser.isInsideBody { exchange.pipe?.end(.failure(RequestBodyError.incomplete)) }
      exchange.task?.cancel()
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  // MARK: - Requests

  /// Takes as many events from the input as can be dealt with now, then sends what was answered.
  func process() {
    guard !isProcessing, case .open = phase else { return }
    isProcessing = true
    // Without input a body may still be waiting to be told its end, if its last bytes made the reader pause.
    if input != nil || parser.isInsideBody {
      var buffer = input ?? ByteBuffer()
      input = nil
      var offset = 0
      consume(buffer, from: &offset)
      buffer.moveReaderIndex(forwardBy: offset)
      if buffer.readableBytes > 0 {
        switch phase {
        case .open: input = buffer
        case .upgraded(let pipe): setReading(pipe.push(Array(buffer.readableBytesView)))
        case .lingering, .closed: break
        }
      }
    }
    isProcessing = false
    flushOutput()
    updateReading()
  }

  private func consume(_ buffer: ByteBuffer, from offset: inout Int) {
    var answered = 0
    // Asked once and then followed: each look at the parser is checked for exclusive access.
    var isInsideBody = parser.isInsideBody
    while case .open = phase {
      if let exchange {
        guard isInsideBody, exchange.pipe?.isPaused != true else { return }
      } else if !hasRoom(answered, isLast: offset == buffer.readableBytes) {
        return
      }
      // Nothing is left, not even the beginning of a head.
      if offset == buffer.readableBytes, !isInsideBody { return }
      switch parser.next(buffer.readableBytesUInt8Span, at: &offset) {
      case .head(let head):
        answered += 1
        begin(head, buffer, &offset)
        isInsideBody = parser.isInsideBody
      case .body(let range): take(range, of: buffer)
      case .end(let trailers):
        isInsideBody = false
        finishBody(trailers)
      case .refused(let refusal): return isInsideBody ? bodyRefused(refusal) : refuse(refusal)
      case .incomplete: return noteHeaderStart()
      }
    }
  }

  /// Whether another pipelined request may be answered now.
  private func hasRoom(_ answered: Int, isLast: Bool) -> Bool {
    if answered >= limits.pipelineDepth, !isLast {
      loop.loop.scheduleTask(in: .microseconds(50)) { self.process() }
      return false
    }
    if loop.output.count > limits.readAhead { flushOutput() }
    return isWritable
  }

  private func noteHeaderStart() {
    guard parser.isInsideHead, !isWaitingForHeader else { return }
    isWaitingForHeader = true
    waitingSince = loop.now
  }

  private func begin(_ head: RequestHead, _ buffer: ByteBuffer, _ offset: inout Int) {
    isWaitingForHeader = false
    guard head.announcesBody else {
      // Nothing of an exchange has to be remembered unless the answer takes time.
      let body = RequestBody(limit: limits.body)
      return respond(to: Request(head: head, body: body, connection: info, from: loop.pool), head)
    }
    unreadCount = 0
    remember(head)
    guard let body = receiveBody(buffer, &offset) else { return }
    respond(to: Request(head: head, body: body, connection: info, from: loop.pool), head)
  }

  /// Keeps in mind that a request has no complete response yet.
  func remember(_ head: RequestHead) {
    nextExchange += 1
    exchange = Exchange(
      id: nextExchange, circumstances: ResponseEncoder.Circumstances(head),
      offersUpgrade: head.offersFreeUpgrade, waitsForContinue: head.expectsContinue)
  }

  /// Takes in what has arrived of a body already.
  ///
  /// - Returns: The body, complete or as a stream; `nil` if what arrived was refused.
  private func receiveBody(_ buffer: ByteBuffer, _ offset: inout Int) -> RequestBody? {
    let pipe = BodyPipe(capacity: limits.readAhead, demand: { [self] in onLoop { $0.bodyWanted() } })
    exchange?.pipe = pipe
    sendingPace.reset()
    receiving: while !pipe.isPaused {
      switch parser.next(buffer.readableBytesUInt8Span, at: &offset) {
      case .body(let range): take(range, of: buffer)
      case .end(let trailers):
        finishBody(trailers)
        if let bytes = pipe.takeComplete() { return RequestBody(bytes, limit: limits.body) }
        break receiving
      case .refused(let refusal):
        exchange = nil
        refuse(refusal)
        return nil
      case .head, .incomplete: break receiving
      }
    }
    return RequestBody(source: pipe, limit: limits.body)
  }

  private func take(_ range: Range<Int>, of buffer: ByteBuffer) {
    sendingPace.add(range.count)
    guard let pipe = exchange?.pipe else {
      unreadCount += range.count
      if unreadCount > limits.unreadBody { closeAfterFlush() }
      return
    }
    exchange?.waitsForContinue = false
    let bytes = buffer.getBytes(at: buffer.readerIndex + range.lowerBound, length: range.count)
    _ = pipe.push(bytes ?? [])
  }

  private func finishBody(_ trailers: FieldSection?) {
    exchange?.pipe?.end(.success(trailers.map(Headers.init) ?? [:]))
    if exchange == nil { waitingSince = loop.now }
  }

  private func bodyRefused(_ refusal: RequestRefusal) {
    logRefusal(refusal.explanation, refusal.status)
    // Its request has been answered: a second answer would pass for that of another request.
    guard let exchange else { return closeAfterFlush() }
    self.exchange?.circumstances.keepsAlive = false
    exchange.pipe?.end(.failure(RequestBodyError.malformed(refusal)))
  }

  /// A handler wants bytes of the body.
  private func bodyWanted() {
    if exchange?.waitsForContinue == true, exchange?.responseBegan == false {
      exchange?.waitsForContinue = false
      loop.output.append(ResponseEncoder.continueHead)
      if !isProcessing { flushOutput() }
    }
    sendingPace.reset()
    if case .upgraded(let pipe) = phase { setReading(!pipe.isPaused) }
    process()
  }

  func onLoop(_ action: @escaping @Sendable (Connection) -> Void) {
    if loop.loop.inEventLoop { action(self) } else { loop.loop.execute { action(self) } }
  }

  // MARK: - Back-pressure

  private func updateReading() {
    if exchange == nil, input == nil, isReading { return }
    guard case .open = phase else { return }
    let waiting = input?.readableBytes ?? 0
    setReading(exchange?.pipe?.isPaused != true && waiting <= limits.readAhead)
  }

  func setReading(_ reads: Bool) {
    guard reads != isReading else { return }
    isReading = reads
    // Its only failure is a closed channel, which reads nothing anyway.
    try? context?.channel.syncOptions?.setOption(.autoRead, value: reads)
  }
}
