internal import AloftHTTP

/// Tells of requests; the outermost middleware of applications whose requests anybody follows.
struct RequestSignals: SynchronousMiddleware {
  private struct Start: Sendable {
    let time: ContinuousClock.Instant
  }

  let observers: Observers

  /// `nil` where nobody follows requests, so that nobody pays for it.
  init?(_ observers: Observers) {
    guard
      observers.follow(RequestStarted.self) || observers.follow(RequestFinished.self)
        || observers.follow(RequestFailed.self)
    else { return nil }
    self.observers = observers
  }

  func before(_ request: inout Request) -> Response? {
    request[Start.self] = Start(time: .now)
    observers.emit(RequestStarted(request: request))
    return nil
  }

  func after(_ response: inout Response, for request: Request) {
    if let failure = response.failure, !(failure is any ResponseError) {
      observers.emit(RequestFailed(request: request, error: failure))
    }
    let duration = request[Start.self].map { $0.time.duration(to: .now) } ?? .zero
    observers.emit(RequestFinished(request: request, response: response, duration: duration))
  }
}
