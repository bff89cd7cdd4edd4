#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The clocks of a log: the time of day, and one that only goes forward.
struct LogClock: Sendable {
  /// Seconds since 1970, and milliseconds of the next one.
  var timeOfDay: @Sendable () -> (seconds: Int, milliseconds: Int)
  /// Nanoseconds since some time.
  var stopwatch: @Sendable () -> UInt64

  static let system = LogClock(
    timeOfDay: {
      var now = timespec()
      clock_gettime(CLOCK_REALTIME, &now)
      return (Int(now.tv_sec), Int(now.tv_nsec) / 1_000_000)
    },
    stopwatch: {
      var now = timespec()
      clock_gettime(CLOCK_MONOTONIC, &now)
      return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    })
}
