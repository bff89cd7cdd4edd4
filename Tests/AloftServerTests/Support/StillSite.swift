import Aloft
import AloftServer
import Logging
import NIOCore
import NIOEmbedded

@testable import AloftServer

/// A server without threads and sockets, whose time stands still until a test lets it pass.
final class StillSite {
  let log = CapturedLog()
  private let loop = EmbeddedEventLoop()
  private let context: LoopContext

  init(_ configure: (inout ServerLimits) -> Void, _ describe: (Application) -> Void) throws {
    let app = Application(logger: log.logger)
    describe(app)
    var configuration = ServerConfiguration()
    // Each test sets the one limit it is about.
    configuration.limits.headerTime = nil
    configuration.limits.idleTime = nil
    configuration.limits.bodyRate = nil
    configuration.limits.readingRate = nil
    configure(&configuration.limits)
    context = LoopContext(loop, state: ServerState(configuration, logger: log.logger, responder: try app.freeze()))
    context.startTimer()
  }

  deinit {
    context.stopTimer()
  }

  func connect() throws -> StillClient {
    let outlet = StillClient.Outlet()
    let channel = EmbeddedChannel(handlers: [outlet, Connection(context)], loop: loop)
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    return StillClient(channel: channel, outlet: outlet)
  }

  func pass(seconds: Int) { loop.advanceTime(by: .seconds(Int64(seconds))) }

  /// Lets everything happen that is due now.
  func settle() { loop.run() }
}

/// The client's end of a connection to a ``StillSite``.
struct StillClient {
  /// Stands where the socket is, and holds bytes back while the client reads nothing.
  final class Outlet: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    var isShut = false
    private(set) var isFinished = false

    func flush(context: ChannelHandlerContext) {
      if !isShut { context.flush() }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
      guard case .output = mode else { return context.close(mode: mode, promise: promise) }
      // An embedded channel has no halves.
      isFinished = true
      promise?.succeed(())
    }
  }

  let channel: EmbeddedChannel
  let outlet: Outlet

  var isOpen: Bool { channel.isActive }
  /// Whether the server has said that it sends no more.
  var isTold: Bool { outlet.isFinished }

  func send(_ text: String) throws {
    try channel.writeInbound(ByteBuffer(string: text))
    channel.embeddedEventLoop.run()
  }

  /// Takes what has come.
  func received() throws -> String {
    var text = ""
    while let piece = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: piece) }
    return text
  }

  /// Takes what has come in one write.
  func receivedPiece() throws -> String? { try channel.readOutbound(as: ByteBuffer.self).map { String(buffer: $0) } }

  /// Reads no more.
  func stopReading() { outlet.isShut = true }

  /// Reads all that is held back.
  func goOnReading() {
    outlet.isShut = false
    channel.flush()
  }

  func finishSending() { channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
}
