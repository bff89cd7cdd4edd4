import Aloft
import AloftHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct KeepAliveTests {
  private func get(_ path: String, _ lines: String = "") -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n" }

  @Test func aConnectionServesOneRequestAfterTheOther() async throws {
    try await Site.with(
      { $0.get("/{number}") { (number: Int) in "\(number)" } },
      test: { site in
        let client = try site.connect()
        for number in 0..<5 {
          let response = try await client.get("/\(number)")
          #expect(response.text == "\(number)")
          #expect(response["Connection"] == nil)
        }
      })
  }

  @Test func aClientThatAsksForTheEndGetsIt() async throws {
    try await Site.with(
      { $0.get("/") { "ok" } },
      test: { site in
        let client = try site.connect()
        try await client.send(get("/", "Connection: close\r\n") + get("/"))
        #expect(try await client.response().closes)
        #expect(try await client.isClosed())
      })
  }

  @Test func aHandlerCanEndTheConnection() async throws {
    let describe: (Application) -> Void = { app in
      app.get("/") { Response(headers: [.connection: "close"], body: .text("bye")) }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        let response = try await client.get("/")
        #expect(response.closes)
        #expect(response.text == "bye")
        #expect(try await client.isClosed())
      })
  }

  @Test func requestsSentAtOnceAreAnsweredInOrder() async throws {
    let gate = Gate()
    let describe: (Application) -> Void = { app in
      app.get("/sync/{number}") { (number: Int) in "sync \(number)" }
      app.get("/async/{number}") { (number: Int) async in "async \(number)" }
      app.get("/wait/{number}") { (number: Int) async in
        await gate.pass()
        return "waited \(number)"
      }
      app.get("/stream/{number}") { (number: Int) in
        Response.stream { writer in
          try await writer.write("stream ")
          await Task.yield()
          try await writer.write("\(number)")
        }
      }
      app.post("/echo") { (request: Request) async throws in try await request.body.text() }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        let echo = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\necho"
        let paths = ["/sync/1", "/async/2", "/wait/3", "/stream/4", "/sync/5", "/wait/6", "/stream/7", "/async/8"]
        try await client.send(paths.map { get($0) }.joined() + echo + get("/sync/9"))
        #expect(try await client.response().text == "sync 1")
        #expect(try await client.response().text == "async 2")
        gate.open()
        for expected in ["waited 3", "stream 4", "sync 5", "waited 6", "stream 7", "async 8", "echo", "sync 9"] {
          #expect(try await client.response().text == expected)
        }
      })
  }

  @Test(arguments: [1, 3, 64])
  func morePipelinedRequestsThanAreAnsweredInARowAreAllAnswered(_ depth: Int) async throws {
    try await Site.with(
      { $0.limits.pipelineDepth = depth }, { $0.get("/{number}") { (number: Int) in "\(number)" } },
      test: {
        site in
        let client = try site.connect()
        try await client.send((0..<200).map { get("/\($0)") }.joined())
        for number in 0..<200 { #expect(try await client.response().text == "\(number)") }
      })
  }

  @Test func anotherConnectionGetsItsTurnWithinALongPipeline() async throws {
    let asked = Signal<String>()
    let gate = Gate()
    let describe: (Application) -> Void = { app in
      app.get("/wait") { () async in
        await gate.pass()
        return ""
      }
      app.get("/ask/{name}") { (name: String) in
        asked.send(name)
        return name
      }
      // On the loop, so that both connections go on in the same turn.
      app.get("/open") {
        gate.open()
        return "open"
      }
    }
    try await Site.with(
      { $0.limits.pipelineDepth = 2 }, describe,
      test: { site in
        let first = try site.connect()
        let second = try site.connect()
        try await first.send(get("/wait") + String(repeating: get("/ask/first"), count: 20))
        try await second.send(get("/wait") + get("/ask/second"))
        _ = try await site.settled { 0 }
        _ = try await site.connect().get("/open")
        var order: [String] = []
        while order.count < 21, let name = await asked.next() { order.append(name) }
        #expect(order.firstIndex(of: "second") ?? 21 < 20)
      })
  }

  @Test func anEmptyLineBetweenRequestsIsForgiven() async throws {
    try await Site.with(
      { $0.get("/") { "ok" } },
      test: { site in
        let client = try site.connect()
        try await client.send(get("/") + "\r\n" + get("/"))
        #expect(try await client.response().status == 200)
        #expect(try await client.response().status == 200)
      })
  }

  @Test func requestsInPiecesAreServed() async throws {
    let describe: (Application) -> Void = { app in
      app.post("/") { (request: Request) async throws in try await request.body.text() }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        for _ in 0..<3 {
          await client.sendByteByByte(Array("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello".utf8))
          #expect(try await client.response().text == "hello")
        }
      })
  }

  @Test func aClientThatOnlyFinishedSendingStillGetsTheAnswerThatWaits() async throws {
    // Larger than what the system takes at once, so that most of it waits in the server.
    let size = 24 * 1024 * 1024
    try await Site.with(
      { $0.get("/") { Response(bytes: [UInt8](repeating: 7, count: size), type: "a/b") } },
      test: {
        site in
        let client = try site.connect(buffers: 16 * 1024)
        try await client.send(get("/"))
        let head = try await client.head()
        #expect(head["Content-Length"] == "\(size)")
        await client.finishSending()
        #expect(try await client.bytes(size).count == size)
        #expect(try await client.isClosed())
      })
  }
}
