#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Nanoseconds of the clock that never goes back, in one number: it is read within the handlers that SQLite calls.
enum SystemTime {
  static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }

  static func sleep(nanoseconds: UInt64) { usleep(UInt32(clamping: nanoseconds / 1000)) }
}

extension Duration {
  /// The nanoseconds, zero for negative ones.
  var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    let (whole, overflows) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    return overflows ? .max / 2 : min(.max / 2, whole + UInt64(attoseconds / 1_000_000_000))
  }
}
