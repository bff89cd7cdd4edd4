internal import AloftHTTP
internal import AloftServer
internal import Synchronization

/// Compresses what a body writes on its way to the client.
final class CompressedStream: ResponseWriter.Sink {
  /// Larger pieces are compressed on a thread of their own: on an event loop all others would wait.
  private static let mostOnLoop = 16 * 1024
  /// What is compressed before the result leaves.
  private static let mostAtOnce = 256 * 1024

  private let out: ResponseWriter
  private let deflater: Deflater
  private let flush: Deflater.Flush
  private let count = Mutex(0)

  private init(_ out: ResponseWriter, _ deflater: Deflater, _ flush: Deflater.Flush) {
    self.out = out
    self.deflater = deflater
    self.flush = flush
  }

  func write(_ bytes: [UInt8]) async throws {
    count.withLock { $0 += bytes.count }
    if bytes.count <= Self.mostAtOnce { return try await writePiece(bytes) }
    // At the pace of the client, and with the memory of a piece.
    for start in stride(from: 0, to: bytes.count, by: Self.mostAtOnce) {
      try await writePiece(Array(bytes[start..<min(start + Self.mostAtOnce, bytes.count)]))
    }
  }

  private func writePiece(_ bytes: [UInt8]) async throws {
    guard !bytes.isEmpty else { return }
    let compressed = try await compressed(bytes)
    if !compressed.isEmpty { try await out.write(compressed) }
  }

  private func compressed(_ bytes: [UInt8]) async throws -> [UInt8] {
    guard bytes.count > Self.mostOnLoop else { return deflater.compress(bytes, flush) }
    return try await blocking { [deflater, flush] in deflater.compress(bytes, flush) }
  }

  func setTrailers(_ trailers: Headers) { out.setTrailers(trailers) }

  /// A body that is compressed while it is sent.
  ///
  /// - Parameters:
  ///   - body: The body as it is.
  ///   - borrowed: The compressor, which is given back at the end.
  ///   - padding: See ``Deflater/begin(padding:)``.
  static func body(_ body: ResponseBody, by borrowed: DeflaterPool.Borrowed, padding: Int) -> ResponseBody {
    // What is written bit by bit is to be read bit by bit; the rest is there anyway.
    let flush: Deflater.Flush = if case .stream = body.storage { .all } else { .none }
    return .stream { writer in
      borrowed.deflater.begin(padding: padding)
      let stream = CompressedStream(writer, borrowed.deflater, flush)
      try await body.write(to: ResponseWriter(stream))
      if let length = body.length, length != stream.count.withLock({ $0 }) {
        throw CompressionError.lengthMismatch
      }
      try await writer.write(borrowed.deflater.compress([], .end))
    }
  }
}

/// Why a body could not be compressed to its end.
enum CompressionError: Error, CustomStringConvertible {
  case lengthMismatch

  var description: String { "the body has more or fewer bytes than were announced" }
}
