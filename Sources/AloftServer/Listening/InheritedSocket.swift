#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A listening socket that another program opened.
struct InheritedSocket {
  let descriptor: Int32
  /// Whether its connections are TCP's.
  let isTCP: Bool

  /// Takes the socket over.
  ///
  /// - Throws: ``ServerError`` if the descriptor is something else.
  init(_ descriptor: Int32) throws(ServerError) {
    self.descriptor = descriptor
    guard descriptor >= 0, fcntl(descriptor, F_GETFD) >= 0 else {
      throw Self.error(descriptor, "it is not open. \(Self.advice)")
    }
    guard let kind = Self.option(SO_TYPE, of: descriptor) else {
      throw Self.error(descriptor, "it is no socket. \(Self.advice)")
    }
    #if canImport(Glibc)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    guard kind == stream, Self.option(SO_ACCEPTCONN, of: descriptor) != 0 else {
      throw Self.error(descriptor, "it is no stream socket that listens. Whoever opened it must call listen()")
    }
    // A program that a handler starts would hold the port.
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    isTCP = result == 0 && [AF_INET, AF_INET6].contains(Int32(address.ss_family))
  }

  private static let advice = "Whoever starts this program must hand a socket over that listens"

  private static func option(_ name: Int32, of descriptor: Int32) -> Int32? {
    var value: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
  }

  private static func error(_ descriptor: Int32, _ reason: String) -> ServerError {
    ServerError(description: "cannot listen on descriptor:\(descriptor): \(reason)")
  }
}
