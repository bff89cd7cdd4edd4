public import AloftHTTP
public import Logging
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// An HTTP/1.1 server: listens, and answers requests by a function.
///
/// It is started once and stopped once; to listen again, make another one.
public final class Server: Sendable {
  private struct Running {
    var group: MultiThreadedEventLoopGroup
    var loops: [LoopContext]
    var listener: Listener
  }

  private enum Phase {
    case new
    case starting
    case running(Running)
    /// Others who stop it wait for the task.
    case stopping(Running, Task<Void, Never>)
    case stopped
  }

  private let state: ServerState
  private let phase = Mutex(Phase.new)

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
    let local = phase.withLock { phase -> SocketAddress? in
      switch phase {
      case .running(let running), .stopping(let running, _): running.listener.channel.localAddress
      case .new, .starting, .stopped: nil
      }
    }
    guard let local else { return configured }
    switch (configured, local.port, local.ipAddress) {
    case (.tcp(let host, _), let port?, _): return .tcp(host: host, port: port)
    case (.descriptor, let port?, let host?): return .tcp(host: host, port: port)
    case (.descriptor, nil, _): return local.pathname.map(ListeningAddress.unix(path:)) ?? configured
    default: return configured
    }
  }

  /// The number of connections open now.
  public var connectionCount: Int { state.connectionCount }

  // MARK: - Starting

  /// Starts to listen.
  ///
  /// - Throws: ``ServerError`` when the address can't be had, or the server was started before. After the first it may
  ///   be tried again.
  public func start() async throws {
    try claim()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, state.configuration.loops ?? System.coreCount))
    let loops = group.makeIterator().map { LoopContext($0, state: state) }
    let listener: Listener
    do {
      listener = try await Listener.open(state.configuration, by: bootstrap(group, loops))
    } catch {
      try? await group.shutdownGracefully()
      phase.withLock { if case .starting = $0 { $0 = .new } }
      throw error
    }
    for context in loops { try? await context.loop.submit { context.startTimer() }.get() }
    watch(listener)
    let running = Running(group: group, loops: loops, listener: listener)
    let wasStopped = phase.withLock { phase in
      guard case .starting = phase else { return true }
      phase = .running(running)
      return false
    }
    guard wasStopped else { return }
    await end(running, within: .zero)
    throw ServerError(description: "the server was stopped before it had started")
  }

  private func claim() throws(ServerError) {
    try phase.withLock { phase throws(ServerError) in
      switch phase {
      case .new: phase = .starting
      case .starting, .running:
        throw ServerError(description: "the server was started already. Start it once, or make another one")
      case .stopping, .stopped:
        throw ServerError(description: "the server was stopped, and can't be started again. Make another one")
      }
    }
  }

  private func bootstrap(_ group: MultiThreadedEventLoopGroup, _ loops: [LoopContext]) -> ServerBootstrap {
    let shortage = AcceptShortage(state.configuration, logger: state.logger)
    return ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: state.configuration.systemBacklog)
      .serverChannelOption(.maxMessagesPerRead, value: 8)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          channel.closeOnExec()
          try channel.pipeline.syncOperations.addHandler(shortage.makeHandler())
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          channel.closeOnExec()
          // Every loop of the group has its context.
          guard let context = loops.first(where: { $0.loop === channel.eventLoop }) else {
            throw ChannelError.ioOnClosedChannel
          }
          try channel.pipeline.syncOperations.addHandler(Connection(context))
        }
      }
  }

  /// Says so when the listening socket ends by itself, as the system ends it for errors it does not recover from.
  private func watch(_ listener: Listener) {
    listener.channel.closeFuture.whenComplete { [state] _ in
      guard !state.isStopping.load(ordering: .sequentiallyConsistent) else { return }
      state.logger.critical("the listening socket has failed: no more connections are accepted")
      state.fail()
    }
  }

  /// Says so if the process may have too few descriptors for the connections that are configured.
  package func logDescriptorLimit() {
    let wanted = state.configuration.limits.connections
    guard state.connectionLimit < wanted else { return }
    // Nobody asked for the default, and a few thousand are enough for whoever did not choose a number.
    let isChosen = wanted != ServerLimits().connections
    state.logger.log(
      level: isChosen || state.connectionLimit < 4096 ? .notice : .debug,
      """
      at most \(state.connectionLimit) connections are open at once, not \(wanted): the process may have no more \
      descriptors. Raise its limit (ulimit -n, LimitNOFILE)
      """)
  }

  /// Waits until no more connections can be accepted though nobody asked for it, or the task is cancelled.
  package func waitUntilFailed() async { await state.waitUntilFailed() }

  // MARK: - Stopping

  /// Stops: accepts no more, lets requests in flight finish, and ends what is left after a time.
  ///
  /// What handlers put away behind their responses is waited for as well. Before the start, or a second time, nothing
  /// is done, except that it returns when the server has stopped. If the task is cancelled no request is waited for. A
  /// handler that blocks its event loop can't be ended; it is left behind after a few seconds, and logged.
  ///
  /// - Parameter time: How long to wait; `nil` takes the configuration's.
  public func stop(within time: Duration? = nil) async {
    let ending = phase.withLock { phase -> Task<Void, Never>? in
      switch phase {
      case .new, .stopped: return nil
      case .starting:
        phase = .stopped
        return nil
      case .stopping(_, let task): return task
      case .running(let running):
        let task = Task {
          await self.end(running, within: time ?? self.state.configuration.stopTime)
          self.phase.withLock { $0 = .stopped }
        }
        phase = .stopping(running, task)
        return task
      }
    }
    guard let ending else { return }
    await withTaskCancellationHandler {
      await ending.value
    } onCancel: {
      state.hurry()
    }
  }

  private func end(_ running: Running, within time: Duration) async {
    state.isStopping.store(true, ordering: .sequentiallyConsistent)
    state.stepBegan()
    running.listener.close { [self] in
      // Behind it the last connections that were accepted are counted.
      take(running.loops) { $0.stop() }
      state.stepEnded()
    }
    await state.waitUntilIdle(atMost: time)
    if state.requestCount > 0 {
      state.logger.warning("stopped in the midst of requests", metadata: ["requests": "\(state.requestCount)"])
    }
    take(running.loops) {
      $0.abort()
      $0.stopTimer()
    }
    await state.waitUntilClosed(atMost: state.configuration.closingTime)
    guard state.isClosed else {
      state.logger.error("stopped without an event loop that a handler blocks")
      return
    }
    try? await running.group.shutdownGracefully()
  }

  private func take(_ loops: [LoopContext], _ step: @escaping @Sendable (LoopContext) -> Void) {
    for context in loops {
      state.stepBegan()
      context.loop.execute {
        step(context)
        self.state.stepEnded()
      }
    }
  }
}
