internal import AloftHTTP

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A regular file, open for reading; closed when nobody holds it any more.
final class OpenFile: BodyFile {
  let descriptor: Int32
  /// What tells the file's contents apart from its other ones.
  let version: FileVersion
  /// Whether its contents can't change any more without its time telling.
  let isSettled: Bool

  /// The bytes when it was opened.
  var size: Int { version.size }

  init(_ descriptor: Int32, _ information: stat) {
    self.descriptor = descriptor
    version = FileVersion(information)
    isSettled = version.isSettled(at: time(nil))
  }

  deinit { close(descriptor) }
}

/// What tells the contents of a file apart from those it had before, without reading them.
struct FileVersion: Sendable, Hashable {
  let size: Int
  /// When it was changed, in seconds since 1970 and nanoseconds.
  let seconds: Int
  let nanoseconds: Int
  /// A file that was put in another one's place has its own.
  let inode: UInt64

  init(_ information: stat) {
    size = Int(information.st_size)
    inode = UInt64(information.st_ino)
    #if canImport(Darwin)
      let modified = information.st_mtimespec
    #else
      let modified = information.st_mtim
    #endif
    seconds = Int(modified.tv_sec)
    nanoseconds = Int(modified.tv_nsec)
  }

  /// Whether a change now would give the file another time: systems count in steps, some of them in two seconds.
  func isSettled(at now: Int) -> Bool { now < seconds || now - seconds > 2 }

  /// The version as an entity tag (RFC 9110, section 8.8.3).
  var entityTag: String {
    "\"\(String(inode, radix: 36))-\(String(size, radix: 36))-\(String(seconds, radix: 36))."
      + "\(String(nanoseconds, radix: 36))\""
  }
}
