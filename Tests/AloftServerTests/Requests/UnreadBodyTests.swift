import Aloft
import AloftHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct UnreadBodyTests {
  private func describe(_ app: Application) { app.post("/") { "early" } }

  private func head(_ framing: String) -> String { "POST / HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n" }

  private func text(_ count: Int) -> String { String(repeating: "x", count: count) }

  @Test func aBodyNobodyReadsIsDiscardedAndTheConnectionUsedAgain() async throws {
    try await Site.with(
      { $0.limits.unreadBody = 1000 }, describe,
      test: { site in
        let client = try site.connect()
        for _ in 0..<3 {
          try await client.send(head("Content-Length: 1000"))
          let response = try await client.response()
          #expect(response.text == "early" && !response.closes)
          try await client.send(text(1000))
        }
      })
  }

  @Test func aBodyInChunksNobodyReadsIsDiscardedAndTheConnectionUsedAgain() async throws {
    try await Site.with(
      { $0.limits.unreadBody = 1000 }, describe,
      test: { site in
        let client = try site.connect()
        for _ in 0..<3 {
          try await client.send(head("Transfer-Encoding: chunked"))
          let response = try await client.response()
          #expect(response.text == "early" && !response.closes)
          try await client.send("3e8\r\n\(text(1000))\r\n0\r\n\r\n")
        }
      })
  }

  @Test func aBodyAnnouncedBeyondTheBoundEndsTheConnection() async throws {
    try await Site.with(
      { $0.limits.unreadBody = 999 }, describe,
      test: { site in
        let client = try site.connect()
        try await client.send(head("Content-Length: 1000"))
        let response = try await client.response()
        #expect(response.text == "early" && response.closes)
        #expect(try await client.isClosed())
      })
  }

  @Test func aBodyInChunksBeyondTheBoundEndsTheConnection() async throws {
    try await Site.with(
      { $0.limits.unreadBody = 999 }, describe,
      test: { site in
        let client = try site.connect()
        try await client.send(head("Transfer-Encoding: chunked"))
        #expect(try await client.response().text == "early")
        try await client.send("3e8\r\n\(text(1000))\r\n0\r\n\r\n\(head("Content-Length: 0"))")
        #expect(try await client.isClosed())
      })
  }

  @Test func anAnswerIsNotLostWhileTheClientGoesOnSending() async throws {
    try await Site.with(
      { $0.limits.unreadBody = 0 }, describe,
      test: { site in
        for _ in 0..<10 {
          let client = try site.connect()
          try await client.send(head("Content-Length: 4000000") + text(4_000_000))
          let response = try await client.response()
          #expect(response.text == "early" && response.closes)
          #expect(try await client.isClosed())
        }
      })
  }

  @Test func aReaderThatIsKeptBehindTheAnswerIsToldTheEnd() async throws {
    let failure = Signal<RequestBodyError?>()
    let describe: (Application) -> Void = { app in
      app.post("/") { (request: Request) async in
        Task {
          do {
            _ = try await request.body.collect()
            failure.send(nil)
          } catch {
            failure.send(error as? RequestBodyError)
          }
        }
        return "early"
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send(head("Content-Length: 1000"))
        #expect(try await client.response().text == "early")
        #expect(await failure.next() == .incomplete)
      })
  }

  @Test func aHandlerThatReadsAPartLeavesTheRestToBeDiscarded() async throws {
    let describe: (Application) -> Void = { app in
      app.post("/") { (request: Request) async throws in
        var pieces = request.body.makeAsyncIterator()
        return try await pieces.next().map { String(decoding: $0, as: UTF8.self) } ?? ""
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        for _ in 0..<2 {
          try await client.send("\(head("Content-Length: 8"))half")
          #expect(try await client.response().text == "half")
          try await client.send("rest")
        }
      })
  }
}
