/// The body of a request, pulled piece by piece; the client is slowed down to the pace of the reader.
///
/// It can be read once. What is not read is discarded by the server.
public struct RequestBody: Sendable, AsyncSequence {
  /// Where a body that has not arrived completely comes from.
  package protocol Source: AnyObject, Sendable {
    /// The next piece, `nil` at the end.
    func next() async throws -> [UInt8]?
    /// The fields behind a body in chunks, once its end was read.
    var trailers: Headers { get }
  }

  fileprivate enum Storage: Sendable {
    case complete([UInt8])
    case source(any Source)
  }

  private let storage: Storage
  /// The most bytes that may be read, in bytes; beyond it reading throws ``RequestBodyError/tooLarge(limit:)``.
  package var limit: Int

  package init(_ bytes: [UInt8] = [], limit: Int = .max) {
    storage = .complete(bytes)
    self.limit = limit
  }

  package init(source: any Source, limit: Int) {
    storage = .source(source)
    self.limit = limit
  }

  /// The whole body if all of it is here already, as small ones and collected ones are; else `nil`.
  public var bytes: [UInt8]? {
    if case .complete(let bytes) = storage { bytes } else { nil }
  }

  /// The fields behind a body in chunks, once its end was read; empty before.
  public var trailers: Headers {
    if case .source(let source) = storage { source.trailers } else { [:] }
  }

  /// Waits for the whole body.
  ///
  /// - Parameter limit: The most bytes to accept; `nil` accepts what the route accepts.
  /// - Returns: All bytes.
  /// - Throws: ``RequestBodyError``, or `CancellationError` when the client went away.
  public func collect(upTo limit: Int? = nil) async throws -> [UInt8] {
    var body = self
    if let limit { body.limit = Swift.min(limit, self.limit) }
    if case .complete(let bytes) = storage {
      guard bytes.count <= body.limit else { throw RequestBodyError.tooLarge(limit: body.limit) }
      return bytes
    }
    var all: [UInt8] = []
    for try await piece in body { all.append(contentsOf: piece) }
    return all
  }

  /// Waits for the whole body and reads it as UTF-8; what is none is repaired.
  public func text(upTo limit: Int? = nil) async throws -> String {
    String(decoding: try await collect(upTo: limit), as: UTF8.self)
  }

  /// Iterates over the pieces as they arrive.
  public func makeAsyncIterator() -> Iterator { Iterator(storage: storage, limit: limit) }

  /// Pulls one piece after the other.
  public struct Iterator: AsyncIteratorProtocol {
    private var storage: Storage?
    private let limit: Int
    private var count = 0

    fileprivate init(storage: Storage, limit: Int) {
      self.storage = storage
      self.limit = limit
    }

    /// The next piece, `nil` at the end.
    public mutating func next() async throws -> [UInt8]? {
      switch storage {
      case nil: return nil
      case .complete(let bytes):
        storage = nil
        return bytes.isEmpty ? nil : try counted(bytes)
      case .source(let source):
        guard let piece = try await source.next() else {
          storage = nil
          return nil
        }
        return try counted(piece)
      }
    }

    private mutating func counted(_ piece: [UInt8]) throws -> [UInt8] {
      count += piece.count
      guard count <= limit else { throw RequestBodyError.tooLarge(limit: limit) }
      return piece
    }
  }
}

/// What can go wrong while a request's body is read.
public enum RequestBodyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The body is longer than `limit` bytes; the answer is 413.
  case tooLarge(limit: Int)
  /// The body came slower than the server waits for; the answer is 408.
  case tooSlow
  /// What arrived is no valid body; the answer is the refusal's status.
  case malformed(RequestRefusal)
  /// The connection ended before the body did.
  case incomplete
  /// Two readers pulled at once, or the body had been read already.
  case readTwice

  /// The error in a sentence.
  public var description: String {
    switch self {
    case .tooLarge(let limit): "the body is longer than the \(limit) bytes that are accepted here"
    case .tooSlow: "the body came too slowly"
    case .malformed(let refusal): refusal.explanation
    case .incomplete: "the connection ended before the body did"
    case .readTwice: "the body can be read once, by one reader"
    }
  }

  /// The status that answers it when a handler lets it through.
  public var status: Status {
    switch self {
    case .tooLarge: .contentTooLarge
    case .tooSlow: .requestTimeout
    case .malformed(let refusal): refusal.status
    case .incomplete: .badRequest
    case .readTwice: .internalServerError
    }
  }
}
