public import AloftCore
public import AloftHTTP

/// Answers with 503 (Service Unavailable) what takes too long.
///
/// ```swift
/// app.use(TimeLimit(.seconds(30)))
/// ```
///
/// When the time is over the handler's task is cancelled, so that `Task.sleep`, a read of the body or a query ends, and
/// the client is answered at once, also where the handler goes on. What was prepared for the handler is put away once it
/// has returned, and a server that stops waits for it as for any other, no longer than its stop time. A handler that
/// blocks its event loop can't be ended: nobody is served there until it returns.
///
/// The time ends with the response's head: a stream may take as long as its client reads. 503 and not 504, which is for
/// a proxy whose own server does not answer (RFC 9110, section 15.6).
///
/// It belongs behind whatever the answer shall pass as well (``AccessLog``, ``CORS``, ``SecurityHeaders``). It runs what
/// lies behind it in a task of its own; where only some routes wait for something, put it around these.
public struct TimeLimit: Middleware, CheckedMiddleware, OutlivedMiddleware {
  private let limit: Duration
  private let deadlines: DeadlineTimer

  /// Creates the middleware.
  ///
  /// - Parameters:
  ///   - limit: How long a response's head may take.
  ///   - clock: What measures it.
  public init(_ limit: Duration, clock: some Clock<Duration> = ContinuousClock()) {
    self.limit = limit
    deadlines = DeadlineTimer(limit, clock)
  }

  /// Answers with what lies behind, if that is in time.
  public func respond(to request: Request, next: Next) async throws -> Response {
    let race = HandlerRace()
    let run = next.run
    let afterwards = next.afterwards
    let task = Task.immediate(executorPreference: currentExecutor()) {
      race.finish(await run(request, afterwards))
    }
    // Most need not wait for anything, and no time has to be looked at.
    if let response = race.result { return response }
    let entry = deadlines.add(race)
    let response = await withTaskCancellationHandler {
      await race.outcome()
    } onCancel: {
      task.cancel()
    }
    if let response {
      deadlines.remove(race, at: entry)
      return response
    }
    task.cancel()
    // What is added last is done first: nothing of what the handler still uses is put away under it.
    afterwards?.add { _ in await task.value }
    throw TimeLimitExceeded(limit: limit)
  }

  /// The executor of the connection's event loop; a task that is merely started would leave it.
  private func currentExecutor() -> (any TaskExecutor)? {
    guard #available(macOS 26.4, *) else { return nil }
    return withUnsafeCurrentTask { $0?.unownedTaskExecutor?.asTaskExecutor() }
  }

  /// Says what is wrong with the time.
  public func check(on level: MiddlewareLevel, place: SourcePlace) -> [Diagnostic] {
    guard limit <= .zero else { return [] }
    return [
      Diagnostic(
        id: "time.limit", message: "TimeLimit gives \(limit), in which nobody can answer", place: place,
        fix: "Give more time: TimeLimit(.seconds(30)).")
    ]
  }
}

/// A response that was not there in time: 503.
public struct TimeLimitExceeded: ResponseError, Sendable, Hashable, CustomStringConvertible {
  /// The time that there was.
  public let limit: Duration

  /// 503 (Service Unavailable).
  public var status: Status { .serviceUnavailable }

  /// What the client is told.
  public var message: String? { "the answer took too long" }

  /// `there was no answer within 30.0 seconds`
  public var description: String { "there was no answer within \(limit)" }
}
