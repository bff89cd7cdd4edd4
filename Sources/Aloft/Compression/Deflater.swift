internal import CZlib
internal import Synchronization

/// Compresses one body after the other, piece by piece; its memory, a quarter of a megabyte, is used again.
final class Deflater: Sendable {
  /// How what has been compressed so far leaves.
  enum Flush {
    /// What is worth it: the fewest bytes.
    case none
    /// All of it, so that the client can read what was written.
    case all
    /// All of it, and the end.
    case end

    fileprivate var code: Int32 {
      switch self {
      case .none: Z_NO_FLUSH
      case .all: Z_SYNC_FLUSH
      case .end: Z_FINISH
      }
    }
  }

  private let stream: Mutex<DeflateStream>

  /// Creates a compressor; `nil` where there is no memory for one.
  ///
  /// - Parameters:
  ///   - coding: gzip or deflate.
  ///   - level: 1, quick, to 9, thorough.
  init?(_ coding: ContentCoding, level: Int) {
    guard let stream = DeflateStream(coding, level: level) else { return nil }
    self.stream = Mutex(stream)
  }

  /// Begins another body.
  ///
  /// - Parameter padding: The bytes that its head has more than it needs, of gzip alone.
  func begin(padding: Int = 0) { stream.withLock { $0.begin(padding: padding) } }

  /// Compresses a piece.
  ///
  /// - Returns: What can leave, perhaps nothing.
  func compress(_ bytes: [UInt8], _ flush: Flush) -> [UInt8] {
    stream.withLock { stream in bytes.withUnsafeBytes { stream.compress($0, flush) } }
  }
}

/// A stream of zlib, which has one owner.
// The structures lie at places of their own: zlib keeps pointers to them.
private struct DeflateStream: ~Copyable {
  /// The longest name that a head is padded with.
  private static var longestPadding: Int { 255 }

  private let stream: UnsafeMutablePointer<z_stream>
  private let head: UnsafeMutablePointer<gz_header>
  private let name: UnsafeMutablePointer<Bytef>
  private let isGzip: Bool

  init?(_ coding: ContentCoding, level: Int) {
    isGzip = coding == .gzip
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    head = .allocate(capacity: 1)
    head.initialize(to: gz_header())
    name = .allocate(capacity: Self.longestPadding + 1)
    name.initialize(repeating: 0, count: Self.longestPadding + 1)
    // 15 bits of window are what every client has; 16 more stand for the head and the end of gzip.
    let window: Int32 = 15 + (isGzip ? 16 : 0)
    guard aloft_deflateInit2(stream, Int32(min(max(level, 1), 9)), window, 8) == Z_OK else {
      release()
      return nil
    }
  }

  deinit {
    deflateEnd(stream)
    release()
  }

  private func release() {
    stream.deallocate()
    head.deallocate()
    name.deallocate()
  }

  mutating func begin(padding: Int) {
    deflateReset(stream)
    let count = min(max(0, padding), Self.longestPadding)
    guard isGzip else { return }
    // A reset keeps the head of the body before.
    guard count > 0 else {
      deflateSetHeader(stream, nil)
      return
    }
    // A file's name, which every client passes over, ends with a zero.
    for index in 0..<count { name[index] = Bytef(UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "z"))) }
    name[count] = 0
    head.pointee = gz_header()
    // An unknown system, as gzip writes it unless it is told.
    head.pointee.os = 255
    head.pointee.name = name
    deflateSetHeader(stream, head)
  }

  mutating func compress(_ bytes: UnsafeRawBufferPointer, _ flush: Deflater.Flush) -> [UInt8] {
    var result: [UInt8] = []
    // Its type says that it changes what it reads, which it does not.
    stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: Bytef.self).baseAddress)
    stream.pointee.avail_in = uInt(clamping: bytes.count)
    // Enough for nearly everything that is compressed at once, and little for pieces that only gather.
    var room = max(512, bytes.count / 2 + 64)
    repeat {
      result.append(contentsOf: output(room, flush.code))
      room *= 2
      // A buffer that was filled may have left something behind.
    } while stream.pointee.avail_out == 0
    stream.pointee.next_in = nil
    stream.pointee.next_out = nil
    return result
  }

  private func output(_ room: Int, _ flush: Int32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      stream.pointee.next_out = buffer.baseAddress
      stream.pointee.avail_out = uInt(clamping: room)
      deflate(stream, flush)
      count = room - Int(stream.pointee.avail_out)
    }
  }
}
