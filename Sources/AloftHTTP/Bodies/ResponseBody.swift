/// The body of a response.
public struct ResponseBody: Sendable {
  package enum Storage: Sendable {
    case bytes([UInt8])
    case text(String)
    case file(FileBody)
    case stream(length: Int?, @Sendable (ResponseWriter) async throws -> Void)
    case upgrade(@Sendable (UpgradedConnection) async throws -> Void)
  }

  package let storage: Storage

  package init(_ storage: Storage) { self.storage = storage }

  /// No body.
  public static let empty = ResponseBody(.bytes([]))

  /// These bytes.
  public static func bytes(_ bytes: [UInt8]) -> ResponseBody { ResponseBody(.bytes(bytes)) }

  /// This text, as UTF-8.
  public static func text(_ text: String) -> ResponseBody { ResponseBody(.text(text)) }

  /// A body that is written while it is sent, at the pace of the client.
  ///
  /// - Parameters:
  ///   - length: The number of bytes if it is known: it is announced, and a body that differs aborts the connection.
  ///     Without it the body is sent in chunks.
  ///   - write: Writes the body. When it throws, the connection closes without the end of the body, so that the client
  ///     can tell.
  public static func stream(
    length: Int? = nil, _ write: @escaping @Sendable (ResponseWriter) async throws -> Void
  ) -> ResponseBody {
    ResponseBody(.stream(length: length, write))
  }

  /// The pieces of an asynchronous sequence, each sent when it comes.
  public static func stream<Pieces: AsyncSequence & Sendable>(
    length: Int? = nil, _ pieces: Pieces
  ) -> ResponseBody where Pieces.Element == [UInt8] {
    stream(length: length) { writer in
      for try await piece in pieces { try await writer.write(piece) }
    }
  }

  /// The pieces of text of an asynchronous sequence, each sent when it comes.
  public static func stream<Pieces: AsyncSequence & Sendable>(_ pieces: Pieces) -> ResponseBody
  where Pieces.Element == String {
    stream { writer in
      for try await piece in pieces { try await writer.write(piece) }
    }
  }

  /// The whole body where it is here already; `nil` for files, streams and upgrades.
  public var bytes: [UInt8]? {
    switch storage {
    case .bytes(let bytes): bytes
    case .text(let text): Array(text.utf8)
    case .file, .stream, .upgrade: nil
    }
  }

  /// The number of bytes where it is known before the body is written.
  public var length: Int? {
    switch storage {
    case .bytes(let bytes): bytes.count
    case .text(let text): text.utf8.count
    case .file(let file): file.length
    case .stream(let length, _): length
    case .upgrade: nil
    }
  }
}
