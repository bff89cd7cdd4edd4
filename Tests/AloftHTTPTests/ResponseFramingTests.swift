import AloftHTTP
import Testing

/// How a response's body is framed (RFC 9112, section 6; RFC 9110, sections 8.6 and 9.3.2).
@Suite struct ResponseFramingTests {
  private typealias Circumstances = ResponseEncoder.Circumstances
  private typealias Failure = ResponseEncoder.Failure

  private let stream = Response.stream { _ in }

  // MARK: - Without a body

  @Test func anEmptyBodyHasALengthOfZero() throws {
    #expect(try EncodedResponse(Response()).values(of: "Content-Length") == ["0"])
  }

  @Test func headGetsTheHeadOfGetAndNoBody() throws {
    let sent = try EncodedResponse(Response(text: "hello"), Circumstances(isHead: true))
    #expect(sent.lines == (try EncodedResponse(Response(text: "hello"))).lines)
    #expect(sent.body == "")
    #expect(!sent.plan.sendsBody && sent.plan.keepsAlive)
  }

  @Test func headOfAStreamHasNoChunks() throws {
    let sent = try EncodedResponse(stream, Circumstances(isHead: true), pieces: ["a"])
    #expect(sent.values(of: "Transfer-Encoding") == ["chunked"])
    #expect(sent.body == "")
  }

  @Test func headMayDescribeABodyThatWasNeverMade() throws {
    let sent = try EncodedResponse(Response(headers: [.contentLength: "4096"]), Circumstances(isHead: true))
    #expect(sent.values(of: "Content-Length") == ["4096"])
    #expect(sent.body == "")
  }

  @Test(arguments: [Status.noContent, .notModified])
  func aStatusWithoutBodyHasNoFraming(_ status: Status) throws {
    for body in [ResponseBody.text("hello"), stream.body, .empty] {
      let headers: Headers = [.contentLength: "5", .transferEncoding: "chunked"]
      let sent = try EncodedResponse(Response(status: status, headers: headers, body: body), pieces: ["a"])
      #expect(sent.fields == ["Date: \(EncodedResponse.date)"])
      #expect(sent.body == "")
      #expect(!sent.plan.sendsBody)
    }
  }

  // MARK: - Lengths

  @Test func aStreamOfKnownLengthIsNotChunked() throws {
    let sent = try EncodedResponse(.stream(length: 5) { _ in }, pieces: ["he", "", "llo"])
    #expect(sent.values(of: "Content-Length") == ["5"])
    #expect(sent.values(of: "Transfer-Encoding") == [])
    #expect(sent.body == "hello")
  }

  @Test func aBodyLongerThanAnnouncedIsStopped() throws {
    var encoder = ResponseEncoder()
    var out = OutputBytes()
    _ = try encoder.begin(.stream(length: 5) { _ in }, Circumstances(), dateLine: [], into: &out)
    try encoder.beginPiece(count: 3, into: &out)
    let before = out.bytes
    #expect(throws: Failure.lengthMismatch) { try encoder.beginPiece(count: 3, into: &out) }
    let after = out.bytes
    #expect(after == before)
  }

  @Test func aBodyShorterThanAnnouncedIsAFailure() {
    #expect(throws: Failure.lengthMismatch) { try EncodedResponse(.stream(length: 5) { _ in }, pieces: ["hell"]) }
  }

  @Test func aLengthBelowZeroIsAFailure() {
    var encoder = ResponseEncoder()
    var out = OutputBytes()
    #expect(throws: Failure.lengthMismatch) {
      try encoder.begin(.stream(length: -5) { _ in }, Circumstances(), dateLine: [], into: &out)
    }
    let written = out.bytes
    #expect(written.isEmpty)
  }

  @Test func theLargestLengthIsWrittenInFull() throws {
    let sent = try EncodedResponse(.stream(length: .max) { _ in }, Circumstances(isHead: true))
    #expect(sent.values(of: "Content-Length") == ["9223372036854775807"])
  }

  @Test(arguments: ["6", "-5", "five", "", "5, 5", "5\r\nX: y"])
  func aLengthThatContradictsTheBodyIsAFailure(_ length: String) {
    #expect(throws: Failure.lengthMismatch) {
      try EncodedResponse(Response(headers: ["content-length": length], body: .text("hello")))
    }
  }

  @Test func aLengthThatAgreesIsSentOnce() throws {
    let sent = try EncodedResponse(Response(headers: ["content-length": "5"], body: .text("hello")))
    #expect(sent.values(of: "Content-Length") == ["5"])
    #expect(sent.fields.count == 2)
  }

  @Test func twoLengthsThatDisagreeAreAFailure() {
    var headers: Headers = [.contentLength: "6"]
    headers.append(.contentLength, "5")
    #expect(throws: Failure.lengthMismatch) { try EncodedResponse(Response(headers: headers, body: .text("hello"))) }
  }

  @Test func anAuthorsLengthAnnouncesAStreams() throws {
    let response = Response(headers: [.contentLength: "5"], body: stream.body)
    let sent = try EncodedResponse(response, pieces: ["hello"])
    #expect(sent.values(of: "Content-Length") == ["5"])
    #expect(sent.body == "hello")
    #expect(throws: Failure.lengthMismatch) { try EncodedResponse(response, pieces: ["hello!"]) }
  }

  @Test func anAuthorsCodingIsNotSent() throws {
    let sent = try EncodedResponse(Response(headers: ["transfer-encoding": "gzip"], body: .text("hello")))
    #expect(sent.values(of: "transfer-encoding") == [])
    #expect(sent.values(of: "Transfer-Encoding") == [])
  }

  // MARK: - In one piece

  /// What `encode` writes, and whether nothing follows.
  private func encoded(
    _ response: Response, _ circumstances: Circumstances = Circumstances(), smallBody: Int = 100
  ) throws -> (text: String, isComplete: Bool) {
    var encoder = ResponseEncoder()
    var out = OutputBytes()
    let sent = try encoder.encode(
      response, circumstances, dateLine: EncodedResponse.dateLine, smallBody: smallBody, into: &out)
    // Whatever was announced has been kept: only an unfinished body makes this throw.
    if sent.isComplete { try encoder.end(into: &out) }
    return (String(decoding: out.bytes, as: UTF8.self), sent.isComplete)
  }

  @Test func aSmallBodyIsWrittenWithItsHead() throws {
    let circumstances = [
      Circumstances(), Circumstances(isHead: true), Circumstances(isOldVersion: true), Circumstances(keepsAlive: false),
    ]
    let responses = [
      Response(text: "hello"), Response(bytes: Array("hello".utf8), type: "a/b"), Response(),
      Response(status: .noContent), Response(status: .notModified, body: .text("hello")),
    ]
    for response in responses {
      for circumstance in circumstances {
        let parts = try EncodedResponse(response, circumstance)
        let whole = try encoded(response, circumstance)
        #expect(whole.text == parts.lines.dropLast().map { $0 + "\r\n" }.joined() + parts.body)
        #expect(whole.isComplete)
      }
    }
  }

  @Test func aLargeBodyIsLeftToBeSentByItself() throws {
    #expect(try encoded(Response(text: "hello"), smallBody: 5).text.hasSuffix("\r\n\r\nhello"))
    let (text, isComplete) = try encoded(Response(text: "hello"), smallBody: 4)
    #expect(text.hasSuffix("Content-Length: 5\r\n\r\n"))
    #expect(!isComplete)
  }

  @Test func aStreamIsLeftToBeWritten() throws {
    #expect(try !encoded(stream).isComplete)
    #expect(try encoded(stream, Circumstances(isHead: true)).isComplete)
  }

  @Test func preparedFieldsAreSentLikeOthers() throws {
    let made: Headers = [.contentType: "text/plain; charset=utf-8"]
    #expect(Headers.plainText == made)
    #expect(
      try encoded(Response(headers: .plainText, body: .text("a"))).text
        == encoded(Response(headers: made, body: .text("a"))).text)
    var changed = Headers.plainText
    changed.append("X", "a")
    changed[.contentType] = "b/c"
    #expect(changed.fields == [Headers.Field(.contentType, "b/c"), Headers.Field("X", "a")])
    #expect(Headers.plainText == made)
  }

  // MARK: - Chunks

  @Test func aStreamIsSentInChunks() throws {
    let sent = try EncodedResponse(stream, pieces: ["hello", String(repeating: "a", count: 26)])
    #expect(sent.values(of: "Transfer-Encoding") == ["chunked"])
    #expect(sent.values(of: "Content-Length") == [])
    #expect(sent.body == "5\r\nhello\r\n1a\r\n\(String(repeating: "a", count: 26))\r\n0\r\n\r\n")
  }

  @Test func anEmptyPieceDoesNotEndTheBody() throws {
    #expect(try EncodedResponse(stream, pieces: ["", "a", "", ""]).body == "1\r\na\r\n0\r\n\r\n")
  }

  @Test func trailersFollowTheLastChunk() throws {
    let sent = try EncodedResponse(stream, pieces: ["a"], trailers: ["X-Sum": "1", "X": "b\r\nc"])
    #expect(sent.body == "1\r\na\r\n0\r\nX-Sum: 1\r\nX: b  c\r\n\r\n")
  }

  @Test func trailersThatFrameOrAreNoFieldsAreLeftOut() throws {
    let trailers: Headers = [
      "content-length": "5", "Transfer-Encoding": "chunked", "Host": "a", "Trailer": "b", "Connection": "close",
      "a b": "c", "": "d", "X\r\nY": "e", "X": "f",
    ]
    #expect(try EncodedResponse(stream, trailers: trailers).body == "0\r\nX: f\r\n\r\n")
  }

  @Test func aBodyOfKnownLengthHasNoTrailers() throws {
    #expect(try EncodedResponse(Response(text: "hello"), trailers: ["X": "a"]).body == "hello")
  }

  @Test func http10KnowsNoChunksSoTheConnectionCloses() throws {
    let sent = try EncodedResponse(
      stream, Circumstances(isOldVersion: true), pieces: ["hello", "!"], trailers: ["X": "a"])
    #expect(sent.values(of: "Transfer-Encoding") == [])
    #expect(sent.values(of: "Content-Length") == [])
    #expect(sent.values(of: "Connection") == ["close"])
    #expect(sent.body == "hello!")
    #expect(!sent.plan.keepsAlive)
  }

  @Test func whatIsEncodedInChunksIsDecodedAgain() throws {
    let pieces = ["a", "", "hello\r\n0\r\n\r\n", String(repeating: "b", count: 70_000)]
    let sent = try EncodedResponse(stream, pieces: pieces, trailers: ["X": "y"])
    let request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(sent.body)"
    let transcript = Transcript(request)
    #expect(transcript.body == pieces.joined())
    #expect(transcript.entries.last == .end(trailers: [Headers.Field("X", "y")]))
  }
}
