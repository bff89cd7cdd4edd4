import Aloft
import AloftHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct EventStreamTests {
  private let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  @Test func eventsGoOutAsTheyComeWithSignsOfLifeBetweenThem() async throws {
    let clock = TurnedClock()
    let (events, source) = AsyncStream.makeStream(of: String.self)
    let describe: (Application) -> Void = { app in
      app.get("/") {
        Response.events(heartbeat: .seconds(15), clock: clock) { stream in
          for await event in events { try await stream.send(event) }
        }
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send(request)
        let head = try await client.head()
        #expect(head["Content-Type"] == "text/event-stream" && head["Cache-Control"] == "no-cache")
        source.yield("one")
        #expect(try await client.chunkText() == "data: one\n\n")
        for _ in 0..<2 {
          await clock.asleep.next()
          clock.advance(by: .seconds(15))
          #expect(try await client.chunkText() == ":\n\n")
        }
        source.yield("two\nlines")
        #expect(try await client.chunkText() == "data: two\ndata: lines\n\n")
        source.finish()
        #expect(try await client.chunk() == nil)
      })
  }

  @Test func noSignOfLifeIsSentBeforeItsTime() async throws {
    let clock = TurnedClock()
    let (events, source) = AsyncStream.makeStream(of: String.self)
    let describe: (Application) -> Void = { app in
      app.get("/") {
        Response.events(heartbeat: .seconds(15), clock: clock) { stream in
          for await event in events { try await stream.send(event) }
        }
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send(request)
        _ = try await client.head()
        await clock.asleep.next()
        clock.advance(by: .seconds(14))
        source.yield("one")
        #expect(try await client.chunkText() == "data: one\n\n")
      })
  }

  @Test func theConnectionIsUsedAgainBehindAStreamThatEnded() async throws {
    let (events, source) = AsyncStream.makeStream(of: ServerSentEvent.self)
    source.yield(ServerSentEvent("one", event: "greeting", id: "1", retry: 500))
    source.finish()
    try await Site.with(
      { $0.get("/") { Response.events(events) } },
      test: { site in
        let client = try site.connect()
        #expect(try await client.get("/").text == "event: greeting\nid: 1\nretry: 500\ndata: one\n\n")
        #expect(try await client.get("/").text == "")
      })
  }

  @Test func aClientThatIsGoneEndsTheStream() async throws {
    let entered = Signal<Void>()
    let cancelled = Signal<Bool>()
    let describe: (Application) -> Void = { app in
      app.get("/") {
        Response.events { _ in
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
        try await client.send(request)
        await entered.next()
        await client.close()
        #expect(await cancelled.next() == true)
      })
  }
}
