import Aloft
import AloftHTTP
import Dispatch
import Testing

@Suite(.timeLimit(.minutes(1))) struct StopTests {
  private let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  @Test func idleConnectionsAreClosedAtOnce() async throws {
    try await Site.with(
      { $0.get("/") { "ok" } },
      test: { site in
        let used = try site.connect()
        let fresh = try site.connect()
        _ = try await used.get("/")
        while site.server.connectionCount < 2 { await Task.yield() }
        async let stopped: Void = site.server.stop(within: .seconds(60))
        #expect(try await used.isClosed())
        #expect(try await fresh.isClosed())
        await used.close()
        await fresh.close()
        await stopped
        #expect(site.server.connectionCount == 0)
      })
  }

  @Test func aRequestInFlightIsAnsweredAndItsConnectionClosed() async throws {
    let entered = Signal<Void>()
    let gate = Gate()
    let describe: (Application) -> Void = { app in
      app.get("/") { () async in
        entered.send()
        await gate.pass()
        return "finished"
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let idle = try site.connect()
        while site.server.connectionCount < 1 { await Task.yield() }
        let client = try site.connect()
        try await client.send(request)
        await entered.next()
        async let stopped: Void = site.server.stop(within: .seconds(60))
        // Once the idle one is closed the server is stopping.
        #expect(try await idle.isClosed())
        gate.open()
        let response = try await client.response()
        #expect(response.text == "finished" && response.closes)
        #expect(try await client.isClosed())
        await client.close()
        await idle.close()
        await stopped
      })
  }

  @Test func aRequestWhoseHeadHasBegunIsAnswered() async throws {
    try await Site.with(
      { $0.get("/") { "ok" } },
      test: { site in
        let idle = try site.connect()
        while site.server.connectionCount < 1 { await Task.yield() }
        let client = try site.connect()
        try await client.send("GET / HTTP/1.1\r\n")
        _ = try await site.settled { 0 }
        async let stopped: Void = site.server.stop(within: .seconds(60))
        #expect(try await idle.isClosed())
        try await client.send("Host: a\r\n\r\n")
        let response = try await client.response()
        #expect(response.text == "ok" && response.closes)
        #expect(try await client.isClosed())
        await client.close()
        await idle.close()
        await stopped
      })
  }

  @Test func aConnectionWhoseAnswerWasGivenIsNotWaitedForUntilItsBodyIsThere() async throws {
    try await Site.with(
      { $0.post("/") { "early" } },
      test: { site in
        let client = try site.connect()
        try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
        #expect(try await client.response().text == "early")
        async let stopped: Void = site.server.stop(within: .seconds(60))
        #expect(try await client.isClosed())
        await client.close()
        await stopped
      })
  }

  @Test func noNewConnectionIsAccepted() async throws {
    let entered = Signal<Void>()
    let gate = Gate()
    let describe: (Application) -> Void = { app in
      app.get("/") { () async in
        entered.send()
        await gate.pass()
        return "finished"
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let port = site.port
        let idle = try site.connect()
        while site.server.connectionCount < 1 { await Task.yield() }
        let client = try site.connect()
        try await client.send(request)
        await entered.next()
        async let stopped: Void = site.server.stop(within: .seconds(60))
        #expect(try await idle.isClosed())
        #expect(throws: Client.Failure.self) { try Client(port: port) }
        gate.open()
        #expect(try await client.response().text == "finished")
        await client.close()
        await idle.close()
        await stopped
      })
  }

  @Test func whatIsLeftAtTheDeadlineIsEnded() async throws {
    let entered = Signal<Void>()
    let cancelled = Signal<Bool>()
    let describe: (Application) -> Void = { app in
      app.get("/") { () async in
        entered.send()
        await Gate().pass()
        cancelled.send(Task.isCancelled)
        return ""
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send(request)
        await entered.next()
        await site.server.stop(within: .zero)
        #expect(await cancelled.next() == true)
        #expect(try await client.rest().text == "")
        #expect(site.server.connectionCount == 0)
      })
  }

  @Test func aHandlerThatBlocksItsEventLoopIsLeftBehind() async throws {
    let entered = Signal<Void>()
    let end = DispatchSemaphore(value: 0)
    let describe: (Application) -> Void = { app in
      app.get("/") {
        entered.send()
        end.wait()
        return ""
      }
    }
    try await Site.with(
      { $0.closingTime = .zero }, describe,
      test: { site in
        let client = try site.connect()
        try await client.send(request)
        await entered.next()
        await site.server.stop(within: .zero)
        #expect(site.log.messages.contains("stopped without an event loop that a handler blocks"))
        end.signal()
        await client.close()
      })
  }

  @Test func stoppingTwiceOrBeforeTheStartDoesNothing() async throws {
    let app = Application()
    let server = try await app.start(ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0)))
    await server.stop()
    await server.stop()
    await Server { _ in Response() }.stop()
  }
}
