/// The time that a pool goes by: the system's, or that of a test.
public struct PoolTime: Sendable {
  /// The time since some moment in the past.
  public let now: @Sendable () -> Duration
  /// Waits.
  public let sleep: @Sendable (Duration) async throws -> Void

  /// Describes a clock; see the properties.
  public init(now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void) {
    self.now = now
    self.sleep = sleep
  }

  /// The system's clock that never goes back.
  public static let system: PoolTime = {
    let start = ContinuousClock.now
    return PoolTime(now: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0) })
  }()
}
