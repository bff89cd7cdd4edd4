internal import Aloft
internal import Synchronization

/// Brings requests to an application as bytes, through the server's own parser and encoder, without a socket.
struct BytesTransport: Transport {
  let application: FrozenApplication
  /// Decides where the bytes are split.
  private let splits: Splits

  init(_ application: FrozenApplication, seed: UInt64) {
    self.application = application
    splits = Splits(seed: seed)
  }

  func exchange(_ prepared: PreparedRequest, body: TestBody) async throws -> RawResponse {
    let request = try parsed(await bytes(of: prepared, body), prepared)
    let raw = await HandlerTransport(application: application).answer(request, isHead: prepared.method == .head)
    guard let original = raw.original else { return raw }
    let encoder = EncodedResponse(original, isHead: prepared.method == .head)
    let pieces = raw.body
    let reader = ResponseReader(read: encoder.reading(pieces))
    let head: ResponseReader.Head
    do {
      head = try await reader.head(isHead: prepared.method == .head)
    } catch {
      await raw.cancel()
      throw error
    }
    return RawResponse(
      status: head.status, headers: head.headers, body: reader.body { _ in }, failure: raw.failure, original: original,
      finish: raw.finish, cancel: raw.cancel)
  }

  private func bytes(of prepared: PreparedRequest, _ body: TestBody) async -> [UInt8] {
    switch body.content {
    case .bytes(let bytes): return prepared.head(length: bytes.count) + bytes
    case .pieces(let pieces):
      var bytes = prepared.head(length: nil)
      for await piece in pieces where !piece.isEmpty {
        bytes += Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8)
      }
      return bytes + Array("0\r\n\r\n".utf8)
    }
  }

  /// Lets the parser read the bytes in pieces.
  private func parsed(_ bytes: [UInt8], _ prepared: PreparedRequest) throws -> Request {
    var parser = RequestParser(limits: ServerLimits().parser)
    var head: RequestHead?
    var body: [UInt8] = []
    var waiting: [UInt8] = []
    var rest = bytes[...]
    while true {
      var offset = 0
      reading: while true {
        switch parser.next(waiting.span, at: &offset) {
        case .head(let found):
          head = found
          if !found.announcesBody { return request(found, [], prepared) }
        case .body(let range): body += waiting[range]
        case .end: if let head { return request(head, body, prepared) }
        case .refused(let refusal): throw UnreadableRequest(description: refusal.explanation)
        case .incomplete: break reading
        }
      }
      guard !rest.isEmpty else { throw UnreadableRequest(description: "the request is incomplete") }
      let piece = rest.prefix(splits.next())
      rest = rest.dropFirst(piece.count)
      waiting = Array(waiting[offset...]) + piece
    }
  }

  private func request(_ head: RequestHead, _ body: [UInt8], _ prepared: PreparedRequest) -> Request {
    Request(
      head: head, body: RequestBody(body, limit: ServerLimits().body),
      connection: ConnectionInfo(scheme: prepared.scheme, peer: prepared.address, responder: application))
  }
}

/// Lengths of pieces that look random, and are the same for the same seed.
final class Splits: Sendable {
  private let state: Mutex<UInt64>

  init(seed: UInt64) { state = Mutex(seed) }

  func next() -> Int {
    state.withLock { state in
      // SplitMix64.
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return 1 + Int((mixed ^ (mixed >> 31)) % 97)
    }
  }
}

/// A response on its way to bytes.
private actor EncodedResponse {
  private let response: Response
  private let circumstances: ResponseEncoder.Circumstances
  private var encoder = ResponseEncoder()
  private var hasBegun = false
  private var hasEnded = false
  private var sendsBody = false

  init(_ response: Response, isHead: Bool) {
    self.response = response
    circumstances = ResponseEncoder.Circumstances(isHead: isHead)
  }

  /// Gives the bytes one piece after the other.
  nonisolated func reading(
    _ pieces: AsyncThrowingStream<[UInt8], any Error>
  ) -> @Sendable () async throws -> [UInt8]? {
    let source = PieceReader(pieces)
    return { try await self.next(source) }
  }

  private func next(_ source: PieceReader) async throws -> [UInt8]? {
    var out = OutputBytes()
    if !hasBegun {
      hasBegun = true
      let date = Array("Date: \(HTTPDate.text(secondsSince1970: 0))\r\n".utf8)
      sendsBody = try encoder.begin(response, circumstances, dateLine: date, into: &out).sendsBody
      return out.bytes
    }
    guard sendsBody, !hasEnded else { return nil }
    guard let piece = try await source.next() else {
      hasEnded = true
      try encoder.end(into: &out)
      return out.bytes
    }
    try encoder.beginPiece(count: piece.count, into: &out)
    out.append(piece)
    encoder.endPiece(into: &out)
    return out.bytes
  }
}

/// One reader of a sequence, for whoever asks in turn.
actor PieceReader {
  private var iterator: AsyncThrowingStream<[UInt8], any Error>.Iterator?

  init(_ pieces: AsyncThrowingStream<[UInt8], any Error>) { iterator = pieces.makeAsyncIterator() }

  func next() async throws -> [UInt8]? {
    // Taken out while it waits: an actor's state may not be held over a suspension.
    guard var current = iterator else { return nil }
    iterator = nil
    let piece = try await current.next(isolation: self)
    iterator = current
    return piece
  }
}
