internal import CFileCalls

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What came of asking the system for a path; a descriptor is to be closed by whoever gets it.
enum OpenedPath {
  case descriptor(Int32)
  case missing
  /// The system would have to ask a disk, or can't tell.
  case wouldWait
  case failed(Int32)

  /// Never waits for what is no file: a pipe, a terminal.
  private static let forReading = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
  #if os(Linux) || os(Android)
    private static let asPlace = Int32(ALOFT_O_PATH) | O_CLOEXEC
  #else
    private static let asPlace = O_RDONLY | O_CLOEXEC | O_NONBLOCK
  #endif

  static func open(_ path: String, waits: Bool) -> OpenedPath { open(path, forReading, waits: waits) }

  static func open(folder: String, waits: Bool) -> OpenedPath { open(folder, asPlace | O_DIRECTORY, waits: waits) }

  private static func open(_ path: String, _ flags: Int32, waits: Bool) -> OpenedPath {
    if waits { return trying { openat(AT_FDCWD, path, flags) } }
    return trying { aloft_openat2(AT_FDCWD, path, flags, resolving(ALOFT_RESOLVE_CACHED)) }
  }

  /// Opens a file below a folder for reading.
  ///
  /// - Parameters:
  ///   - name: A path without `..`.
  ///   - folder: The folder's descriptor.
  ///   - waits: Whether the disk may be waited for.
  static func open(_ name: String, beneath folder: Int32, waits: Bool) -> OpenedPath {
    let resolve = waits ? 0 : resolving(ALOFT_RESOLVE_CACHED)
    var isBeneath = true
    let opened = trying {
      let result = aloft_openat2(
        folder, name, forReading, resolving(ALOFT_RESOLVE_BENEATH) | resolving(ALOFT_RESOLVE_NO_MAGICLINKS) | resolve)
      // An absolute link, which may lead back; or the system does not know the call, does not allow it, or was not sure.
      if result < 0 { isBeneath = !([EXDEV, ENOSYS, EPERM].contains(errno) || waits && errno == EAGAIN) }
      return result
    }
    if isBeneath { return opened }
    return waits ? openVerified(name, in: folder) : .wouldWait
  }

  private static func resolving(_ flag: some BinaryInteger) -> UInt64 { UInt64(flag) }

  private static func trying(_ call: () -> Int32) -> OpenedPath {
    while true {
      let result = call()
      if result >= 0 { return .descriptor(result) }
      switch errno {
      case EINTR: continue
      // Of a system that can't tell whether it would wait.
      case EAGAIN, ENOSYS, EINVAL: return .wouldWait
      case ENOENT, ENOTDIR, EACCES, EPERM, ELOOP, ENAMETOOLONG, EXDEV, ENXIO, ENODEV, EISDIR: return .missing
      case let number: return .failed(number)
      }
    }
  }

  // MARK: - Where the system can't hold a name below a folder

  /// Opens a file without reading from it, and asks where it lies: nobody can put another in its place meanwhile.
  private static func openVerified(_ name: String, in folder: Int32) -> OpenedPath {
    #if canImport(Darwin)
      let flags = forReading
    #else
      let flags = asPlace
    #endif
    guard case .descriptor(let place) = trying({ openat(folder, name, flags) }) else { return .missing }
    guard let root = path(of: folder), let path = path(of: place), path.hasPrefix(root == "/" ? root : root + "/")
    else {
      close(place)
      return .missing
    }
    #if canImport(Darwin)
      return .descriptor(place)
    #else
      defer { close(place) }
      return trying { openat(AT_FDCWD, "/proc/self/fd/\(place)", forReading) }
    #endif
  }

  /// Where an open file or folder lies, with every link followed.
  private static func path(of descriptor: Int32) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX) + 1) { buffer in
      guard let start = buffer.baseAddress else { return nil }
      buffer.initialize(repeating: 0)
      #if canImport(Darwin)
        guard fcntl(descriptor, F_GETPATH, start) == 0 else { return nil }
      #else
        guard readlink("/proc/self/fd/\(descriptor)", start, Int(PATH_MAX)) > 0 else { return nil }
      #endif
      return String(cString: start)
    }
  }
}
