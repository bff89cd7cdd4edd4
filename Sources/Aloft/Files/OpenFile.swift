#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A regular file, open for reading; closed when nobody holds it any more. Its calls block.
final class OpenFile: Sendable {
  /// The size in bytes when it was opened.
  let size: Int
  /// The last change, in seconds since 1970.
  let modified: Int
  private let descriptor: Int32

  /// Opens the file at `path`; `nil` where there is none that may be read.
  init?(path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    size = Int(information.st_size)
    #if canImport(Darwin)
      modified = Int(information.st_mtimespec.tv_sec)
    #else
      modified = Int(information.st_mtim.tv_sec)
    #endif
  }

  deinit { close(descriptor) }

  /// Reads up to `count` bytes from `offset`; fewer at the file's end.
  func read(at offset: Int, count: Int) throws -> [UInt8] {
    try FileReading.read(descriptor, at: offset, count: count)
  }

  /// The path of `name` below `folder`, with every link followed.
  ///
  /// - Returns: `nil` where there is no such file, or it lies elsewhere: `name` comes from a client.
  static func path(of name: String, in folder: String) -> String? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, !name.utf8.contains(0), !name.contains("\\"),
      parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }),
      let root = resolved(folder), let path = resolved("\(folder)/\(name)")
    else { return nil }
    return path.hasPrefix(root == "/" ? root : root + "/") ? path : nil
  }

  private static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// Reading from a descriptor.
enum FileReading {
  /// Reads up to `count` bytes from `offset`; fewer at the file's end.
  static func read(_ descriptor: Int32, at offset: Int, count: Int) throws -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      // pread fills the array's own memory, and says how far.
      while filled < count {
        let result = pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
        if result < 0, errno == EINTR { continue }
        if result < 0 { failure = errno }
        if result <= 0 { break }
        filled += result
      }
    }
    guard failure == 0 else { throw FileError.system("reading a file failed", failure) }
    return bytes
  }
}

/// What the system could not do with a file.
struct FileError: Error, CustomStringConvertible {
  let description: String

  /// An error with the system's words for its number, that of the last call if left out.
  static func system(_ text: String, _ number: Int32 = errno) -> FileError {
    FileError(description: "\(text): \(strerror(number).map { String(cString: $0) } ?? "error \(number)")")
  }
}
