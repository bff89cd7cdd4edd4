import Logging
import Synchronization

/// Keeps what is logged from `info` on, a line an entry: the level, the message and the metadata in order of their names.
final class RecordedLog: Sendable {
  private let lines = Mutex<[String]>([])

  var entries: [String] { lines.withLock { $0 } }

  var logger: Logger { Logger(label: "test") { _ in Writer(log: self) } }

  fileprivate func add(_ line: String) { lines.withLock { $0.append(line) } }

  private struct Writer: LogHandler {
    let log: RecordedLog
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(log: RecordedLog) { self.log = log }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let pairs = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }.map {
        " \($0.key)=\($0.value)"
      }
      log.add("\(event.level): \(event.message)\(pairs.joined())")
    }
  }
}
