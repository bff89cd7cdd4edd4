internal import NIOCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The file of a Unix domain socket that a server made.
struct UnixSocketFile: Sendable {
  /// What tells a file from another one that takes its place; a number alone may be given anew at once.
  private struct Identity: Equatable {
    let device: UInt64
    let number: UInt64
    let seconds: Int
    let nanoseconds: Int

    init(_ status: stat) {
      device = UInt64(truncatingIfNeeded: status.st_dev)
      number = UInt64(truncatingIfNeeded: status.st_ino)
      #if canImport(Darwin)
        let time = status.st_mtimespec
      #else
        let time = status.st_mtim
      #endif
      seconds = time.tv_sec
      nanoseconds = time.tv_nsec
    }
  }

  private let path: String
  private let identity: Identity

  /// Opens a socket that listens at a path.
  ///
  /// - Parameters:
  ///   - path: Where; a socket there that nobody listens on is replaced.
  ///   - backlog: The connections that may wait to be accepted.
  /// - Returns: The socket's descriptor, and its file.
  static func open(at path: String, backlog: Int32) throws(ServerError) -> (descriptor: Int32, file: UnixSocketFile) {
    let address = try UnixSocketAddress(path)
    try makeWay(for: address)
    let descriptor = try UnixSocketAddress.openSocket(path)
    do throws(ServerError) {
      guard address.take(for: descriptor) == 0 else {
        if errno == EADDRINUSE { throw inUse(path) }
        throw ServerError.system(errno, "cannot listen on unix:\(path)")
      }
      // Made by the line before.
      guard let status = try status(of: path) else { throw ServerError.system(ENOENT, "cannot listen on unix:\(path)") }
      let file = UnixSocketFile(path: path, identity: Identity(status))
      guard listen(descriptor, backlog) == 0 else {
        file.remove()
        throw ServerError.system(errno, "cannot listen on unix:\(path)")
      }
      return (descriptor, file)
    } catch {
      _ = close(descriptor)
      throw error
    }
  }

  /// Removes the file, unless another one has taken its place.
  func remove() {
    guard let status = try? Self.status(of: path), Identity(status) == identity else { return }
    unlink(path)
  }

  /// Removes a socket that nobody listens on any more.
  private static func makeWay(for address: UnixSocketAddress) throws(ServerError) {
    let path = address.path
    guard let found = try status(of: path) else { return }
    guard found.st_mode & S_IFMT == S_IFSOCK else {
      throw ServerError(
        description: """
          cannot listen on unix:\(path): something is there already, and it is no socket. Choose another path, or \
          remove it
          """)
    }
    let descriptor = try UnixSocketAddress.openSocket(path)
    defer { _ = close(descriptor) }
    guard address.reach(from: descriptor) != 0 else { throw inUse(path) }
    switch errno {
    // Darwin says so, too, of a server that has more to do than it can.
    case ECONNREFUSED: break
    case ENOENT: return
    // Somebody listens, and has more to do than he can.
    case EAGAIN, EINPROGRESS: throw inUse(path)
    case let number: throw ServerError.system(number, "cannot listen on unix:\(path): a socket is there already")
    }
    // Another server may have taken the place meanwhile.
    guard let status = try status(of: path), Identity(status) == Identity(found) else { throw inUse(path) }
    guard unlink(path) == 0 || errno == ENOENT else {
      throw ServerError.system(errno, "cannot listen on unix:\(path): the stale socket there can't be removed")
    }
  }

  private static func inUse(_ path: String) -> ServerError {
    ServerError(
      description: "cannot listen on unix:\(path): another program does. Stop it, or choose another path")
  }

  private static func status(of path: String) throws(ServerError) -> stat? {
    var status = stat()
    // The link itself: what it leads to is not ours to replace.
    if lstat(path, &status) == 0 { return status }
    guard errno == ENOENT else { throw ServerError.system(errno, "cannot listen on unix:\(path)") }
    return nil
  }
}
