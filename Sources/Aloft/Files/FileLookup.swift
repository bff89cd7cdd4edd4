internal import AloftServer
internal import CFileCalls

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What came of looking for a file.
enum FileLookup: Sendable {
  case file(OpenFile)
  /// A folder has the name.
  case folder
  /// Nothing that may be served has the name.
  case missing
  /// The system would have to ask a disk.
  case wouldWait

  /// Opens the file at a path that the program has chosen.
  ///
  /// - Parameters:
  ///   - path: Where it lies.
  ///   - waits: Whether the disk may be waited for; where not, an event loop may do this.
  static func find(_ path: String, waits: Bool) throws(FileError) -> FileLookup {
    guard !path.utf8.contains(0) else { return .missing }
    return try FileLookup(OpenedPath.open(path, waits: waits))
  }

  /// Opens a file below a folder; whatever its name is made of, it never leads out of it.
  ///
  /// - Parameters:
  ///   - name: A path below the folder, which may come from a client.
  ///   - folder: The folder.
  ///   - waits: Whether the disk may be waited for; where not, an event loop may do this.
  static func find(_ name: String, in folder: String, waits: Bool) throws(FileError) -> FileLookup {
    guard FileName.isSafe(name) else { return .missing }
    switch OpenedPath.open(folder: folder, waits: waits) {
    case .descriptor(let folder):
      defer { close(folder) }
      return try FileLookup(OpenedPath.open(name, beneath: folder, waits: waits))
    case let failure: return try FileLookup(failure)
    }
  }

  /// Whether a folder is at a path.
  static func isFolder(_ path: String) -> Bool {
    guard case .descriptor(let descriptor) = OpenedPath.open(folder: path, waits: true) else { return false }
    close(descriptor)
    return true
  }

  private init(_ opened: OpenedPath) throws(FileError) {
    switch opened {
    case .wouldWait: self = .wouldWait
    case .missing: self = .missing
    case .failed(let number): throw .system("opening a file failed", number)
    case .descriptor(let descriptor):
      var information = stat()
      let isKnown = fstat(descriptor, &information) == 0
      if isKnown, information.st_mode & S_IFMT == S_IFREG {
        self = .file(OpenFile(descriptor, information))
      } else {
        // Reading a pipe or a device waits for ever, or has effects.
        self = isKnown && information.st_mode & S_IFMT == S_IFDIR ? .folder : .missing
        close(descriptor)
      }
    }
  }
}

/// A name of a file that may be looked for below a folder.
enum FileName {
  /// Whether every part of a name is one: no way upwards, no second way to write a path.
  static func isSafe(_ name: String) -> Bool {
    var part = 0
    var dots = 0
    for byte in name.utf8 {
      switch byte {
      case 0, UInt8(ascii: "\\"): return false
      case UInt8(ascii: "/"):
        guard part > 0, dots != part || dots > 2 else { return false }
        (part, dots) = (0, 0)
      default:
        part += 1
        if byte == UInt8(ascii: ".") { dots += 1 }
      }
    }
    return part > 0 && (dots != part || dots > 2)
  }

  /// Whether a part of a name begins with a dot, as those do that are not meant for others; `.well-known` is (RFC 8615).
  static func isHidden(_ name: String) -> Bool {
    let wellKnown = ".well-known/"
    var begins = true
    for byte in name.utf8.dropFirst(name.hasPrefix(wellKnown) ? wellKnown.utf8.count : 0) {
      if begins, byte == UInt8(ascii: ".") { return true }
      begins = byte == UInt8(ascii: "/")
    }
    return false
  }
}
