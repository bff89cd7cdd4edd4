import AloftHTTP
import Testing

@Suite struct RequestParserTests {
  @Test func aRequestHasItsMethodPathQueryHostAndFields() throws {
    let head = try #require(
      Transcript("GET /a%20b?q=tea HTTP/1.1\r\nHost: example.com:8080\r\nAccept:  text/html \t\r\n\r\n").heads.first)
    #expect(head.method == "GET")
    #expect(head.target == "/a%20b?q=tea")
    #expect(head.path == "/a b")
    #expect(head.query == "q=tea")
    #expect(head.host == "example.com:8080")
    #expect(head.version == "HTTP/1.1")
    #expect(head.framing == .none)
    #expect(head.fields == [Headers.Field("Host", "example.com:8080"), Headers.Field("Accept", "text/html")])
  }

  @Test(arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "M-SEARCH", "!#$%&'*+"])
  func aMethodIsAnyTokenAsItIsSpelled(_ method: String) {
    #expect(Transcript("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n").heads.first?.method == method)
  }

  @Test func anHTTP10RequestNeedsNoHost() throws {
    let head = try #require(Transcript("GET / HTTP/1.0\r\n\r\n").heads.first)
    #expect(head.version == "HTTP/1.0")
    #expect(head.host == "")
  }

  @Test(arguments: [
    "a", "example.com", "EXAMPLE.com:80", "a:", "192.0.2.7:8080", "[::1]", "[2001:db8::7]:443", "a_b-c~d.e", "a:65535",
    "",
  ])
  func aHostIsANameOrAnAddressWithAPortOrNone(_ host: String) {
    #expect(Transcript("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n").heads.first?.host == host)
  }

  @Test func oneEmptyLineBeforeARequestIsSkipped() {
    #expect(Transcript("\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n").heads.first?.path == "/a")
  }

  @Test func anEmptyLineIsSkippedBeforeEachRequest() {
    let request = "\r\nPOST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"
    #expect(Transcript(request + request + request).heads.count == 3)
  }

  @Test func requestsBehindOneAnotherAreReadInOrder() {
    let transcript = Transcript(
      """
      GET /1 HTTP/1.1\r\nHost: a\r\n\r\n\
      POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello\
      POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n\
      DELETE /4 HTTP/1.1\r\nHost: b\r\n\r\n
      """)
    #expect(transcript.refusal == nil)
    #expect(transcript.heads.map(\.path) == ["/1", "/2", "/3", "/4"])
    #expect(transcript.heads.map(\.framing) == [.none, .length(5), .chunked, .none])
    #expect(transcript.heads.map(\.fields.count) == [1, 2, 2, 1])
    #expect(transcript.entries.count == 8)
  }

  @Test func aBodyLooksLikeARequestAndIsNone() {
    let inner = "GET /inner HTTP/1.1\r\nHost: a\r\n\r\n"
    let transcript = Transcript(
      "POST /outer HTTP/1.1\r\nHost: a\r\nContent-Length: \(inner.utf8.count)\r\n\r\n\(inner)")
    #expect(transcript.heads.map(\.path) == ["/outer"])
    #expect(transcript.body == inner)
  }

  @Test func aLengthOfZeroIsNoBody() {
    let transcript = Transcript("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
    #expect(transcript.heads.first?.framing == RequestHead.Framing.none)
    #expect(transcript.entries.count == 1)
  }

  @Test(arguments: ["5", "005", "\t5 "])
  func aLengthIsItsDigits(_ length: String) {
    let transcript = Transcript("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\nhello")
    #expect(transcript.heads.first?.framing == .length(5))
    #expect(transcript.body == "hello")
    #expect(transcript.entries.last == .end(trailers: nil))
  }

  @Test func theLargestLengthIsUnderstood() {
    let transcript = Transcript("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775807\r\n\r\nhello")
    #expect(transcript.heads.first?.framing == .length(.max))
    #expect(transcript.body == "hello")
  }

  @Test func aValueMayHoldTabsAndBytesBeyondASCII() {
    let head = Transcript("GET / HTTP/1.1\r\nHost: a\r\nX: ä\tb  c\r\nEmpty:\r\n\r\n").heads.first
    #expect(head?.fields.dropFirst().map(\.value) == ["ä\tb  c", ""])
  }

  @Test func bytesThatAreNoUTF8AreRepaired() {
    let bytes =
      Array("GET /".utf8) + [0xC3, 0x28] + Array(" HTTP/1.1\r\nHost: a\r\nX: ".utf8) + [0xFE] + Array("\r\n\r\n".utf8)
    let head = Transcript(bytes).heads.first
    #expect(head?.path == "/\u{FFFD}(")
    #expect(head?.fields.last?.value == "\u{FFFD}")
  }

  @Test func theParserKnowsWhereItIs() {
    var parser = RequestParser()
    func feed(_ text: String) {
      let bytes = Array(text.utf8)
      var offset = 0
      while offset < bytes.count { _ = parser.next(bytes.span, at: &offset) }
    }
    #expect(!parser.isInsideHead && !parser.isInsideBody)
    feed("G")
    #expect(parser.isInsideHead)
    feed("ET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r")
    #expect(parser.isInsideHead && !parser.isInsideBody)
    feed("\n")
    #expect(!parser.isInsideHead && parser.isInsideBody && parser.remainingBody == 3)
    feed("ab")
    #expect(parser.remainingBody == 1)
  }
}
