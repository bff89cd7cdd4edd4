internal import Logging
internal import Synchronization

/// Runs the hooks of one start, and those of the stop that belongs to it, once.
package final class Lifecycle: Sendable {
  private let hooks: [LifecycleHook]
  private let logger: Logger
  /// The hooks whose start was run.
  private let started = Mutex<[LifecycleHook]>([])

  init(_ hooks: [LifecycleHook], logger: Logger) {
    self.hooks = hooks
    self.logger = logger
  }

  /// Runs the hooks of an application, one after the other.
  package convenience init(_ application: FrozenApplication) {
    self.init(application.hooks, logger: application.context.logger)
  }

  /// Runs the start hooks in order.
  ///
  /// - Returns: The application with what they have left.
  /// - Throws: ``StartError``; what was started before is stopped then.
  package func start(_ application: FrozenApplication) async throws -> FrozenApplication {
    var start = ApplicationStart(application.context)
    for hook in hooks {
      do {
        try await hook.start?(&start)
      } catch {
        await stop(start.application)
        throw StartError(underlying: error, place: hook.place)
      }
      started.withLock { $0.append(hook) }
    }
    return hooks.isEmpty ? application : application.with(start.application)
  }

  /// Runs the stop hooks in the reverse order.
  package func stop(_ application: ApplicationContext) async {
    let hooks = started.withLock { started in
      defer { started = [] }
      return started
    }
    for hook in hooks.reversed() {
      do {
        try await hook.stop?(application)
      } catch {
        logger.error("a stop hook failed", metadata: ["error": "\(error)", "place": "\(hook.place)"])
      }
    }
  }
}
