internal import NIOCore

/// Measures whether a client keeps a pace, in windows: a fast start earns no later rest.
struct ClientPace {
  private var nanoseconds: Int64 = 0
  private var bytes = 0

  mutating func add(_ count: Int) { bytes += count }

  mutating func reset() { self = ClientPace() }

  /// Notes that the client had `time` to make progress.
  ///
  /// - Parameters:
  ///   - time: The time since the last call.
  ///   - rate: The bytes a second that are expected.
  ///   - window: The time over which the pace is measured.
  /// - Returns: Whether the pace is still kept.
  mutating func elapse(_ time: TimeAmount, rate: Int, window: Duration) -> Bool {
    nanoseconds += time.nanoseconds
    guard nanoseconds >= TimeAmount(window).nanoseconds else { return true }
    let keeps = Double(bytes) >= Double(rate) * Double(nanoseconds) / 1_000_000_000
    reset()
    return keeps
  }
}
