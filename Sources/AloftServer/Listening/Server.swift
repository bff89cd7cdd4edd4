public import AloftHTTP
public import Logging
internal import NIOCore
internal import NIOPosix
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// An HTTP/1.1 server: listens, and answers requests by a function.
public final class Server: Sendable {
  private struct Running {
    var group: MultiThreadedEventLoopGroup
    var loops: [LoopContext]
    var channel: any Channel
  }

  private let state: ServerState
  private let running = Mutex<Running?>(nil)

  /// Creates a server that answers every request by `respond`.
  ///
  /// - Parameters:
  ///   - configuration: How it listens and what it bears.
  ///   - logger: Where it reports.
  ///   - respond: Answers a request, on the event loop of its connection; an error it throws becomes a 500.
  public convenience init(
    configuration: ServerConfiguration = ServerConfiguration(), logger: Logger = Logger(label: "aloft"),
    respond: @escaping @Sendable (Request) async throws -> Response
  ) {
    self.init(
      configuration: configuration, logger: logger, responder: FunctionResponder(respond: respond, logger: logger))
  }

  package init(configuration: ServerConfiguration, logger: Logger, responder: any Responder) {
    state = ServerState(configuration, logger: logger, responder: responder)
  }

  /// Where the server listens: its configured address, with the port that was taken.
  public var address: ListeningAddress {
    let configured = state.configuration.address
    let local = running.withLock { $0?.channel.localAddress }
    switch (configured, local?.port, local?.ipAddress) {
    case (.tcp(let host, _), let port?, _): return .tcp(host: host, port: port)
    case (.descriptor, let port?, let host?): return .tcp(host: host, port: port)
    default: return configured
    }
  }

  /// The number of connections open now.
  public var connectionCount: Int { state.connectionCount }

  /// Starts to listen.
  ///
  /// - Throws: ``ServerError`` when the address can't be had.
  public func start() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, state.configuration.loops ?? System.coreCount))
    let loops = group.makeIterator().map { LoopContext($0, state: state) }
    do {
      let channel = try await bind(group, loops)
      for context in loops { try await context.loop.submit { context.startTimer() }.get() }
      running.withLock { $0 = Running(group: group, loops: loops, channel: channel) }
    } catch {
      try? await group.shutdownGracefully()
      throw ServerError(description: explain(error))
    }
  }

  /// What the system takes from us beyond what it could send yet; slow clients would fill megabytes of its memory.
  private static let unsentLowWater = ChannelOptions.Types.SocketOption(
    level: .tcp, name: NIOBSDSocket.Option(rawValue: TCP_NOTSENT_LOWAT))

  private func bind(_ group: MultiThreadedEventLoopGroup, _ loops: [LoopContext]) async throws -> any Channel {
    let configuration = state.configuration
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: Int32(clamping: configuration.backlog))
      .serverChannelOption(.maxMessagesPerRead, value: 8)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler()) }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          // Every loop of the group has its context.
          guard let context = loops.first(where: { $0.loop === channel.eventLoop }) else {
            throw ChannelError.ioOnClosedChannel
          }
          try channel.pipeline.syncOperations.addHandler(Connection(context))
        }
      }
    let tcp = {
      bootstrap.serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
        .childChannelOption(Self.unsentLowWater, value: 128 * 1024)
    }
    switch configuration.address {
    case .tcp(let host, let port): return try await tcp().bind(host: host, port: port).get()
    case .unix(let path):
      return try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
    case .descriptor(let descriptor): return try await bootstrap.withBoundSocket(descriptor).get()
    }
  }

  private func explain(_ error: any Error) -> String {
    let address = state.configuration.address
    guard let error = error as? IOError else { return "cannot listen on \(address): \(error)" }
    switch error.errnoCode {
    case EADDRINUSE:
      return "cannot listen on \(address): another program does. Stop it, or choose another port (0 takes a free one)"
    case EACCES:
      return "cannot listen on \(address): not permitted. Ports below 1024 belong to the administrator"
    case EADDRNOTAVAIL:
      return "cannot listen on \(address): this machine has no such address. 127.0.0.1 and 0.0.0.0 always work"
    default: return "cannot listen on \(address): \(error)"
    }
  }

  /// Stops: accepts no more, lets requests in flight finish, and ends what is left after a time.
  ///
  /// - Parameter time: How long to wait; `nil` takes the configuration's.
  public func stop(within time: Duration? = nil) async {
    guard
      let running = running.withLock({ running in
        defer { running = nil }
        return running
      })
    else { return }
    state.isStopping.store(true, ordering: .relaxed)
    try? await running.channel.close()
    if case .unix(let path) = state.configuration.address { unlink(path) }
    for context in running.loops { context.loop.execute { context.stop() } }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.state.waitUntilEmpty() }
      group.addTask {
        try? await Task.sleep(for: time ?? self.state.configuration.stopTime)
        for context in running.loops { context.loop.execute { context.abort() } }
      }
      await group.next()
      // Whichever is first, the connections are gone or told to go.
      group.cancelAll()
    }
    for context in running.loops { try? await context.loop.submit { context.stopTimer() }.get() }
    try? await running.group.shutdownGracefully()
  }
}

/// Answers by an asynchronous function.
private final class FunctionResponder: Responder {
  private let label = HandlerLabel("the server's function")
  private let respond: @Sendable (Request) async throws -> Response
  private let logger: Logger

  init(respond: @escaping @Sendable (Request) async throws -> Response, logger: Logger) {
    self.respond = respond
    self.logger = logger
  }

  func answer(_ request: inout Request) -> Answer {
    let request = request
    return .later(
      label,
      run: { [respond, logger] in
        do {
          return try await respond(request)
        } catch let error as RequestBodyError {
          return Response(text: "\(error.status)\n", status: error.status)
        } catch {
          logger.error("a request failed", metadata: ["error": "\(error)"])
          return Response(text: "\(Status.internalServerError)\n", status: .internalServerError)
        }
      }, finish: nil)
  }
}
