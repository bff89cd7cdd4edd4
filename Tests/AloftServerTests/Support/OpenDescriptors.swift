#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The sockets of this process.
enum OpenDescriptors {
  /// Those that listen on a port of the loopback interface.
  static func listening(on port: Int) -> [Int32] { sockets(on: port).filter { !hasPeer($0) } }

  /// The server's ends of the connections to a port of the loopback interface.
  static func accepted(on port: Int) -> [Int32] { sockets(on: port).filter(hasPeer) }

  /// Whether a program that is started from here does not get it.
  static func isCloseOnExec(_ descriptor: Int32) -> Bool { fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0 }

  static func option(_ level: Int32, _ name: Int32, of descriptor: Int32) -> Int32? {
    var value: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(descriptor, level, name, &value, &size) == 0 ? value : nil
  }

  private static func sockets(on port: Int) -> [Int32] {
    (0..<Int32(4096)).filter { LoopbackAddress.port(of: $0) == port }
  }

  private static func hasPeer(_ descriptor: Int32) -> Bool {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &size) == 0 }
    }
  }
}
