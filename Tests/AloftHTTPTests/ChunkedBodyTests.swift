import AloftHTTP
import Testing

@Suite struct ChunkedBodyTests {
  private func transcript(_ body: String) -> Transcript {
    Transcript("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n\(body)")
  }

  @Test func chunksBecomeABody() {
    let transcript = transcript("5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n")
    #expect(transcript.body == "hello, world")
    #expect(transcript.entries.last == .end(trailers: nil))
  }

  @Test func aBodyMayBeEmpty() {
    #expect(transcript("0\r\n\r\n").entries.dropFirst() == [.end(trailers: nil)])
  }

  @Test(arguments: ["a", "A", "0a", "000000000000000A"])
  func aSizeIsHexadecimalOfUpTo16Digits(_ size: String) {
    #expect(transcript("\(size)\r\n0123456789\r\n0\r\n\r\n").body == "0123456789")
  }

  @Test func aLastChunkMayHaveSeveralZeros() {
    #expect(transcript("1\r\na\r\n0000\r\n\r\n").entries.last == .end(trailers: nil))
  }

  @Test func theLargestSizeIsUnderstood() {
    #expect(transcript("7FFFFFFFFFFFFFFF\r\nhello").body == "hello")
  }

  @Test func dataMayHoldLineEndsAndLookLikeChunks() {
    #expect(transcript("a\r\n0\r\n\r\n5\r\n\r\n\r\n0\r\n\r\n").body == "0\r\n\r\n5\r\n\r\n")
  }

  @Test(arguments: [
    ";a", ";a=b", ";a=\"b\"", ";a;b=c;d=\"e\"", ";a=\"\"", ";a=\"b;c\\\"d\\\\\"", " ; a = b", "\t;a\t=\t\"b c\"",
    ";a=\"ä\"",
  ])
  func anExtensionIsReadOver(_ text: String) {
    let transcript = transcript("5\(text)\r\nhello\r\n0\(text)\r\n\r\n")
    #expect(transcript.body == "hello")
    #expect(transcript.entries.last == .end(trailers: nil))
  }

  @Test func trailersFollowTheBody() {
    let transcript = transcript("5\r\nhello\r\n0\r\nDigest: abc\r\nX-Sum:  5 \r\n\r\n")
    #expect(
      transcript.entries.last
        == .end(trailers: [Headers.Field("Digest", "abc"), Headers.Field("X-Sum", "5")]))
  }

  @Test func trailersDoNotReachTheHeaders() throws {
    let head = try #require(transcript("0\r\nX: a\r\n\r\n").heads.first)
    #expect(head.fields.map(\.name) == ["Host", "Transfer-Encoding"])
  }

  @Test func theNextRequestFollowsTheTrailers() {
    let transcript = transcript("0\r\nX: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(transcript.heads.last?.path == "/next")
  }
}
