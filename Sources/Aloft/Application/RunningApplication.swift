public import AloftServer
internal import Logging
internal import Synchronization

/// An application that serves.
public final class RunningApplication: Sendable {
  /// The application as its handlers see it.
  public let application: ApplicationContext
  package let server: Server
  private let lifecycle: Lifecycle
  private let isStopped = Atomic(false)

  /// Runs the start hooks, and starts to listen.
  package init(_ frozen: FrozenApplication, _ configuration: ServerConfiguration) async throws {
    let logger = frozen.context.logger
    let lifecycle = Lifecycle(frozen.hooks, logger: logger)
    let started = try await lifecycle.start(frozen)
    let server = Server(configuration: configuration, logger: logger, responder: started)
    do {
      try await server.start()
    } catch {
      await lifecycle.stop(started.context)
      throw error
    }
    application = started.context
    self.server = server
    self.lifecycle = lifecycle
    application.emit(ApplicationStarted(application: application))
  }

  /// Where it listens: the configured address, with the port that was taken.
  public var address: ListeningAddress { server.address }

  /// The number of connections open now.
  public var connectionCount: Int { server.connectionCount }

  /// Stops: lets requests in flight finish, ends what is left after a time, and runs the stop hooks.
  ///
  /// - Parameter time: How long to wait for requests; `nil` takes the configuration's.
  public func stop(within time: Duration? = nil) async {
    await server.stop(within: time)
    if !isStopped.exchange(true, ordering: .relaxed) {
      application.emit(ApplicationStopping(application: application))
    }
    await lifecycle.stop(application)
  }
}
