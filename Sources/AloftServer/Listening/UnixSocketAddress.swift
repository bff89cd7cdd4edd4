#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The path of a Unix domain socket as the system wants it.
struct UnixSocketAddress {
  let path: String
  private var address = sockaddr_un()

  init(_ path: String) throws(ServerError) {
    self.path = path
    // The last byte is zero.
    let limit = MemoryLayout.size(ofValue: address.sun_path) - 1
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw ServerError(description: "cannot listen on unix:\(path): it must be the path of a file")
    }
    guard path.utf8.count <= limit else {
      throw ServerError(
        description: """
          cannot listen on unix:\(path): the path has \(path.utf8.count) bytes, and the system takes \(limit) at most. \
          Choose a shorter one
          """)
    }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
  }

  /// Opens a socket that waits for nobody, and that no program started by this one gets.
  static func openSocket(_ path: String) throws(ServerError) -> Int32 {
    #if canImport(Glibc)
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    #elseif canImport(Musl)
      let descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    #endif
    guard descriptor >= 0, fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else {
      throw ServerError.system(errno, "cannot listen on unix:\(path)")
    }
    return descriptor
  }

  /// Gives a socket this address.
  ///
  /// - Returns: 0, or -1 with the reason in `errno`.
  func take(for descriptor: Int32) -> Int32 { withPointer { bind(descriptor, $0, $1) } }

  /// Connects a socket to whoever listens here.
  ///
  /// - Returns: 0, or -1 with the reason in `errno`.
  func reach(from descriptor: Int32) -> Int32 { withPointer { connect(descriptor, $0, $1) } }

  private func withPointer(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    withUnsafePointer(to: address) { pointer in
      // The system's way to take addresses of every kind.
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
