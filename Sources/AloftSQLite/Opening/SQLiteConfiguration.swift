/// How a SQLite database is opened.
public struct SQLiteConfiguration: Sendable {
  /// What is waited for before a commit counts.
  public enum Synchronous: String, Sendable, Hashable, CaseIterable {
    /// Nothing: a machine that loses power may lose commits, and may damage the file.
    case off
    /// The order of writes only: a machine that loses power may lose the last commits, but nothing is damaged.
    case normal
    /// The disk: what is committed is there after a loss of power.
    case full
  }

  /// What is waited for before a commit counts. Whatever it is, a program that is killed loses nothing it committed.
  public var synchronous = Synchronous.full
  /// How long another program that has locked the file is waited for.
  public var busyLimit = Duration.seconds(5)
  /// The most connections that read at the same time.
  public var readerCount = 4
  /// What each connection keeps of the file in memory, in bytes.
  public var cacheSize = 8 << 20
  /// The most prepared statements that each connection keeps.
  public var statementCacheSize = 256
  /// Whether the file is only read; it must be there already.
  public var isReadOnly = false
  /// Functions of the program that statements may call.
  public var functions: [SQLiteFunction] = []
  /// How long a statement that reads may keep the calling thread, which may be an event loop; others are for tests.
  package var budgetOfCallingThread = Duration.microseconds(200)

  /// The standard: what is committed is on the disk, four readers, and 8 MB of each one's own.
  public init() {}
}
