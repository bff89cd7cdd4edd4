import AloftHTTP
import AloftServer
import Testing

/// A server is started once and stopped once.
@Suite(.timeLimit(.minutes(1))) struct LifecycleTests {
  private func server(port: Int = 0) -> Server {
    Server(configuration: ServerConfiguration(address: .tcp(host: "127.0.0.1", port: port))) { _ in Response(text: "ok")
    }
  }

  private func port(of server: Server) -> Int {
    if case .tcp(_, let port) = server.address { port } else { 0 }
  }

  @Test func startingTwiceIsAnErrorAndTheServerGoesOn() async throws {
    let server = server()
    try await server.start()
    let error = await #expect(throws: ServerError.self) { try await server.start() }
    #expect(error?.description == "the server was started already. Start it once, or make another one")
    #expect(try await Client(port: port(of: server)).get("/").text == "ok")
    await server.stop(within: .zero)
  }

  @Test func startingBehindTheStopIsAnError() async throws {
    let server = server()
    try await server.start()
    await server.stop(within: .zero)
    let error = await #expect(throws: ServerError.self) { try await server.start() }
    #expect(error?.description == "the server was stopped, and can't be started again. Make another one")
  }

  @Test func aServerThatCouldNotStartMayTryAgain() async throws {
    let first = server()
    try await first.start()
    let second = server(port: port(of: first))
    await #expect(throws: ServerError.self) { try await second.start() }
    let error = await #expect(throws: ServerError.self) { try await second.start() }
    #expect(error?.description.contains("another program does") == true)
    await first.stop(within: .zero)
  }

  @Test func stoppingBeforeTheStartDoesNothing() async throws {
    let server = server()
    await server.stop()
    try await server.start()
    #expect(try await Client(port: port(of: server)).get("/").text == "ok")
    await server.stop(within: .zero)
  }

  @Test(arguments: [Duration.seconds(Int64.max), .seconds(-1)])
  func anyTimeToStopIsTaken(_ time: Duration) async throws {
    let server = server()
    try await server.start()
    await server.stop(within: time)
    #expect(server.connectionCount == 0)
  }

  @Test func whoeverStopsItASecondTimeWaitsUntilItHasStopped() async throws {
    let entered = Signal<Void>()
    let gate = Gate()
    let respond: @Sendable (Request) async throws -> Response = { _ in
      entered.send()
      await gate.pass()
      return Response(text: "finished")
    }
    try await Site.answering(
      by: respond,
      test: { site in
        let idle = try site.connect()
        while site.server.connectionCount < 1 { await Task.yield() }
        let client = try site.connect()
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await entered.next()
        async let first: Void = site.server.stop(within: .seconds(60))
        // Once the idle one is closed the server is stopping.
        #expect(try await idle.isClosed())
        async let second: Void = site.server.stop(within: .zero)
        gate.open()
        #expect(try await client.response().text == "finished")
        await client.close()
        await idle.close()
        await second
        #expect(site.server.connectionCount == 0)
        await first
      })
  }

  @Test func whoeverIsCancelledWhileItStopsWaitsForNothing() async throws {
    let entered = Signal<Void>()
    let cancelled = Signal<Bool>()
    let respond: @Sendable (Request) async throws -> Response = { _ in
      entered.send()
      await Gate().pass()
      cancelled.send(Task.isCancelled)
      return Response()
    }
    try await Site.answering(
      by: respond,
      test: { site in
        let client = try site.connect()
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await entered.next()
        let stop = Task { await site.server.stop(within: .seconds(60)) }
        stop.cancel()
        await stop.value
        #expect(await cancelled.next() == true)
        #expect(site.server.connectionCount == 0)
        await client.close()
      })
  }
}
