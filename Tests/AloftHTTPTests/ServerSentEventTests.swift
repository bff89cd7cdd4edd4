import AloftHTTP
import Testing

@Suite struct ServerSentEventTests {
  @Test func anEventIsItsDataAndAnEmptyLine() {
    #expect(ServerSentEvent("hello").encoded == "data: hello\n\n")
  }

  @Test func kindIDAndRetryComeFirst() {
    let event = ServerSentEvent("a", event: "news", id: "7", retry: 500)
    #expect(event.encoded == "event: news\nid: 7\nretry: 500\ndata: a\n\n")
  }

  @Test(arguments: ["a\nb", "a\rb", "a\r\nb"])
  func aLineBreakInTheDataBeginsALineOfData(_ data: String) {
    #expect(ServerSentEvent(data).encoded == "data: a\ndata: b\n\n")
  }

  @Test(arguments: [
    ("", [""]), ("\n", ["", ""]), ("a\n", ["a", ""]), ("\r\r", ["", "", ""]), ("\r\n\r\n", ["", "", ""]),
    ("\n\r", ["", "", ""]), ("a\u{2028}b\u{85}c\u{0B}d", ["a\u{2028}b\u{85}c\u{0B}d"]), ("é\r\n🐍", ["é", "🐍"]),
  ])
  func everyLineOfTheDataIsKept(_ data: String, _ lines: [String]) {
    #expect(ServerSentEvent(data).encoded == lines.map { "data: \($0)\n" }.joined() + "\n")
  }

  @Test func dataCannotBeginAnotherFieldOrEvent() {
    let event = ServerSentEvent("a\n\nevent: login\r\rdata: b\r\n\r\nid: 9")
    #expect(
      event.encoded
        == "data: a\ndata: \ndata: event: login\ndata: \ndata: data: b\ndata: \ndata: id: 9\n\n")
  }

  @Test(arguments: ["a\ndata: b", "a\rdata: b", "a\r\ndata: b", "a\n\ndata: b", "\u{0}a\ndata: b"])
  func kindAndIDStayOneLine(_ text: String) {
    #expect(ServerSentEvent("c", event: text).encoded == "event: adata: b\ndata: c\n\n")
    #expect(ServerSentEvent("c", id: text).encoded == "id: adata: b\ndata: c\n\n")
  }
}
