import AloftHTTP
import RefusedMessages
import Testing

/// A network may cut a message anywhere: what is read must not depend on it.
@Suite struct SplitTests {
  static let messages = [
    "\r\nGET /a?b HTTP/1.1\r\nHost: a\r\nX: b\r\n\r\nGET http://b/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloPUT /2 HTTP/1.1\r\nHost: b\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "5;a=\"b\"\r\nhello\r\n0A ; c\r\n0123456789\r\n0\r\nX: y\r\nZ:\r\n\r\nOPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
  ]

  @Test(arguments: messages)
  func oneCutAnywhereChangesNothing(_ message: String) {
    let bytes = Array(message.utf8)
    let whole = Transcript(bytes)
    #expect(whole.refusal == nil)
    #expect(whole.heads.count == 2)
    for cut in 0...bytes.count { #expect(Transcript(bytes, cuts: [cut]) == whole) }
  }

  @Test(arguments: messages)
  func byteByByteChangesNothing(_ message: String) {
    let bytes = Array(message.utf8)
    #expect(Transcript(byByte: bytes) == Transcript(bytes))
  }

  @Test(arguments: UInt64(0)..<300)
  func manyCutsChangeNothing(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bytes = Array((0..<4).map { _ in Self.messages.randomElement(using: &generator) ?? "" }.joined().utf8)
    let cuts = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
      Int.random(in: 0...bytes.count, using: &generator)
    }
    #expect(Transcript(bytes, cuts: cuts.sorted()) == Transcript(bytes))
  }

  @Test(arguments: UInt64(0)..<300)
  func cutsChangeNothingAboutADamagedMessage(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var bytes = Array(Self.messages.joined().utf8)
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      let others: [UInt8] = [0x00, 0x09, 0x0A, 0x0D, 0x20, 0x22, 0x2C, 0x30, 0x3A, 0x3B, 0x66, 0x7F, 0xFF]
      bytes[index] = others.randomElement(using: &generator) ?? 0
    }
    let whole = Transcript(bytes)
    let pieces = Transcript(byByte: bytes)
    // Of two faults in a line the one is found first or the other, but what was read before them is the same.
    #expect((pieces.refusal == nil) == (whole.refusal == nil))
    #expect(pieces.entries.dropLast() == whole.entries.dropLast())
  }
}
