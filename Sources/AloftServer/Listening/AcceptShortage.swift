internal import Logging
internal import NIOCore
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What is done when the system has no room for another connection: wait a moment, and say so in the log.
final class AcceptShortage: Sendable {
  private static let pause = TimeAmount.milliseconds(100)

  private let logger: Logger
  private let stopwatch: @Sendable () -> UInt64
  private let warnings = Mutex(WarningPace())

  init(_ configuration: ServerConfiguration, logger: Logger) {
    self.logger = logger
    stopwatch = configuration.stopwatch
  }

  func makeHandler() -> AcceptBackoffHandler {
    AcceptBackoffHandler(shouldForwardIOErrorCaught: false) { error in
      // A client that left before it was accepted (ECONNABORTED) must not make others wait.
      guard [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.errnoCode) else { return nil }
      self.report(error)
      return Self.pause
    }
  }

  private func report(_ error: IOError) {
    guard let leftOut = warnings.withLock({ $0.next(at: stopwatch()) }) else { return }
    var metadata: Logger.Metadata = ["reason": "\(error)"]
    if leftOut > 0 { metadata["leftOut"] = "\(leftOut)" }
    logger.warning(
      "connections wait: the system has no room for another one. Raise its limit of descriptors (ulimit -n, LimitNOFILE)",
      metadata: metadata)
  }
}
