internal import AloftServer

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

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
