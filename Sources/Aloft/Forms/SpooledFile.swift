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

/// Writes a file beside its path, and puts it there once it is whole. Its calls block.
final class AtomicFileWriter {
  private let descriptor: Int32
  private let temporary: String
  private let path: String
  private let overwrites: Bool
  private var offset = 0
  private var isFinished = false

  /// Begins a file.
  init(path: String, overwrites: Bool) throws {
    self.path = path
    self.overwrites = overwrites
    if !overwrites, access(path, F_OK) == 0 { throw FileError(description: "'\(path)' is there already") }
    var template = Array("\(path).XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw FileError.system("'\(path)' can't be written") }
    temporary = template.withUnsafeBufferPointer { buffer in buffer.baseAddress.map { String(cString: $0) } ?? "" }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit {
    close(descriptor)
    if !isFinished { unlink(temporary) }
  }

  func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try FileWriting.write($0, to: descriptor, at: offset) }
    offset += bytes.count
  }

  /// Puts the file at its path.
  func finish() throws {
    // As files of other programs are, for all to read unless the user's mask forbids it.
    let mask = umask(0)
    umask(mask)
    guard fchmod(descriptor, 0o666 & ~mask) == 0, fsync(descriptor) == 0 else {
      throw FileError.system("'\(path)' can't be written")
    }
    if overwrites {
      guard rename(temporary, path) == 0 else { throw FileError.system("'\(path)' can't be written") }
      isFinished = true
    } else {
      // Unlike a rename, a link never replaces what somebody has put there meanwhile.
      guard link(temporary, path) == 0 else {
        throw errno == EEXIST
          ? FileError(description: "'\(path)' is there already") : FileError.system("'\(path)' can't be written")
      }
    }
  }
}

/// Writing to a descriptor.
enum FileWriting {
  /// Writes all of `bytes` at an offset.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int) throws {
    var written = 0
    while written < bytes.count {
      let result = pwrite(
        descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written, off_t(offset + written))
      if result < 0, errno == EINTR { continue }
      guard result > 0 else { throw FileError.system("writing a file failed") }
      written += result
    }
  }
}
