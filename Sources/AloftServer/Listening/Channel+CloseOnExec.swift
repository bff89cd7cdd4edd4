internal import NIOCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Channel {
  /// Keeps the channel's socket from the programs that a handler starts: they would hold the port, or keep a
  /// connection open that was closed here.
  ///
  /// A program that another thread starts in the moment since the socket was made still gets it, as SwiftNIO does not
  /// ask the system to make it so at once. To be called on the channel's event loop.
  func closeOnExec() {
    _ = try? pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
      fcntl($0, F_SETFD, FD_CLOEXEC)
    }
  }
}
