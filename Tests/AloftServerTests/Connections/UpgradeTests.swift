import Aloft
import AloftHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct UpgradeTests {
  private let offer = "Connection: upgrade\r\nUpgrade: echo\r\n"

  private func request(_ path: String, _ lines: String) -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n" }

  private static func echo() -> Response {
    .upgrade(to: "echo", headers: ["X-Echo": "1"]) { connection in
      for try await piece in connection { try await connection.write(piece) }
      try await connection.write(Array("bye".utf8))
    }
  }

  private func describe(_ app: Application) {
    app.get("/sync") { Self.echo() }
    app.get("/async") { () async in
      await Task.yield()
      return Self.echo()
    }
  }

  @Test(arguments: ["/sync", "/async"])
  func bytesGoBothWaysInTheNewProtocol(_ path: String) async throws {
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send(request(path, offer))
        let response = try await client.head()
        #expect(response.status == 101)
        #expect(response["Upgrade"] == "echo" && response["Connection"] == "upgrade" && response["X-Echo"] == "1")
        for text in ["one", "two"] {
          try await client.send(text)
          #expect(try await client.bytes(3) == Array(text.utf8))
        }
        await client.finishSending()
        #expect(try await client.rest() == Client.Remainder(text: "bye"))
      })
  }

  @Test(arguments: ["/sync", "/async"])
  func bytesBehindTheHeadBelongToTheNewProtocol(_ path: String) async throws {
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send(request(path, offer) + "early")
        #expect(try await client.head().status == 101)
        #expect(try await client.bytes(5) == Array("early".utf8))
        try await client.send("late")
        #expect(try await client.bytes(4) == Array("late".utf8))
      })
  }

  @Test(arguments: [
    "", "Upgrade: echo\r\n", "Connection: upgrade\r\n", "Connection: upgrade\r\nUpgrade: echo\r\nContent-Length: 1\r\n",
  ])
  func aClientThatOffersNoUpgradeIsToldToDoSo(_ lines: String) async throws {
    try await Site.with(
      describe,
      test: { site in
        let response = try await site.response(to: request("/sync", lines))
        #expect(response.status == 426)
        #expect(response["Upgrade"] == "echo")
      })
  }

  @Test func anOldClientIsNotUpgraded() async throws {
    try await Site.with(
      describe,
      test: { site in
        let found = try await site.response(to: "GET /sync HTTP/1.0\r\n\(offer)\r\n").status
        #expect(found == 426)
      })
  }

  @Test func anOfferNobodyTakesIsAnsweredAsUsual() async throws {
    try await Site.with(
      { $0.get("/") { "plain" } },
      test: { site in
        let client = try site.connect()
        try await client.send(request("/", offer) + request("/", ""))
        for _ in 0..<2 { #expect(try await client.response().text == "plain") }
      })
  }

  @Test func theServersEndClosesTheConnection() async throws {
    let describe: (Application) -> Void = { app in
      app.get("/") { Response.upgrade(to: "echo") { try await $0.write(Array("all".utf8)) } }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send(request("/", offer))
        _ = try await client.head()
        #expect(try await client.rest() == Client.Remainder(text: "all"))
      })
  }

  @Test func aProtocolThatFailsClosesTheConnectionAndIsLogged() async throws {
    struct Fault: Error {}
    let describe: (Application) -> Void = { app in
      app.get("/") { Response.upgrade(to: "echo") { _ in throw Fault() } }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send(request("/", offer))
        _ = try await client.head()
        #expect(try await client.isClosed())
        #expect(site.log.messages.contains("an upgraded connection failed"))
      })
  }

  @Test func aClientThatIsGoneCancelsTheProtocol() async throws {
    let entered = Signal<Void>()
    let cancelled = Signal<Bool>()
    let describe: (Application) -> Void = { app in
      app.get("/") {
        Response.upgrade(to: "echo") { _ in
          entered.send()
          await Gate().pass()
          cancelled.send(Task.isCancelled)
        }
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send(request("/", offer))
        await entered.next()
        await client.reset()
        #expect(await cancelled.next() == true)
      })
  }
}
