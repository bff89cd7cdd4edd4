import Aloft
import AloftHTTP
import TemporaryFiles
import Testing

@Suite struct ServedApplicationTests {
  private struct Lamp: PreparedParameter {
    let diary: Diary
    static func prepare(for request: Request) async throws -> Lamp { throw HTTPError(.notImplemented) }
    func tearDown(after outcome: HandlerOutcome) async { diary.note("off") }
  }

  /// Serves while `use` runs.
  private func serve(_ app: Application, _ use: (RunningApplication) async throws -> Void) async throws {
    var configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0))
    configuration.loops = 1
    let server = try await app.start(configuration)
    do {
      try await use(server)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  private func request(_ line: String, _ rest: String = "\r\n") -> String {
    "\(line) HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\(rest)"
  }

  @Test func synchronousAndAsynchronousHandlersAreServed() async throws {
    let app = Application()
    app.get("/hello/{name}") { (name: String) in "Hello, \(name)!" }
    app.get("/later/{id}") { (id: Int) in
      await Task.yield()
      return HTML("<p>\(id)</p>")
    }
    try await serve(app) { server in
      let now = try await Client.exchange(request("GET /hello/anna"), with: server)
      #expect(now.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(now.hasSuffix("\r\n\r\nHello, anna!"))
      let later = try await Client.exchange(request("GET /later/5"), with: server)
      #expect(later.contains("\r\nContent-Type: text/html; charset=utf-8\r\n"))
      #expect(later.hasSuffix("\r\n\r\n<p>5</p>"))
    }
  }

  @Test func headHasTheFieldsOfGetAndNoBody() async throws {
    let folder = TemporaryFolder()
    folder.write("a.txt", "hello")
    folder.write("large.txt", String(repeating: "x", count: 200_000))
    let path = folder.path
    let app = Application()
    app.get("/{name}") { (name: String) in try await Response.file(name, in: path) }
    try await serve(app) { server in
      for (name, length) in [("a.txt", 5), ("large.txt", 200_000)] {
        let head = try await Client.exchange(request("HEAD /\(name)"), with: server)
        #expect(head.contains("\r\nContent-Length: \(length)\r\n"))
        #expect(head.hasSuffix("\r\n\r\n"))
        let whole = try await Client.exchange(request("GET /\(name)"), with: server)
        #expect(whole.contains("\r\nContent-Length: \(length)\r\n"))
        #expect(whole.utf8.count > length)
      }
    }
  }

  @Test func aValueIsPutAwayAfterTheWholeBodyWasSent() async throws {
    let diary = Diary()
    let app = Application()
    app.replacePreparation(of: Lamp.self) { _ in
      diary.note("on")
      return Lamp(diary: diary)
    }
    app.get("/") { (lamp: Lamp) in
      lamp.diary.note("handler")
      return Response.stream { writer in
        try await writer.write("a")
        await Task.yield()
        try await writer.write("b")
        lamp.diary.note("body")
      }
    }
    try await serve(app) { server in
      let answer = try await Client.exchange(request("GET /"), with: server)
      #expect(answer.contains("\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n"))
    }
    #expect(diary.entries == ["on", "handler", "body", "off"])
  }

  @Test func aBodyThatComesInChunksReachesASynchronousHandler() async throws {
    struct Text: HandlerParameter {
      let text: String
      static var origin: ParameterOrigin { .body }
      static func value(from values: inout ParameterValues) -> Text {
        Text(text: values.request.body.bytes.map { String(decoding: $0, as: UTF8.self) } ?? "not collected")
      }
    }
    let app = Application()
    app.post("/", bodyLimit: 5) { (text: Text) in text.text }
    let chunked = "Transfer-Encoding: chunked\r\n\r\n"
    try await serve(app) { server in
      let short = request("POST /", chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
      let taken = try await Client.exchange(short, with: server)
      #expect(taken.hasSuffix("\r\n\r\nabcde"))
      let long = request("POST /", chunked + "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n")
      let refused = try await Client.exchange(long, with: server)
      #expect(refused.hasPrefix("HTTP/1.1 413 Content Too Large\r\n"))
    }
  }

  @Test func anErrorIsAnsweredAndTheNextRequestServed() async throws {
    struct Failure: Error {}
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.get("/") { () -> String in throw Failure() }
    app.get("/fine") { "fine" }
    try await serve(app) { server in
      let both = "GET / HTTP/1.1\r\nHost: a\r\n\r\n" + request("GET /fine")
      let answers = try await Client.exchange(both, with: server)
      #expect(answers.hasPrefix("HTTP/1.1 500 Internal Server Error\r\n"))
      #expect(answers.hasSuffix("\r\n\r\nfine"))
    }
    #expect(log.entries.count == 1)
  }
}
