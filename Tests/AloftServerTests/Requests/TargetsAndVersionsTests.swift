import Aloft
import AloftHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct TargetsAndVersionsTests {
  private func describe(_ app: Application) {
    app.get("/a") { (request: Request) in "\(request.host) \(request.target) \(request.version)" }
    app.get("/stream") { Response.stream { try await $0.write("streamed") } }
  }

  @Test func anAbsoluteTargetNamesTheHost() async throws {
    try await Site.with(
      describe,
      test: { site in
        let response = try await site.response(to: "GET http://b:81/a?c HTTP/1.1\r\nHost: other\r\n\r\n")
        #expect(response.text == "b:81 http://b:81/a?c HTTP/1.1")
      })
  }

  @Test func anAsteriskAsksForWhatTheServerCan() async throws {
    try await Site.with(
      describe,
      test: { site in
        let response = try await site.response(to: "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(response.status == 204)
        #expect(response["Allow"] == "GET, HEAD, OPTIONS")
      })
  }

  @Test func tunnelsAreNotImplemented() async throws {
    try await Site.with(
      describe,
      test: { site in
        let response = try await site.response(to: "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n")
        #expect(response.status == 501)
        #expect(response.closes)
      })
  }

  @Test(arguments: ["HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/3.0"])
  func otherVersionsAreNotSpoken(_ version: String) async throws {
    try await Site.with(
      describe,
      test: { site in
        let response = try await site.response(to: "GET /a \(version)\r\nHost: a\r\n\r\n")
        #expect(response.status == 505)
        #expect(response.closes)
      })
  }

  @Test(arguments: [("", " /a HTTP/1.0"), ("Host: b\r\n", "b /a HTTP/1.0")])
  func anOldClientIsAnsweredAndTheConnectionCloses(_ lines: String, _ expected: String) async throws {
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send("GET /a HTTP/1.0\r\n\(lines)\r\n")
        let response = try await client.response()
        #expect(response.text == expected)
        #expect(response.closes)
        #expect(try await client.isClosed())
      })
  }

  @Test func anOldClientMayKeepItsConnection() async throws {
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        for _ in 0..<2 {
          try await client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
          let response = try await client.response()
          #expect(response.status == 200)
          #expect(response["Connection"] == "keep-alive")
        }
      })
  }

  @Test func anOldClientGetsAStreamUpToTheEndOfTheConnection() async throws {
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        let response = try await client.response()
        #expect(response.text == "streamed")
        #expect(response.closes && !response.isChunked)
        #expect(try await client.isClosed())
      })
  }
}
