public import Logging
internal import Synchronization

/// What an application has logged during a test.
public final class TestLog: Sendable {
  /// One entry.
  public struct Entry: Sendable {
    /// How grave it is.
    public let level: Logger.Level
    /// What was said.
    public let message: String
    /// What was said beside it.
    public let metadata: [String: String]
  }

  private let list = Mutex<[Entry]>([])

  init() {}

  /// The entries so far, in order.
  public var entries: [Entry] { list.withLock { $0 } }

  /// Whether an entry says this.
  public func contains(_ text: String) -> Bool { entries.contains { $0.message.contains(text) } }

  func logger(_ label: String) -> Logger { Logger(label: label) { _ in Writer(log: self) } }

  private struct Writer: LogHandler {
    let log: TestLog
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let pairs = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
      log.list.withLock { $0.append(Entry(level: event.level, message: "\(event.message)", metadata: pairs)) }
    }
  }
}
