import Aloft
import AloftHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct ResponseFormTests {
  @Test func aHeadIsAnsweredWithTheLengthAndWithoutTheBody() async throws {
    try await Site.with(
      { $0.get("/") { "hello" } },
      test: { site in
        let client = try site.connect()
        for _ in 0..<2 {
          try await client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
          let response = try await client.response(isHead: true)
          #expect(response.status == 200)
          #expect(response["Content-Length"] == "5")
        }
        #expect(try await client.get("/").text == "hello")
      })
  }

  @Test func aStreamDoesNotRunForAHead() async throws {
    let ran = Signal<Void>()
    let describe: (Application) -> Void = { app in
      app.get("/stream") { Response.stream { _ in ran.send() } }
      app.get("/") { () async in
        ran.send()
        return "hello"
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await client.response(isHead: true).isChunked)
        #expect(try await client.get("/").text == "hello")
      })
  }

  @Test(arguments: [204, 304])
  func aStatusWithoutABodyHasNone(_ status: Int) async throws {
    let describe: (Application) -> Void = { app in
      app.get("/bare") { Response(status: Status(status)) }
      app.get("/text") { Response(text: "dropped", status: Status(status)) }
      app.get("/stream") {
        var response = Response.stream { try await $0.write("dropped") }
        response.status = Status(status)
        return response
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        for path in ["/bare", "/text", "/stream", "/bare"] {
          let response = try await client.get(path)
          #expect(response.status == status)
          #expect(response["Content-Length"] == nil && response["Transfer-Encoding"] == nil)
        }
      })
  }

  @Test func everyResponseHasADate() async throws {
    try await Site.with(
      { $0.wallClock = { 784_111_777 } }, { $0.get("/") { "ok" } },
      test: { site in
        let found = try await site.connect().get("/")["Date"]
        #expect(found == "Sun, 06 Nov 1994 08:49:37 GMT")
      })
  }

  @Test func chunksGoBothWaysWithTrailers() async throws {
    let describe: (Application) -> Void = { app in
      app.post("/") { (request: Request) in
        Response.stream { writer in
          for try await piece in request.body { try await writer.write(piece) }
          writer.setTrailers(["X-Seen": request.body.trailers["X-Sum"] ?? "nothing"])
        }
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        for _ in 0..<2 {
          try await client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=\"y\"\r\nhel\r\n")
          #expect(try await client.head().isChunked)
          #expect(try await client.chunk() == Array("hel".utf8))
          try await client.send("2\r\nlo\r\n0\r\nX-Sum: 42\r\n\r\n")
          #expect(try await client.chunk() == Array("lo".utf8))
          #expect(try await client.chunk() == nil)
          #expect(try await client.bytes(14) == Array("X-Seen: 42\r\n\r\n".utf8))
        }
      })
  }

  @Test func aStreamOfKnownLengthAnnouncesIt() async throws {
    let describe: (Application) -> Void = { app in
      app.get("/") {
        Response.stream(length: 5) { writer in
          try await writer.write("hel")
          try await writer.write("lo")
        }
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        for _ in 0..<2 {
          let response = try await client.get("/")
          #expect(response["Content-Length"] == "5")
          #expect(response.text == "hello")
        }
      })
  }

  @Test func theElementsOfASequenceAreSentAsTheyCome() async throws {
    let (pieces, source) = AsyncStream.makeStream(of: String.self)
    let describe: (Application) -> Void = { app in app.get("/") { Response(body: .stream(pieces)) } }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await client.head().isChunked)
        for piece in ["one", "two"] {
          source.yield(piece)
          #expect(try await client.chunk() == Array(piece.utf8))
        }
        source.finish()
        #expect(try await client.chunk() == nil)
      })
  }

  @Test func largeBodiesArriveWhole() async throws {
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let describe: (Application) -> Void = { app in
      app.get("/bytes") { Response(bytes: bytes, type: "a/b") }
      app.get("/stream") { Response.stream { try await $0.write(bytes) } }
      app.get("/") { "ok" }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        #expect(try await client.get("/bytes").body == bytes)
        #expect(try await client.get("/stream").body == bytes)
        #expect(try await client.get("/").text == "ok")
      })
  }

  @Test func whatAUserSentCanNotBeginAnotherFieldOrResponse() async throws {
    let describe: (Application) -> Void = { app in
      app.get("/redirect") { (request: Request) in Redirect(to: request.query["to"] ?? "") }
      app.get("/status") { (request: Request) in Response(status: Status(200, phrase: request.query["to"])) }
      app.get("/trailer") { (request: Request) in
        Response.stream { $0.setTrailers(["X": request.query["to"] ?? ""]) }
      }
      app.get("/name") { (request: Request) in
        Response(headers: Headers([Headers.Field(HeaderName(request.query["to"] ?? ""), "x")]))
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let evil = "a%0d%0aSet-Cookie:%20evil=1%0d%0a%0d%0aHTTP/1.1%20200%20OK%0d%0a"
        for path in ["/redirect", "/status", "/trailer", "/name"] {
          let client = try site.connect()
          try await client.send("GET \(path)?to=\(evil) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
          let text = try await client.rest().text
          let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
          #expect(text.hasPrefix("HTTP/1.1 "))
          #expect(!lines.dropFirst().contains { $0.hasPrefix("HTTP/") || $0.hasPrefix("Set-Cookie") }, "\(path)")
        }
      })
  }

  @Test func aResponseThatCanNotBeSentBecomesA500AndTheConnectionGoesOn() async throws {
    let describe: (Application) -> Void = { app in
      app.get("/name") { Response(headers: ["not a token": "x"]) }
      app.get("/length") { Response(headers: [.contentLength: "6"], body: .text("hello")) }
      app.get("/interim") { Response(status: .continue) }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        for path in ["/name", "/length", "/interim"] { #expect(try await client.get(path).status == 500) }
        #expect(site.log.messages.filter { $0.hasPrefix("a response could not be sent") }.count == 3)
      })
  }
}
