import Aloft
import AloftHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct ContinueTests {
  private let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"

  private func echo(_ app: Application) {
    app.post("/") { (request: Request) async throws in try await request.body.text() }
  }

  @Test func aClientThatWaitsIsAskedForItsBody() async throws {
    try await Site.with(
      echo,
      test: { site in
        let client = try site.connect()
        for _ in 0..<2 {
          try await client.send(head)
          let interim = try await client.head()
          #expect(interim.status == 100 && interim.fields.isEmpty)
          try await client.send("hello")
          let final = try await client.response()
          #expect(final.status == 200 && final.text == "hello" && !final.closes)
        }
      })
  }

  @Test func aClientThatDoesNotWaitIsNotAsked() async throws {
    try await Site.with(
      echo,
      test: { site in
        let response = try await site.response(to: "\(head)hello")
        #expect(response.status == 200 && response.text == "hello")
      })
  }

  @Test(arguments: [403, 200])
  func aHandlerThatWantsNoBodyAnswersWithoutAskingAndCloses(_ status: Int) async throws {
    let describe: (Application) -> Void = { app in app.post("/") { Response(text: "no", status: Status(status)) } }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send(head)
        let response = try await client.response()
        #expect(response.status == status)
        #expect(response.closes)
        #expect(try await client.isClosed())
      })
  }

  @Test func aBodyAnnouncedTooLongIsRefusedWithoutAsking() async throws {
    try await Site.with(
      { $0.limits.body = 4 }, echo,
      test: { site in
        let client = try site.connect()
        try await client.send(head)
        let response = try await client.response()
        #expect(response.status == 413)
        #expect(response.closes)
        #expect(try await client.isClosed())
      })
  }

  @Test func anExpectationWithoutABodyIsIgnored() async throws {
    try await Site.with(
      echo,
      test: { site in
        let response = try await site.response(
          to: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n")
        #expect(response.status == 200)
        #expect(!response.closes)
      })
  }

  @Test func anOldClientIsNeverAsked() async throws {
    try await Site.with(
      echo,
      test: { site in
        let response = try await site.response(
          to: "POST / HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello")
        #expect(response.status == 200 && response.text == "hello")
      })
  }

  @Test func aStreamThatBeganAsksNoMore() async throws {
    let describe: (Application) -> Void = { app in
      app.post("/") { (request: Request) in
        Response.stream { writer in
          try await writer.write("first ")
          for try await piece in request.body { try await writer.write(piece) }
        }
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send(head)
        let response = try await client.head()
        #expect(response.status == 200)
        #expect(try await client.chunk() == Array("first ".utf8))
        try await client.send("hello")
        #expect(try await client.chunk() == Array("hello".utf8))
      })
  }
}
