#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The number of descriptors (files and sockets) that the process may have open, `ulimit -n`.
package enum DescriptorLimit {
  /// What connections leave to files, databases and the event loops; without them nothing could be answered.
  private static let reserve = 128

  #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    private static let resource = RLIMIT_NOFILE
  #endif

  /// The limit now; the largest number where the system knows none.
  @Sendable package static func current() -> Int {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return .max }
    return Int(clamping: limit.rlim_cur)
  }

  /// The connections that a limit has room for.
  static func connections(of limit: Int) -> Int { max(1, limit - reserve) }

  /// Raises the limit so that it has room for a number of connections, as far as the system allows it.
  ///
  /// The soft limit is low for the sake of programs that use `select`, and up to each program (systemd and macOS start
  /// a program with 1024 or 256).
  package static func raise(toServe connections: Int) {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return }
    let wanted = rlim_t(clamping: max(0, connections).addingReportingOverflow(reserve).partialValue)
    guard limit.rlim_cur < wanted else { return }
    limit.rlim_cur = min(wanted, limit.rlim_max)
    setrlimit(resource, &limit)
  }
}
