internal import Logging
internal import Synchronization

/// Names the handlers that hold their event loop for too long: nobody else on it is served meanwhile.
struct BlockingWatch: Sendable {
  private let limit: UInt64
  private let stopwatch: @Sendable () -> UInt64
  private let logger: Logger

  init(_ configuration: ServerConfiguration, logger: Logger) {
    // No handler blocks for a century, which fits.
    let parts = min(configuration.limits.blockingTime, .seconds(3_000_000_000)).components
    limit = UInt64(max(0, parts.seconds)) * 1_000_000_000 + UInt64(max(0, parts.attoseconds / 1_000_000_000))
    stopwatch = configuration.stopwatch
    self.logger = logger
  }

  func start() -> UInt64 { stopwatch() }

  /// Logs the handler if more than the limit has passed, now and then.
  func check(since start: UInt64, _ label: HandlerLabel) {
    let now = stopwatch()
    let passed = now &- start
    if passed > limit, passed < .max / 2 { report(passed, label, at: now) }
  }

  private func report(_ passed: UInt64, _ label: HandlerLabel, at now: UInt64) {
    guard let leftOut = label.blockingWarnings.withLock({ $0.next(at: now) }) else { return }
    var metadata: Logger.Metadata = ["handler": "\(label.text)"]
    if leftOut > 0 { metadata["leftOut"] = "\(leftOut)" }
    logger.warning(
      """
      a handler blocked its event loop for \(passed / 1_000_000) ms; nobody else on it was served. \
      Move the work into `try await blocking { }`
      """,
      metadata: metadata)
  }
}
