import Aloft
import AloftHTTP
import AloftServer
import Testing

/// Each input is refused at a limit and passes the raised one, so that a limit nobody heeds is noticed.
@Suite(.timeLimit(.minutes(1))) struct LimitsTests {
  struct Case: Sendable, CustomStringConvertible {
    let description: String
    let message: String
    let status: Int
    let limit: any WritableKeyPath<ServerLimits, Int> & Sendable
    let raised: Int
    let lowered: Int

    init(
      _ description: String, _ message: String, _ status: Int,
      _ limit: any WritableKeyPath<ServerLimits, Int> & Sendable,
      passes raised: Int, fails lowered: Int
    ) {
      self.description = description
      self.message = message
      self.status = status
      self.limit = limit
      self.raised = raised
      self.lowered = lowered
    }
  }

  private static func chunked(_ body: String) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)"
  }

  static let cases = [
    Case(
      "the request line", "GET /?abc HTTP/1.1\r\nHost: a\r\n\r\n", 414, \.parser.requestLine, passes: 18, fails: 17),
    Case(
      "the header's size", "GET / HTTP/1.1\r\nHost: a\r\nX: bcd\r\n\r\n", 431, \.parser.headerSection, passes: 17,
      fails: 16),
    Case(
      "the number of fields", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\r\n", 431, \.parser.fieldCount, passes: 2,
      fails: 1),
    Case(
      "a body of known length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 413, \.body, passes: 5,
      fails: 4),
    Case("a body in chunks", chunked("3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"), 413, \.body, passes: 5, fails: 4),
    Case(
      "chunk extensions", chunked("1;abc\r\nx\r\n1;d\r\nx\r\n0\r\n\r\n"), 413, \.parser.chunkExtensions, passes: 6,
      fails: 5),
    Case("the trailers", chunked("0\r\nX: abc\r\n\r\n"), 431, \.parser.trailerSection, passes: 8, fails: 7),
  ]

  /// The body, collected and with the application's limits.
  private func describe(_ app: Application) {
    app.get("/") { "ok" }
    app.post("/") { (request: Request) async throws in try await request.body.text() }
  }

  @Test(arguments: cases)
  func whatIsAsLargeAsItsLimitPasses(_ test: Case) async throws {
    try await Site.with(
      { $0.limits[keyPath: test.limit] = test.raised }, describe,
      test: { site in
        let found = try await site.response(to: test.message).status
        #expect(found == 200)
      })
  }

  @Test(arguments: cases)
  func whatIsLargerThanItsLimitGetsItsStatusAndTheConnectionEnds(_ test: Case) async throws {
    try await Site.with(
      { $0.limits[keyPath: test.limit] = test.lowered }, describe,
      test: { site in
        let client = try site.connect()
        try await client.send(test.message)
        let response = try await client.response()
        #expect(response.status == test.status)
        #expect(response.closes)
        #expect(try await client.isClosed())
      })
  }

  @Test(arguments: ["Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"])
  func aRouteSetsItsOwnLimitOnBodies(_ rest: String) async throws {
    let describe: (Application) -> Void = { app in
      app.post("/small", bodyLimit: 4) { (request: Request) async throws in try await request.body.text() }
      app.post("/large", bodyLimit: 5) { (request: Request) async throws in try await request.body.text() }
    }
    try await Site.with(
      { $0.limits.body = 1 }, describe,
      test: { site in
        #expect(try await site.response(to: "POST /small HTTP/1.1\r\nHost: a\r\n\(rest)").status == 413)
        let large = try await site.response(to: "POST /large HTTP/1.1\r\nHost: a\r\n\(rest)")
        #expect(large.status == 200 && large.text == "hello")
      })
  }

  @Test func aFunctionsBodyIsLimitedToo() async throws {
    let message = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
    let answer: @Sendable (Request) async throws -> Response = { Response(text: try await $0.body.text()) }
    try await Site.answering(
      { $0.limits.body = 4 }, by: answer,
      test: { site in
        let found = try await site.response(to: message).status
        #expect(found == 413)
      })
    try await Site.answering(
      { $0.limits.body = 5 }, by: answer,
      test: { site in
        let found = try await site.response(to: message).text
        #expect(found == "hello")
      })
  }

  @Test func aBodyAnnouncedTooLongIsRefusedBeforeItComes() async throws {
    try await Site.with(
      { $0.limits.body = 4 }, describe,
      test: { site in
        let response = try await site.response(to: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
        #expect(response.status == 413)
      })
  }

  // MARK: - Counts

  @Test func aConnectionTooManyIsTurnedAway() async throws {
    try await Site.with(
      { $0.limits.connections = 1 }, { $0.get("/") { "ok" } },
      test: { site in
        let first = try site.connect()
        #expect(try await first.get("/").status == 200)
        let second = try site.connect()
        let response = try await second.response()
        #expect(response.status == 503)
        #expect(response["Retry-After"] == "1")
        #expect(response.closes)
        #expect(try await second.isClosed())
        #expect(try await first.get("/").status == 200)
      })
  }

  @Test func aFloodOfConnectionsDoesNotFillTheLog() async throws {
    try await Site.with(
      {
        $0.limits.connections = 1
        $0.stopwatch = { 0 }
      }, { $0.get("/") { "ok" } },
      test: { site in
        let first = try site.connect()
        #expect(try await first.get("/").status == 200)
        for _ in 0..<5 { #expect(try await site.connect().response().status == 503) }
        #expect(site.log.messages.count { $0.hasPrefix("connection turned away") } == 1)
      })
  }

  @Test func aSecondConnectionIsServedWhereTwoAreAllowed() async throws {
    try await Site.with(
      { $0.limits.connections = 2 }, { $0.get("/") { "ok" } },
      test: { site in
        let first = try site.connect()
        #expect(try await first.get("/").status == 200)
        #expect(try await site.connect().get("/").status == 200)
      })
  }

  @Test func aConnectionThatClosedMakesRoomForAnother() async throws {
    try await Site.with(
      { $0.limits.connections = 1 }, { $0.get("/") { "ok" } },
      test: { site in
        let client = try site.connect()
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        _ = try await client.rest()
        await client.close()
        while site.server.connectionCount > 0 { await Task.yield() }
        #expect(try await site.connect().get("/").status == 200)
      })
  }

  @Test(arguments: [(1, 503), (2, 200)])
  func requestsInFlightAreLimited(_ limit: Int, _ expected: Int) async throws {
    let gate = Gate()
    let entered = Signal<Void>()
    let describe: (Application) -> Void = { app in
      app.get("/wait") { () async in
        entered.send()
        await gate.pass()
        return "waited"
      }
      app.get("/async") { () async in "async" }
      app.get("/sync") { "sync" }
    }
    try await Site.with(
      { $0.limits.requestsInFlight = limit }, describe,
      test: { site in
        let waiting = try site.connect()
        try await waiting.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
        await entered.next()
        let client = try site.connect()
        let response = try await client.get("/async")
        #expect(response.status == expected)
        #expect(response["Retry-After"] == (expected == 503 ? "1" : nil))
        // Whoever waits for nothing is answered at once, and the connection can go on.
        #expect(try await client.get("/sync").text == "sync")
        gate.open()
        #expect(try await waiting.response().text == "waited")
        #expect(try await client.get("/async").status == 200)
      })
  }

  @Test func aRequestBehindAnotherOneDoesNotCountWithIt() async throws {
    try await Site.with(
      { $0.limits.requestsInFlight = 1 },
      {
        $0.get("/") { () async in
          await Task.yield()
          return "ok"
        }
      },
      test: { site in
        let client = try site.connect()
        try await client.send(String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 3))
        for _ in 0..<3 { #expect(try await client.response().status == 200) }
      })
  }
}
