package import AloftHTTP

extension ResponseBody {
  /// The bytes of a file that are read at a time.
  private static let pieceSize = 128 * 1024

  /// Writes the whole body, whatever it consists of; nothing for an upgrade.
  ///
  /// - Parameter writer: Gets the bytes, piece by piece.
  package func write(to writer: ResponseWriter) async throws {
    switch storage {
    case .bytes(let bytes): if !bytes.isEmpty { try await writer.write(bytes) }
    case .text(let text): if !text.isEmpty { try await writer.write(text) }
    case .stream(_, let write): try await write(writer)
    case .upgrade: break
    case .file(let body):
      for piece in body.pieces {
        switch piece {
        case .bytes(let bytes): try await writer.write(bytes)
        case .range(let range):
          for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.pieceSize) {
            let part = start..<min(start + Self.pieceSize, range.upperBound)
            try await writer.write(try await blocking { try body.file.read(part) })
            body.file.wasSent(part.count)
          }
        }
      }
    }
  }
}

extension FileBody {
  /// The whole body if the system has it in its memory, so that an event loop may take it.
  package func bytesInMemory() -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length)
    for piece in pieces {
      switch piece {
      case .bytes(let own): bytes += own
      case .range(let range):
        let part = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
          let place = UnsafeMutableRawBufferPointer(buffer)
          if case .moved(let read) = file.readWithoutWaiting(into: place, at: range.lowerBound) { count = read }
        }
        guard part.count == range.count else { return nil }
        bytes += part
      }
    }
    return bytes
  }
}
