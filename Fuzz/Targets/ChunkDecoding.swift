import AloftHTTP

/// The chunk decoder: cuts change nothing, what it accepts has one meaning, and what the encoder writes comes back.
func fuzz(_ bytes: [UInt8]) {
  guard let input = FuzzInput(bytes) else { return }
  let whole = Decoding([input.message], limits: input.limits)
  precondition(Decoding(input.pieces, limits: input.limits) == whole, "pieces change the meaning")
  precondition(Decoding(input.bytewise, limits: input.limits) == whole, "single bytes change the meaning")
  if whole.outcome == .ended { checkMeaning(of: whole, in: input.message) }
  checkRoundTrip(input)
}

private struct Decoding: Equatable {
  enum Outcome { case incomplete, ended, refused }

  var outcome = Outcome.incomplete
  var body: [UInt8] = []
  var trailers: [Headers.Field]?
  /// The number of bytes used up to the end of the body.
  var used = 0

  init(_ pieces: [[UInt8]], limits: ParserLimits) {
    var decoder = ChunkedDecoder(limits: limits)
    for piece in pieces where outcome == .incomplete { read(piece, with: &decoder) }
    if outcome == .refused { used = 0 }
  }

  private mutating func read(_ piece: [UInt8], with decoder: inout ChunkedDecoder) {
    var offset = 0
    defer { used += offset }
    while true {
      let before = offset
      let event = decoder.next(piece.span, at: &offset)
      precondition(offset >= before && offset <= piece.count, "the offset left the input")
      switch event {
      case .head: preconditionFailure("a body has no head")
      case .incomplete:
        precondition(offset == piece.count, "input was left over")
        return
      case .body(let range):
        precondition(!range.isEmpty && range.upperBound == offset && range.lowerBound >= before, "not what was used")
        body.append(contentsOf: piece[range])
      case .end(let section):
        trailers = section.map { Headers($0).fields }
        outcome = .ended
        return
      case .refused:
        outcome = .refused
        return
      }
    }
  }
}

/// Reads an accepted body once more, by the shortest way there is.
private func checkMeaning(of decoding: Decoding, in message: [UInt8]) {
  var rest = message[...]
  var body: [UInt8] = []
  func line() -> ArraySlice<UInt8> {
    guard let end = rest.indices.dropLast().first(where: { rest[$0] == 0x0D && rest[$0 + 1] == 0x0A }) else {
      preconditionFailure("a line has no end")
    }
    defer { rest = rest[(end + 2)...] }
    return rest[..<end]
  }
  while true {
    let digits = line().prefix { $0.hexValue != nil }
    guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16) else { preconditionFailure("no size") }
    if size == 0 { break }
    body += rest.prefix(size)
    rest = rest.dropFirst(size)
    precondition(line().isEmpty, "there is more data than announced")
  }
  var trailerCount = 0
  while !line().isEmpty { trailerCount += 1 }
  precondition(body == decoding.body, "the body has another meaning")
  precondition(message.count - rest.count == decoding.used, "the body has another end")
  precondition(trailerCount == decoding.trailers?.count ?? 0, "there are other trailers")
}

private func checkRoundTrip(_ input: FuzzInput) {
  var encoder = ResponseEncoder()
  var head = OutputBytes()
  guard (try? encoder.begin(.stream { _ in }, ResponseEncoder.Circumstances(), dateLine: [], into: &head)) != nil else {
    preconditionFailure("a head can't be written")
  }
  var out = OutputBytes()
  for piece in [[]] + input.pieces {
    guard (try? encoder.beginPiece(count: piece.count, into: &out)) != nil else {
      preconditionFailure("a piece can't be written")
    }
    out.append(piece)
    encoder.endPiece(into: &out)
  }
  let text = String(decoding: input.message, as: UTF8.self)
  let isNamed = HeaderName(text).isValid
  guard (try? encoder.end(trailers: ["X": String(text.prefix(100)), HeaderName(text): "a"], into: &out)) != nil else {
    preconditionFailure("the end can't be written")
  }
  let decoding = Decoding([out.bytes], limits: ParserLimits(trailerSection: .max))
  guard decoding.outcome != .refused else {
    // Trailers that frame a message are left out by the encoder, others of the decoder's list pass it.
    precondition(["authorization", "cookie"].contains(text.lowercased()), "what the encoder writes is refused")
    return
  }
  precondition(decoding.outcome == .ended && decoding.used == out.count, "what the encoder writes has no end")
  precondition(decoding.body == input.message, "the body was changed on its way")
  precondition((1...(isNamed ? 2 : 1)).contains(decoding.trailers?.count ?? 0), "a trailer became several")
}
