import AloftHTTP
import Testing

@Suite struct ResponseHeadTests {
  @Test func aHeadIsAStatusLineTheFieldsADateAndALength() throws {
    let sent = try EncodedResponse(Response(text: "hello"))
    #expect(
      sent.lines == [
        "HTTP/1.1 200 OK", "Content-Type: text/plain; charset=utf-8", "Date: Mon, 23 Nov 2026 20:48:24 GMT",
        "Content-Length: 5", "", "",
      ])
    #expect(sent.body == "hello")
    #expect(sent.plan.keepsAlive && sent.plan.sendsBody)
  }

  @Test(arguments: [
    (Status.notFound, "HTTP/1.1 404 Not Found"), (Status(299), "HTTP/1.1 299 "),
    (Status(200, phrase: "OK"), "HTTP/1.1 200 OK"), (Status(418, phrase: "Teapot"), "HTTP/1.1 418 Teapot"),
    (Status(42), "HTTP/1.1 500 Internal Server Error"), (Status(1000), "HTTP/1.1 500 Internal Server Error"),
    (Status(418, phrase: "a\r\nX: b\0"), "HTTP/1.1 418 a  X: b "),
  ])
  func theStatusLineHasCodeAndPhrase(_ status: Status, _ line: String) throws {
    #expect(try EncodedResponse(Response(status: status)).lines.first == line)
  }

  @Test func fieldsKeepTheirOrderAndRepeat() throws {
    var headers: Headers = ["X-B": "1", "X-A": "2"]
    headers.append("X-B", "3")
    let sent = try EncodedResponse(Response(headers: headers))
    #expect(sent.fields.prefix(3) == ["X-B: 1", "X-A: 2", "X-B: 3"])
  }

  @Test func anAuthorsDateReplacesTheServers() throws {
    let sent = try EncodedResponse(Response(headers: ["date": "Thu, 01 Jan 1970 00:00:00 GMT"]))
    #expect(sent.values(of: "Date") == ["Thu, 01 Jan 1970 00:00:00 GMT"])
  }

  @Test func anInterimStatusCannotEndAnExchange() {
    for code in [100, 101, 103, 199] {
      #expect(throws: ResponseEncoder.Failure.interimStatus) { try EncodedResponse(Response(status: Status(code))) }
    }
  }

  @Test func anUpgradeSaysSoAndHasNoLength() throws {
    let sent = try EncodedResponse(.upgrade(to: "websocket", headers: ["X-A": "b"]) { _ in })
    #expect(
      sent.lines == [
        "HTTP/1.1 101 Switching Protocols", "X-A: b", "Upgrade: websocket", "Date: \(EncodedResponse.date)",
        "Connection: upgrade", "", "",
      ])
    #expect(!sent.plan.sendsBody)
  }

  @Test func anUpgradeUnderAnotherStatusIsNotSent() {
    var response = Response.upgrade(to: "websocket") { _ in }
    response.status = .forbidden
    #expect(throws: ResponseEncoder.Failure.interimStatus) { try EncodedResponse(response) }
  }

  @Test func nothingIsWrittenWhenTheHeadFails() {
    var out = OutputBytes()
    out.append("before")
    for response in [
      Response(headers: ["X": "a", "Bad Name": "b"]), Response(headers: [.contentLength: "7"], body: .text("hello")),
      Response(status: .continue),
    ] {
      var encoder = ResponseEncoder()
      #expect(throws: ResponseEncoder.Failure.self) {
        try encoder.begin(response, ResponseEncoder.Circumstances(), dateLine: [], into: &out)
      }
      let written = out.bytes
      #expect(written == Array("before".utf8))
    }
  }

  // MARK: - The connection

  @Test func aConnectionThatClosesSaysSo() throws {
    let sent = try EncodedResponse(Response(text: "a"), ResponseEncoder.Circumstances(keepsAlive: false))
    #expect(sent.values(of: "Connection") == ["close"])
    #expect(!sent.plan.keepsAlive)
  }

  @Test(arguments: ["close", "Close", "keep-alive, close", "close,x"])
  func anAuthorMayCloseTheConnection(_ options: String) throws {
    let sent = try EncodedResponse(Response(headers: ["connection": options], body: .text("a")))
    #expect(sent.values(of: "Connection") == ["close"])
    #expect(!sent.plan.keepsAlive)
  }

  @Test func anAuthorMayNotKeepAConnectionThatCloses() throws {
    let response = Response(headers: [.connection: "keep-alive"], body: .text("a"))
    let sent = try EncodedResponse(response, ResponseEncoder.Circumstances(keepsAlive: false))
    #expect(sent.values(of: "Connection") == ["close"])
  }

  @Test func http10IsToldThatTheConnectionStays() throws {
    let sent = try EncodedResponse(Response(text: "a"), ResponseEncoder.Circumstances(isOldVersion: true))
    #expect(sent.values(of: "Connection") == ["keep-alive"])
    #expect(sent.lines.first == "HTTP/1.1 200 OK")
  }
}
