import Aloft
import AloftHTTP
import Testing

/// A client that goes away cancels the task of its handler, wherever that waits.
@Suite(.timeLimit(.minutes(1))) struct DepartedClientTests {
  enum Departure: CaseIterable {
    case close, reset

    func happen(to client: Client) async {
      switch self {
      case .close: await client.close()
      case .reset: await client.reset()
      }
    }
  }

  @Test(arguments: Departure.allCases)
  func aHandlerThatWaitsIsCancelled(_ departure: Departure) async throws {
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
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await entered.next()
        await departure.happen(to: client)
        #expect(await cancelled.next() == true)
      })
  }

  @Test(arguments: Departure.allCases)
  func aHandlerThatReadsABodyIsToldThatItIsIncomplete(_ departure: Departure) async throws {
    let entered = Signal<Void>()
    let failure = Signal<RequestBodyError?>()
    let describe: (Application) -> Void = { app in
      app.post("/") { (request: Request) async in
        do {
          for try await _ in request.body { entered.send() }
          failure.send(nil)
        } catch {
          failure.send(error as? RequestBodyError)
        }
        return ""
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello")
        await entered.next()
        await departure.happen(to: client)
        #expect(await failure.next() == .incomplete)
      })
  }

  @Test(arguments: Departure.allCases)
  func aStreamIsCancelled(_ departure: Departure) async throws {
    let cancelled = Signal<Bool>()
    let describe: (Application) -> Void = { app in
      app.get("/") {
        Response.stream { writer in
          do {
            while true {
              try await writer.write([UInt8](repeating: 1, count: 65_536))
              await Task.yield()
            }
          } catch {
            cancelled.send(error is CancellationError)
            throw error
          }
        }
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try await client.bytes(1000)
        await departure.happen(to: client)
        #expect(await cancelled.next() == true)
        // It is the client's doing, not a fault of the program's.
        #expect(!site.log.messages.contains("a response's body failed, so its connection was closed"))
      })
  }

  @Test func aHandlerThatReadsNothingIsCancelledWhileReadingPauses() async throws {
    let entered = Signal<Void>()
    let cancelled = Signal<Bool>()
    let describe: (Application) -> Void = { app in
      app.post("/") { () async in
        entered.send()
        await Gate().pass()
        cancelled.send(Task.isCancelled)
        return ""
      }
    }
    try await Site.with(
      { $0.limits.readAhead = 1024 }, describe,
      test: { site in
        let client = try site.connect()
        try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
        try await client.send([UInt8](repeating: 1, count: 100_000))
        await entered.next()
        await client.close()
        #expect(await cancelled.next() == true)
      })
  }

  @Test func theConnectionIsCountedOutWhenItsClientIsGone() async throws {
    try await Site.with(
      { $0.get("/") { "ok" } },
      test: { site in
        let client = try site.connect()
        _ = try await client.get("/")
        #expect(site.server.connectionCount == 1)
        await client.close()
        while site.server.connectionCount > 0 { await Task.yield() }
      })
  }

  @Test func whatWasPreparedIsPutAwayAlsoWhenTheClientIsGone() async throws {
    let entered = Signal<Void>()
    let putAway = Signal<Void>()
    let describe: (Application) -> Void = { app in
      app.replacePreparation(of: Lease.self) { _ in Lease(putAway: putAway) }
      app.get("/") { (_: Lease) async in
        entered.send()
        await Gate().pass()
        return ""
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await entered.next()
        await client.close()
        #expect(await putAway.next() != nil)
      })
  }

  private struct Lease: PreparedParameter {
    let putAway: Signal<Void>

    static func prepare(for request: Request) async throws -> Lease { Lease(putAway: Signal()) }

    func tearDown(after outcome: HandlerOutcome) async { putAway.send() }
  }
}
