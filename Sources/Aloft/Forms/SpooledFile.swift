internal import AloftServer
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file on a disk that has no name: nobody else can open it, and it is gone when this is. Its calls block.
final class SpooledFile: Sendable {
  private let descriptor: Int32
  private let written = Mutex(0)

  /// The bytes that were written.
  var size: Int { written.withLock { $0 } }

  /// Creates an empty file in the folder for temporary files (`TMPDIR`).
  init() throws {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder.isEmpty ? "/tmp" : folder)/aloft-XXXXXX".utf8CString)
    // For its owner alone, and of a name that nobody can guess; the name is taken away at once.
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw FileError.system("a temporary file can't be made in \(folder)") }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Writes bytes behind those written before.
  func append(_ bytes: [UInt8]) throws {
    try written.withLock { count in
      try bytes.withUnsafeBytes { try FileWriting.write($0, to: descriptor, at: count) }
      count += bytes.count
    }
  }

  /// Reads up to `count` bytes from `offset`; fewer at the end.
  func read(at offset: Int, count: Int) throws -> [UInt8] {
    try FileReading.read(descriptor, at: offset, count: count)
  }
}
