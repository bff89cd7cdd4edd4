/// Lets a warning through at once, and then one in ten seconds, so that what goes wrong with every request does not fill
/// the log.
struct WarningPace: Sendable {
  private static let interval: UInt64 = 10_000_000_000

  private var last: UInt64?
  private var leftOut = 0

  /// Decides about a warning.
  ///
  /// - Parameter now: The time in nanoseconds.
  /// - Returns: How many were left out since the last one if this one is to be given, else `nil`.
  mutating func next(at now: UInt64) -> Int? {
    // A clock read on another core may be a little behind.
    if let last, now < last || now - last < Self.interval {
      leftOut += 1
      return nil
    }
    last = now
    defer { leftOut = 0 }
    return leftOut
  }
}
