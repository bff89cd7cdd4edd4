#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

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
