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
  var parser: RequestParser
  var encoder = ResponseEncoder()
  var phase = Phase.open
  var exchange: Exchange?
  /// The place in the loop's list.
  var index = -1
  /// Bytes that were read but not parsed yet.
  var input: ByteBuffer?
  var isProcessing = false
  var inputClosed = false
  /// Since when the connection waits for a request, or for the rest of a header.
  var waitingSince: NIODeadline
  var isWaitingForHeader = false
  var sendingPace = ClientPace()
  var readingPace = ClientPace()
  var written = 0
  var drained = 0
  private var unreadCount = 0
  private var isReading = true
  private var nextExchange = 0
  private var knownInfo: ConnectionInfo?

  var limits: ServerLimits { state.configuration.limits }
  var isWritable: Bool { context?.channel.isWritable ?? false }

  init(_ loop: LoopContext) {
    self.loop = loop
    state = loop.state
    parser = RequestParser(limits: loop.state.configuration.limits.parser)
    waitingSince = loop.now
  }

  private var info: ConnectionInfo {
    if let knownInfo { return knownInfo }
    let info = ConnectionInfo(peer: peer)
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
      state.logger.notice("connection turned away: too many are open", metadata: ["peer": "\(peer)"])
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
    guard context.channel.isWritable else { return }
    exchange?.sink?.resume()
    if input != nil { process() }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case .inputClosed? = event as? ChannelEvent else { return }
    inputClosed = true
    switch phase {
    case .upgraded(let pipe): pipe.end(.success([:]))
    case .lingering, .closed: context.close(promise: nil)
    case .open:
      // A client that sends no more has gone away, as far as anyone can tell before an answer is written.
      guard let exchange else { return context.close(promise: nil) }
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
      keep(buffer)
    }
    isProcessing = false
    flushOutput()
    updateReading()
  }

  /// Keeps what was not consumed for whoever reads on: this connection, or the protocol it was upgraded to meanwhile.
  private func keep(_ rest: ByteBuffer) {
    switch phase {
    case .open: if rest.readableBytes > 0 { input = rest }
    case .upgraded(let pipe):
      if rest.readableBytes > 0 { setReading(pipe.push(Array(rest.readableBytesView))) }
      if inputClosed { pipe.end(.success([:])) }
    case .lingering, .closed: break
    }
  }

  private func consume(_ buffer: ByteBuffer, from offset: inout Int) {
    var answered = 0
    while case .open = phase {
      if let exchange, !parser.isInsideBody || exchange.pipe?.isPaused == true { return }
      if exchange == nil, !hasRoom(answered, isLast: offset == buffer.readableBytes) { return }
      switch parser.next(buffer.readableBytesUInt8Span, at: &offset) {
      case .head(let head):
        begin(head, buffer, &offset)
        answered += 1
      case .body(let range): take(range, of: buffer)
      case .end(let trailers): finishBody(trailers)
      case .refused(let refusal): return bodyRefused(refusal)
      case .incomplete:
        noteHeaderStart()
        return
      }
    }
  }

  /// Whether another pipelined request may be answered now.
  private func hasRoom(_ answered: Int, isLast: Bool) -> Bool {
    if answered >= limits.pipelineDepth, !isLast {
      loop.loop.execute { self.process() }
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
    unreadCount = 0
    nextExchange += 1
    exchange = Exchange(
      id: nextExchange,
      circumstances: ResponseEncoder.Circumstances(
        isHead: head.method == .head, isOldVersion: head.minorVersion == 0, keepsAlive: head.keepsAlive),
      offersUpgrade: head.offersUpgrade && head.framing == .none, waitsForContinue: head.expectsContinue)
    var body = RequestBody(limit: limits.body)
    if head.framing != .none {
      guard let received = receiveBody(buffer, &offset) else { return }
      body = received
    }
    respond(to: Request(head: head, body: body, connection: info))
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
    guard let exchange else { return refuse(refusal) }
    logRefusal(refusal.explanation, refusal.status)
    self.exchange?.circumstances.keepsAlive = false
    exchange.pipe?.end(.failure(RequestBodyError.malformed(refusal)))
  }

  /// A handler wants bytes of the body.
  private func bodyWanted() {
    if exchange?.waitsForContinue == true, exchange?.responseBegan == false {
      exchange?.waitsForContinue = false
      loop.output.append(contentsOf: ResponseEncoder.continueHead)
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
