import Aloft
import RefusedMessages
import Testing

@Suite(.timeLimit(.minutes(1))) struct RefusedMessagesOnASocketTests {
  private func expectRefusal(
    _ message: RefusedMessage, from client: Client, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let response = try await client.response()
    #expect(response.status == message.status, "\(message)", sourceLocation: sourceLocation)
    #expect(response.closes, "\(message)", sourceLocation: sourceLocation)
    #expect(try await client.isClosed(), "\(message)", sourceLocation: sourceLocation)
  }

  /// Reads every body to its end.
  private func describe(_ app: Application) {
    for path in ["/", "/first"] {
      app.get(path) { "ok" }
      app.post(path) { (request: Request) async throws in try await request.body.text() }
    }
  }

  @Test func everyBadMessageIsAnsweredWithItsStatusAndTheConnectionClosed() async throws {
    try await Site.with(
      describe,
      test: { site in
        for message in RefusedMessage.all {
          let client = try site.connect()
          try await client.send(message.bytes)
          try await expectRefusal(message, from: client)
        }
      })
  }

  @Test func everyBadMessageThatComesByteByByteIsAnsweredTheSame() async throws {
    try await Site.with(
      describe,
      test: { site in
        for message in RefusedMessage.all {
          let client = try site.connect()
          await client.sendByteByByte(message.bytes)
          try await expectRefusal(message, from: client)
        }
      })
  }

  @Test func aGoodRequestIsAnsweredBeforeEveryBadMessageBehindIt() async throws {
    try await Site.with(
      describe,
      test: { site in
        for message in RefusedMessage.all {
          let client = try site.connect()
          try await client.send(RefusedMessage.goodRequest + message.bytes)
          let first = try await client.response()
          #expect(first.status == 200 && first.text == "hello" && !first.closes, "\(message)")
          try await expectRefusal(message, from: client)
        }
      })
  }

  @Test func aRefusalIsLoggedWithItsReason() async throws {
    try await Site.with(
      describe,
      test: { site in
        _ = try await site.response(to: "GET / HTTP/1.1\r\n\r\n")
        let entry = site.log.entries.first { $0.message == "request refused" }
        #expect(entry?.metadata["status"] == "400")
        #expect(entry?.metadata["reason"] == "HTTP/1.1 demands a Host field")
      })
  }

  @Test func aBodyThatTurnsOutBadBehindItsAnswerClosesWithoutASecondAnswer() async throws {
    try await Site.with(
      { app in app.post("/") { "done" } },
      test: { site in
        let client = try site.connect()
        try await client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        #expect(try await client.response().text == "done")
        try await client.send("x\r\n")
        #expect(try await client.isClosed())
      })
  }
}
