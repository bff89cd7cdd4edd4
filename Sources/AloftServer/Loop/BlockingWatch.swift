internal import Logging

/// Names the handlers that hold their event loop for too long: nobody else on it is served meanwhile.
struct BlockingWatch: Sendable {
  private let limit: UInt64
  private let stopwatch: @Sendable () -> UInt64
  private let logger: Logger

  init(_ configuration: ServerConfiguration, logger: Logger) {
    let parts = configuration.limits.blockingTime.components
    limit = UInt64(max(0, parts.seconds)) * 1_000_000_000 + UInt64(max(0, parts.attoseconds / 1_000_000_000))
    stopwatch = configuration.stopwatch
    self.logger = logger
  }

  func start() -> UInt64 { stopwatch() }

  /// Logs the handler if more than the limit has passed.
  func check(since start: UInt64, _ label: HandlerLabel) {
    let passed = stopwatch() &- start
    if passed > limit, passed < .max / 2 { report(passed, label) }
  }

  private func report(_ passed: UInt64, _ label: HandlerLabel) {
    logger.warning(
      """
      a handler blocked its event loop for \(passed / 1_000_000) ms; nobody else on it was served. \
      Move the work into `try await blocking { }`
      """,
      metadata: ["handler": "\(label.text)"])
  }
}
