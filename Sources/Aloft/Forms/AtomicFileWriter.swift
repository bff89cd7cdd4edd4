#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

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
    // A name that nobody can guess; not mkstemp's file, which is for its owner alone: the user's mask says who reads it.
    temporary = "\(path).\(String(UInt64.random(in: 0 ... .max), radix: 36))"
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw FileError.system("'\(path)' can't be written") }
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
    guard fsync(descriptor) == 0 else { throw FileError.system("'\(path)' can't be written") }
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
