/// The properties of a transaction.
public struct TransactionOptions: Sendable {
  /// What a transaction sees of others that run at the same time.
  public enum Isolation: String, Sendable, Hashable {
    /// Each statement sees what was committed before it. SQLite has nothing this weak, and takes the next.
    case readCommitted
    /// All statements see what was committed before the first.
    case repeatableRead
    /// As if transactions ran one after the other; one that would not fit fails, and may be tried again.
    case serializable
  }

  /// What it sees; `nil` for what the database is set to.
  public var isolation: Isolation?
  /// Whether it only reads; several may run beside one that writes, on SQLite too.
  public var isReadOnly: Bool
  /// How often it is tried at most, if others stand in its way; what it does beside the database is done again as well.
  public var attempts: Int
  /// How the pause before another attempt is made, which tests do without.
  var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

  /// Describes a transaction; see the properties.
  public init(isolation: Isolation? = nil, readOnly: Bool = false, attempts: Int = 1) {
    self.isolation = isolation
    isReadOnly = readOnly
    self.attempts = attempts
  }

  /// Waits, longer each time and never for the same time as others who failed at the same moment.
  func pause(beforeAttempt attempt: Int) async throws {
    let most = 5_000 << min(attempt, 8)
    try await sleep(.microseconds(Int.random(in: 0...most)))
  }
}
