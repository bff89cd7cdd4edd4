#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The open files of this process that no folder has.
enum NamelessFiles {
  /// How many of them have a size, which tells those of one test from those of others.
  static func count(ofSize size: Int) -> Int {
    (0 as Int32..<2048).count { descriptor in
      var status = stat()
      return fstat(descriptor, &status) == 0 && status.st_nlink == 0 && Int(status.st_size) == size
    }
  }
}
