import AloftHTTP
import Testing

/// What users send finds its way into responses; it may never begin a field, a body or a second response.
@Suite struct ResponseInjectionTests {
  @Test(arguments: [
    ("a\r\nSet-Cookie: b=c", "a  Set-Cookie: b=c"), ("a\nb", "a b"), ("a\rb", "a b"), ("a\0b", "a b"),
    ("\r\n\r\n<p>", "    <p>"), ("a\u{7F}b", "a b"), ("a\u{1B}[0m", "a [0m"), ("a\tb", "a\tb"), ("ä", "ä"),
  ])
  func controlCharactersInAValueBecomeBlanks(_ value: String, _ written: String) throws {
    let sent = try EncodedResponse(Response(headers: ["X": value]))
    #expect(sent.values(of: "X") == [written])
    #expect(sent.fields.count == 3)
  }

  @Test func anAuthorsDateIsCleanedLikeOtherValues() throws {
    let sent = try EncodedResponse(Response(headers: [.date: "a\r\nX: b"]))
    #expect(sent.values(of: "Date") == ["a  X: b"])
    #expect(sent.values(of: "X") == [])
  }

  @Test(arguments: ["", "a b", "a:b", "X\r\nY", "X\n", "X\0", " X", "X ", "X\t", "ä", "X\u{7F}", "(X)"])
  func aNameThatIsNoTokenIsNotSent(_ name: String) {
    #expect(!HeaderName(name).isValid)
    #expect(throws: ResponseEncoder.Failure.invalidFieldName(name)) {
      try EncodedResponse(Response(headers: ["X": "a", HeaderName(name): "b"]))
    }
  }

  @Test func aRedirectToHostileTextStaysOneField() throws {
    let sent = try EncodedResponse(.redirect(to: "/\r\nSet-Cookie: admin=1\r\n\r\n<script>"))
    #expect(sent.fields.count == 3)
    #expect(sent.values(of: "Set-Cookie") == [])
  }

  @Test func theProtocolOfAnUpgradeStaysOneField() throws {
    let sent = try EncodedResponse(.upgrade(to: "a\r\nX: b") { _ in })
    #expect(sent.values(of: "Upgrade") == ["a  X: b"])
  }

  @Test(arguments: UInt64(0)..<500)
  func aFieldStaysOneFieldWhateverItsValue(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let alphabet: [Unicode.Scalar] = [
      "\r", "\n", "\0", "\t", " ", ":", ",", ";", "a", "Z", "\"", "\u{7F}", "\u{85}", "\u{2028}", "é", "🐍", "\u{0B}",
    ]
    var headers = Headers()
    for index in 0..<Int.random(in: 0...12, using: &generator) {
      var value = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...20, using: &generator) {
        value.append(alphabet.randomElement(using: &generator) ?? "a")
      }
      headers.append(HeaderName("X-\(index)"), String(value))
    }
    let sent = try EncodedResponse(Response(headers: headers, body: .text("body")))
    #expect(sent.fields.count == headers.count + 2)
    #expect(
      sent.fields.map { $0.prefix { $0 != ":" } } == headers.map { $0.name.spelling[...] } + ["Date", "Content-Length"])
    #expect(sent.lines.suffix(2) == ["", ""])
    #expect(sent.lines.joined().unicodeScalars.allSatisfy { $0 == "\t" || ($0.value >= 0x20 && $0.value != 0x7F) })
    #expect(sent.body == "body")
  }
}
