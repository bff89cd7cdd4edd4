internal import Logging
internal import Synchronization

/// The last lines of the log, for the page that explains an error to those who develop.
final class RecentLog: Sendable {
  private static let kept = 30
  private static let longestLine = 2000

  private let lines = Mutex<[String]>([])

  /// The lines, the oldest first.
  var all: [String] { lines.withLock { $0 } }

  /// A logger that keeps its last lines here and writes them as before.
  func following(_ logger: Logger) -> Logger {
    Logger(label: logger.label) { _ in Writer(log: self, inner: logger.handler) }
  }

  private func add(_ line: String) {
    lines.withLock { lines in
      if lines.count == Self.kept { lines.removeFirst() }
      lines.append(String(line.prefix(Self.longestLine)))
    }
  }

  private struct Writer: LogHandler {
    let log: RecentLog
    var inner: any LogHandler

    var metadata: Logger.Metadata {
      get { inner.metadata }
      set { inner.metadata = newValue }
    }

    var logLevel: Logger.Level {
      get { inner.logLevel }
      set { inner.logLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { inner[metadataKey: key] }
      set { inner[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
      let metadata = inner.metadata.merging(event.metadata ?? [:]) { $1 }
      let pairs = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
      log.add("\(event.level) \(event.message)\(pairs)")
      inner.log(event: event)
    }
  }
}
