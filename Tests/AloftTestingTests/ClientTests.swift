import Aloft
import AloftTesting
import Testing

/// A client does the same at every depth.
@Suite(.timeLimit(.minutes(1))) struct ClientTests {
  @Test(arguments: TestDepth.allCases) func aResponseHasStatusFieldsAndBody(depth: TestDepth) async throws {
    try await SampleSite.make().test(depth) { client in
      let response = try await client.get("/echo?a=b%20c", headers: ["X-Sent": "this"])
      #expect(response.status == .ok)
      #expect(response.text == "a=b%20c")
      #expect(response["x-seen"] == "this")
      #expect(response[.contentType] == "text/plain; charset=utf-8")
      #expect(try await client.get("/nowhere").status == .notFound)
    }
  }

  @Test(arguments: TestDepth.allCases) func cookiesAreKeptUntilTheyAreDeleted(depth: TestDepth) async throws {
    try await SampleSite.make().test(depth) { client in
      #expect(try await client.get("/me").status == .unauthorized)
      let login = try await client.post("/login", form: ["name": "ann b&c"])
      #expect(login.status == .seeOther)
      #expect(login.cookies["user"] == "\"ann b&c\"")
      #expect(try await client.get("/me").text == "ann b&c")
      _ = try await client.post("/logout")
      #expect(client.cookies.isEmpty)
      #expect(try await client.get("/me").status == .unauthorized)
    }
  }

  @Test(arguments: TestDepth.allCases) func redirectsAreFollowedWithTheirHistory(depth: TestDepth) async throws {
    try await SampleSite.make().test(depth) { client in
      let response = try await client.post("/login", form: ["name": "ann"], followsRedirects: true)
      #expect(response.text == "ann")
      #expect(response.url.hasSuffix("/me"))
      #expect(response.history.map(\.status) == [.seeOther])
      let kept = try await client.send(
        TestRequest(.post, "/keep", body: .json(SampleSite.Todo(title: "tea"))), followsRedirects: true)
      #expect(kept.status == .created)
      await #expect(throws: UnexpectedResponse.self) { _ = try await client.get("/loop", followsRedirects: true) }
    }
  }

  @Test(arguments: TestDepth.allCases) func valuesGoAndComeAsJSON(depth: TestDepth) async throws {
    try await SampleSite.make().test(depth) { client in
      let todo = SampleSite.Todo(title: "tea")
      let response = try await client.post("/todos", json: todo)
      #expect(response.status == .created)
      #expect(try response.json() == todo)
      let error = #expect(throws: UnexpectedResponse.self) { _ = try response.json([Int].self) }
      #expect(error?.description.contains(#"{"title":"tea","isDone":false}"#) == true)
    }
  }

  @Test(arguments: TestDepth.allCases) func aFormMayHaveFiles(depth: TestDepth) async throws {
    try await SampleSite.make().test(depth) { client in
      let photo = [UInt8](repeating: 3, count: 100_000)
      let response = try await client.post(
        "/photo", body: .multipart([.field("title", "a\"b"), .file("photo", photo, fileName: "x\"y.png")]))
      #expect(response.text == "a\"b 100000 x\"y.png")
    }
  }

  @Test(arguments: TestDepth.allCases) func aBodyMayComeInPieces(depth: TestDepth) async throws {
    try await SampleSite.make().test(depth) { client in
      let (pieces, continuation) = AsyncStream.makeStream(of: [UInt8].self)
      for count in [1, 1000, 50_000] { continuation.yield(Array(repeating: 1, count: count)) }
      continuation.finish()
      let response = try await client.post("/length", body: .pieces(pieces))
      #expect(response.text == "51001")
    }
  }

  @Test(arguments: TestDepth.allCases) func aBodyMayBeWrittenInPieces(depth: TestDepth) async throws {
    try await SampleSite.make().test(depth) { client in
      let response = try await client.get("/stream")
      #expect(response.text == "piece 0\npiece 1\npiece 2\n")
      #expect(try await client.get("/large").bytes.count == 300_000)
    }
  }

  @Test(arguments: TestDepth.allCases) func aStreamWithoutEndIsReadAsFarAsIsWanted(depth: TestDepth) async throws {
    try await SampleSite.make().test(depth) { client in
      let text = try await client.stream(TestRequest(.get, "/endless")) { status, headers, pieces in
        #expect(status == .ok)
        #expect(headers[.contentType] == "text/event-stream")
        var text = ""
        for try await piece in pieces {
          text += String(decoding: piece, as: UTF8.self)
          if text.utf8.count > 40 { break }
        }
        return text
      }
      #expect(text.hasPrefix("data: tick\n\ndata: tick\n\n"))
      #expect(try await client.get("/").text == "Hello, World!")
    }
  }

  @Test(arguments: [TestDepth.handler, .bytes]) func whatWasThrownIsToldInTheProcess(depth: TestDepth) async throws {
    try await SampleSite.make().test(depth) { client in
      let response = try await client.get("/broken")
      #expect(response.status == .internalServerError)
      #expect(response.failure is SampleSite.Broken)
      #expect(client.log.contains("a handler failed"))
    }
  }

  @Test(arguments: TestDepth.allCases) func aResponseWithoutABodyHasNone(depth: TestDepth) async throws {
    try await SampleSite.make().test(depth) { client in
      let deleted = try await client.delete("/todos/3")
      #expect(deleted.status == .noContent)
      #expect(try await client.head("/large").bytes.isEmpty)
      #expect(try await client.head("/large")[.contentLength] == (depth == .handler ? nil : "300000"))
      #expect(try await client.options("/todos").status == .noContent)
    }
  }

  @Test(arguments: [TestDepth.bytes, .socket]) func aBodyThatEndsEarlyIsAnError(depth: TestDepth) async throws {
    try await SampleSite.make().test(depth) { client in
      await #expect(throws: (any Error).self) { _ = try await client.get("/early") }
      let response = try await client.get("/")
      #expect(response.status == .ok)
    }
  }

  @Test(arguments: TestDepth.allCases) func valuesCanBePutInTheirPlace(depth: TestDepth) async throws {
    let app = SampleSite.make()
    app.override(SampleSite.CurrentUser(name: "eve"))
    app.override(provided: SampleSite.Greeting(text: "Bye"))
    try await app.test(depth) { client in
      let me = try await client.get("/me")
      #expect(me.text == "eve")
      #expect(try await client.get("/").text == "Bye, World!")
    }
  }

  @Test(arguments: TestDepth.allCases) func eventsAreFollowed(depth: TestDepth) async throws {
    let app = SampleSite.make()
    let finished = app.events(of: RequestFinished.self)
    try await app.test(depth) { client in
      _ = try await client.get("/")
      _ = try await client.get("/nowhere")
    }
    #expect(finished.all.map(\.response.status) == [.ok, .notFound])
  }

  @Test(arguments: TestDepth.allCases) func hooksRunAroundTheTest(depth: TestDepth) async throws {
    struct Started: Sendable {}
    struct Stopped: Sendable {}
    let app = Application()
    let started = app.events(of: Started.self)
    let stopped = app.events(of: Stopped.self)
    app.onStart { $0.application.emit(Started()) }
    app.onStop { $0.emit(Stopped()) }
    try await app.test(depth) { _ in
      #expect(started.all.count == 1)
      #expect(stopped.all.isEmpty)
    }
    #expect(stopped.all.count == 1)
  }

  @Test(arguments: TestDepth.allCases) func theApplicationTellsOfItsStartAndItsStop(depth: TestDepth) async throws {
    let app = Application()
    let started = app.events(of: ApplicationStarted.self)
    let stopping = app.events(of: ApplicationStopping.self)
    try await app.test(depth) { _ in
      #expect(started.all.count == 1)
      #expect(stopping.all.isEmpty)
    }
    #expect(stopping.all.count == 1)
  }

  @Test(arguments: TestDepth.allCases) func aStreamThatIsNotReadIsNotWrittenToItsEnd(depth: TestDepth) async throws {
    struct Wrote: Sendable {}
    let app = Application()
    let written = app.events(of: Wrote.self)
    app.get("/") { (request: Request) in
      Response.stream { writer in
        for _ in 0..<1_000 {
          try await writer.write([UInt8](repeating: 1, count: 64 * 1024))
          request.application.emit(Wrote())
        }
      }
    }
    try await app.test(depth) { client in
      try await client.stream(TestRequest(.get, "/")) { _, _, pieces in
        for try await _ in pieces { break }
        for _ in 0..<5_000 { await Task.yield() }
      }
    }
    #expect(written.all.count < 1_000)
  }

  @Test(arguments: [TestDepth.handler, .bytes]) func whoWaitsForAStreamThatSaysNothingCanBeCancelled(
    depth: TestDepth
  ) async throws {
    let app = Application()
    app.get("/") { () in
      Response.stream { writer in
        try await writer.write(Array("a".utf8))
        try await Task.sleep(for: .seconds(3_600))
      }
    }
    try await app.test(depth) { client in
      let (began, beginning) = AsyncStream.makeStream(of: Void.self)
      let reading = Task {
        try await client.stream(TestRequest(.get, "/")) { _, _, pieces in
          for try await _ in pieces { beginning.yield() }
        }
      }
      for await _ in began { break }
      reading.cancel()
      _ = await reading.result
    }
  }

  @Test(arguments: TestDepth.allCases) func workAfterTheResponseIsDoneWhenTheCallReturns(
    depth: TestDepth
  ) async throws {
    struct Worked: Sendable {}
    let app = Application()
    let worked = app.events(of: Worked.self)
    app.get("/") { (request: Request, after: AfterResponse) in
      after.run {
        for _ in 0..<50 { await Task.yield() }
        request.application.emit(Worked())
      }
      return "ok"
    }
    try await app.test(depth) { client in
      _ = try await client.get("/")
      #expect(worked.all.count == 1)
    }
  }

  @Test func schemeHostAndAddressCanBeChosenInTheProcess() async throws {
    let app = Application()
    app.get("/") { (request: Request) in "\(request.scheme)://\(request.host) \(request.peer)" }
    try await app.test { client in
      client.scheme = "https"
      client.host = "example.com:8443"
      client.address = "198.51.100.7:1"
      let response = try await client.get("/")
      #expect(response.text == "https://example.com:8443 198.51.100.7:1")
      #expect(try await client.get("http://other.test/").text == "http://other.test 198.51.100.7:1")
    }
  }

  @Test func aCommandIsRunInTheProcess() async throws {
    let app = Application(settings: SettingsReader())
    app.command("greet", help: "Greets.") { context in context.print("Hello, \(context.arguments.joined())") }
    let done = await app.test(command: "greet", "ann")
    #expect(done.status == 0)
    #expect(done.output == "Hello, ann")
  }
}
