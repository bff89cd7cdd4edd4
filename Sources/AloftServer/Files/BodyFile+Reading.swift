package import AloftHTTP
internal import CFileCalls

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What came of moving bytes without waiting.
enum FileMove: Equatable {
  /// So many bytes were moved, at least one.
  case moved(Int)
  /// The file ends before the place asked for.
  case ended
  /// It would have had to wait: for the disk, or for the client.
  case wouldWait
  /// The system does not know how.
  case unsupported
  case failed(Int32)

  /// Takes the result of a system call, and its error where that is negative.
  fileprivate init(_ result: Int, _ number: Int32) {
    switch result {
    case 1...: self = .moved(result)
    case 0: self = .ended
    default:
      switch number {
      case EAGAIN: self = .wouldWait
      case ENOSYS, EINVAL, EOPNOTSUPP: self = .unsupported
      default: self = .failed(number)
      }
    }
  }
}

extension BodyFile {
  /// Reads what the system has in its memory, so that an event loop may do it.
  ///
  /// - Parameters:
  ///   - place: Gets the bytes.
  ///   - offset: Where they lie in the file.
  func readWithoutWaiting(into place: UnsafeMutableRawBufferPointer, at offset: Int) -> FileMove {
    let move = trying { aloft_read_cached(descriptor, place.baseAddress, place.count, off_t(offset)) }
    guard case .unsupported = move, isExpectedInMemory else { return move }
    return trying { pread(descriptor, place.baseAddress, place.count, off_t(offset)) }
  }

  /// Whether the system has the ends of a range in its memory; what lies between them was read with them as a rule.
  func isInMemory(_ range: Range<Int>) -> Bool {
    switch probe(range.upperBound - 1) {
    case .moved: if case .moved = probe(range.lowerBound) { true } else { false }
    case .unsupported: isExpectedInMemory
    // Sending finds out what is wrong with it.
    case .ended: true
    case .wouldWait, .failed: false
    }
  }

  private func probe(_ offset: Int) -> FileMove {
    var byte: UInt8 = 0
    return withUnsafeMutableBytes(of: &byte) { place in
      trying { aloft_read_cached(descriptor, place.baseAddress, 1, off_t(offset)) }
    }
  }

  /// Whether a file that the system can't tell this of lies in memory or on a disk of the machine, as those of
  /// containers do, and not behind a network.
  private var isExpectedInMemory: Bool { aloft_is_near(descriptor) != 0 }

  private func trying(_ call: () -> Int) -> FileMove {
    while true {
      let result = call()
      let number = errno
      if result < 0, number == EINTR { continue }
      return FileMove(result, number)
    }
  }

  /// The bytes that the file has now.
  var currentSize: Int? {
    var information = stat()
    return fstat(descriptor, &information) == 0 ? Int(information.st_size) : nil
  }

  /// Lets the system send bytes of the file without copying them here.
  func send(_ range: Range<Int>, to socket: Int32) -> FileMove {
    var offset = off_t(range.lowerBound)
    while true {
      #if canImport(Darwin)
        var count = off_t(range.count)
        let failed = sendfile(descriptor, socket, offset, &count, nil, 0) != 0
        let number = errno
        if failed, count == 0, number == EINTR { continue }
        return FileMove(failed && count == 0 ? -1 : Int(count), number)
      #else
        let result = sendfile(socket, descriptor, &offset, range.count)
        let number = errno
        if result < 0, number == EINTR { continue }
        return FileMove(result, number)
      #endif
    }
  }

  /// Reads all bytes of a range, and waits for the disk.
  ///
  /// - Throws: ``FileError`` if the file can't be read, or has become shorter.
  package func read(_ range: Range<Int>) throws(FileError) -> [UInt8] {
    var outcome = FileMove.moved(0)
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      // pread fills the array's own memory, and says how far.
      while filled < range.count, case .moved = outcome {
        let result = pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, range.count - filled, off_t(range.lowerBound + filled))
        let number = errno
        if result < 0, number == EINTR { continue }
        outcome = FileMove(result, number)
        if result > 0 { filled += result }
      }
    }
    switch outcome {
    case .moved: return bytes
    case .failed(let number): throw .system("reading a file failed", number)
    case .ended, .wouldWait, .unsupported: throw .shrunk
    }
  }
}
