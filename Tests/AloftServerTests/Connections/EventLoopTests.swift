import Aloft
import AloftHTTP
import AloftServer
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Handlers run on the event loop of their connection.
@Suite(.timeLimit(.minutes(1))) struct EventLoopTests {
  private static func thread() -> String { "\(pthread_self())" }

  private func describe(_ app: Application) {
    app.get("/sync") { Self.thread() }
    app.get("/async") { () async in
      var threads = [Self.thread()]
      await Task.yield()
      threads.append(Self.thread())
      _ = await Task.detached { 1 }.value
      threads.append(Self.thread())
      _ = try? await blocking { 1 }
      threads.append(Self.thread())
      return Set(threads).sorted().joined(separator: " ")
    }
    app.get("/stream") {
      Response.stream { writer in
        await Task.yield()
        try await writer.write(Self.thread())
      }
    }
    app.get("/blocking") { () async throws in try await blocking { Self.thread() } }
    app.get("/task") { "\(withUnsafeCurrentTask { $0 == nil })" }
    app.get("/children") { () async in
      async let child = Self.childThread()
      return await child
    }
  }

  private static func childThread() async -> String { thread() }

  @Test func aHandlerIsBackOnItsLoopAfterEachWait() async throws {
    try await Site.with(
      { $0.loops = 2 }, describe,
      test: { site in
        let client = try site.connect()
        let loop = try await client.get("/sync").text
        #expect(try await client.get("/async").text == loop)
        #expect(try await client.get("/stream").text == loop)
        #expect(try await client.get("/children").text == loop)
      })
  }

  @Test func connectionsAreSpreadOverTheLoops() async throws {
    try await Site.with(
      { $0.loops = 2 }, describe,
      test: { site in
        var loops: Set<String> = []
        for _ in 0..<4 { loops.insert(try await site.connect().get("/sync").text) }
        #expect(loops.count == 2)
      })
  }

  @Test func aSynchronousHandlerRunsWithoutATask() async throws {
    try await Site.with(
      describe,
      test: { site in
        let found = try await site.connect().get("/task").text
        #expect(found == "true")
      })
  }

  @Test func workThatBlocksRunsElsewhere() async throws {
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        #expect(try await client.get("/blocking").text != client.get("/sync").text)
      })
  }

  @Test func aHandlerThatYieldsForEverStarvesNobody() async throws {
    let entered = Signal<Void>()
    let describe: (Application) -> Void = { app in
      app.get("/yields") { () async in
        entered.send()
        while !Task.isCancelled { await Task.yield() }
        return ""
      }
      app.get("/") { "ok" }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        try await client.send("GET /yields HTTP/1.1\r\nHost: a\r\n\r\n")
        await entered.next()
        #expect(try await site.connect().get("/").text == "ok")
        await client.close()
      })
  }

  @Test func anErrorThatAHandlerThrowsIsA500AndTheConnectionGoesOn() async throws {
    struct Fault: Error {}
    let throwing: @Sendable (Request) async throws -> Response = { request in
      if request.path == "/" { return Response(text: "ok") }
      throw Fault()
    }
    try await Site.answering(
      by: throwing,
      test: { site in
        let client = try site.connect()
        #expect(try await client.get("/throws").status == 500)
        #expect(try await client.get("/").text == "ok")
        #expect(site.log.messages.contains("a request failed"))
      })
  }
}
