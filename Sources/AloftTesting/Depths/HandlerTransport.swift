internal import Aloft

/// Hands requests to an application as values.
struct HandlerTransport: Transport {
  let application: FrozenApplication

  func exchange(_ prepared: PreparedRequest, body: TestBody) async throws -> RawResponse {
    let (head, whole): ([UInt8], [UInt8]?) =
      switch body.content {
      case .bytes(let bytes): (prepared.head(length: bytes.count), bytes)
      case .pieces: (prepared.head(length: nil), nil)
      }
    var parser = RequestParser()
    var offset = 0
    let parsed: RequestHead
    switch parser.next(head.span, at: &offset) {
    case .head(let head): parsed = head
    case .refused(let refusal): throw UnreadableRequest(description: refusal.explanation)
    default: throw UnreadableRequest(description: "the request is incomplete")
    }
    let limit = ServerLimits().body
    let received: RequestBody
    switch body.content {
    case .bytes: received = RequestBody(whole ?? [], limit: limit)
    case .pieces(let pieces): received = RequestBody(source: PieceSource(pieces), limit: limit)
    }
    return await answer(
      Request(
        head: parsed, body: received,
        connection: ConnectionInfo(scheme: prepared.scheme, peer: prepared.address, responder: application)),
      isHead: prepared.method == .head)
  }

  /// Answers a request, and writes its body while it is read.
  func answer(_ request: consuming Request, isHead: Bool) async -> RawResponse {
    let response: Response
    let finish: (@Sendable () async -> Void)?
    switch application.answer(&request) {
    case .ready(let ready, _): (response, finish) = (ready, nil)
    case .later(_, let run, let after): (response, finish) = (await run(request), after)
    }
    let body = WrittenBody(response.body, isSent: !isHead && !response.status.forbidsBody)
    return RawResponse(
      status: response.status, headers: response.headers, body: body.pieces, failure: response.failure,
      original: response, finish: { await finish?() },
      cancel: {
        await body.cancel()
        await finish?()
      })
  }
}

/// A request's body that comes in pieces.
final class PieceSource: RequestBody.Source {
  private let pieces: PieceIterator

  init(_ pieces: AsyncStream<[UInt8]>) { self.pieces = PieceIterator(pieces) }

  func next() async throws -> [UInt8]? { await pieces.next() }

  var trailers: Headers { [:] }

  private actor PieceIterator {
    private var iterator: AsyncStream<[UInt8]>.Iterator?

    init(_ pieces: AsyncStream<[UInt8]>) { iterator = pieces.makeAsyncIterator() }

    func next() async -> [UInt8]? {
      // Taken out while it waits: an actor's state may not be held over a suspension.
      guard var current = iterator else { return nil }
      iterator = nil
      let piece = await current.next(isolation: self)
      iterator = current
      return piece
    }
  }
}
