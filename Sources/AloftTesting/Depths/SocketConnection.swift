internal import Aloft
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What the system could not do with a test's socket.
struct SocketError: Error, CustomStringConvertible {
  let description: String

  init(_ text: String) {
    let number = errno
    description = "\(text): \(strerror(number).map { String(cString: $0) } ?? "error \(number)")"
  }
}

/// A client's connection on this machine; its calls block threads that are made for it.
final class SocketConnection: Sendable {
  private let descriptor: Int32
  private let isClosed = Atomic(false)

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { Self.end(descriptor) }

  /// Its own address and port, as the server sees them.
  var localAddress: String {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    return "127.0.0.1:\(Int(in_port_t(bigEndian: address.sin_port)))"
  }

  static func open(port: Int) async throws -> SocketConnection {
    try await blocking {
      #if canImport(Glibc)
        let kind = Int32(SOCK_STREAM.rawValue)
      #else
        let kind = SOCK_STREAM
      #endif
      let descriptor = socket(AF_INET, kind, 0)
      guard descriptor >= 0 else { throw SocketError("no socket") }
      let connection = SocketConnection(descriptor)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
      address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
      let result = withUnsafePointer(to: &address) { pointer in
        // The call takes any family's address by the type of the general one.
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard result == 0 else { throw SocketError("cannot connect") }
      var isOn: Int32 = 1
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
      return connection
    }
  }

  func write(_ bytes: [UInt8]) async throws {
    try await blocking { [self] in
      var sent = 0
      while sent < bytes.count {
        let count = bytes.withUnsafeBytes { buffer in
          send(descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, Int32(MSG_NOSIGNAL))
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw SocketError("cannot send") }
        sent += count
      }
    }
  }

  /// The next bytes, `nil` at the end.
  func read() async throws -> [UInt8]? {
    try await blocking { [self] in
      while true {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 64 * 1024) { buffer, filled in
          count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
          filled = max(0, count)
        }
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw SocketError("cannot receive") }
        return count == 0 ? nil : bytes
      }
    }
  }

  /// Ends the connection; whoever waits for it gets its end.
  func close() {
    if !isClosed.exchange(true, ordering: .relaxed) { shutdown(descriptor, Int32(SHUT_RDWR)) }
  }

  private static func end(_ descriptor: Int32) {
    #if canImport(Glibc)
      Glibc.close(descriptor)
    #elseif canImport(Musl)
      Musl.close(descriptor)
    #else
      Darwin.close(descriptor)
    #endif
  }
}
