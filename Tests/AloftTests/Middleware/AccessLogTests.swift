import AloftHTTP
import Synchronization
import TemporaryFiles
import Testing

@testable import Aloft

@Suite struct AccessLogTests {
  private let diary = Diary()
  /// The microseconds that have passed since the beginning.
  private let time = Ticking()

  final class Ticking: Sendable {
    private let microseconds = Atomic<UInt64>(0)

    func pass(microseconds count: UInt64) { microseconds.add(count, ordering: .relaxed) }

    var clock: LogClock {
      LogClock(
        timeOfDay: {
          let now = Int(self.microseconds.load(ordering: .relaxed))
          return (1_795_466_904 + now / 1_000_000, now / 1000 % 1000)
        },
        stopwatch: { self.microseconds.load(ordering: .relaxed) * 1000 })
    }
  }

  private func log(
    _ format: AccessLog.Format = .text, _ fields: [AccessLog.Field] = [.method, .path, .status, .size, .duration],
    skip: @escaping @Sendable (Request, Response) -> Bool = { _, _ in false }
  ) -> AccessLog {
    AccessLog(format, fields: fields, to: AccessLog.Output { [diary] in diary.note($0) }, skip: skip, clock: time.clock)
  }

  private func application(_ log: AccessLog) -> Application {
    let app = Application(logger: RecordedLog().logger)
    app.use(log)
    app.get("/users/{id}") { [time] (id: Int) in
      time.pass(microseconds: 1840)
      return "user \(id)"
    }
    app.post("/users") { Status.noContent }
    app.get("/fails") { () throws -> String in throw Broken() }
    app.get("/stream") { [diary, time] in
      Response.stream { writer in
        diary.note("begins")
        try await writer.write("12345")
        time.pass(microseconds: 2_000_000)
        try await writer.write("678")
        diary.note("ends")
      }
    }
    app.get("/broken-stream") {
      Response.stream(length: 100) { writer in
        try await writer.write("12345")
        throw Broken()
      }
    }
    app.get("/upgrade") {
      Response.upgrade(to: "echo") { connection in
        for try await bytes in connection { try await connection.write(bytes) }
      }
    }
    return app
  }

  // MARK: - Lines

  @Test func aLineSaysWhatWasAskedAndAnswered() async throws {
    let app = application(log(.text, AccessLog.usualFields))
    let answered = try await app.ask(.get, "/users/5?token=secret")
    let id = try #require(diary.entries.first?.suffix(16))
    #expect(diary.entries == ["2026-11-23T20:48:24.001Z GET /users/5 200 6B 1.840ms 192.0.2.7 \(id)"])
    #expect(answered.text == "user 5")
    #expect(answered.isImmediate)
  }

  @Test func anObjectOfJSONSaysTheSame() async throws {
    let app = application(log(.json, AccessLog.Field.allCases.filter { $0 != .id }))
    _ = try await app.ask(.get, "/users/5?q=1", headers: ["User-Agent": "\"curl\" 8", "Referer": "https://a.test/"])
    #expect(
      diary.entries == [
        """
        {"time":"2026-11-23T20:48:24.001Z","method":"GET","path":"/users/5","query":"q=1","route":"/users/{id}",\
        "host":"example.com","status":200,"size":6,"duration_ms":1.840,"client":"192.0.2.7",\
        "referrer":"https://a.test/","user_agent":"\\"curl\\" 8"}
        """
      ])
  }

  @Test func fieldsStandInTheOrderThatWasChosen() async throws {
    _ = try await application(log(.text, [.route, .status, .host, .userAgent, .query])).ask(
      .get, "/users/7?a=b%20c", headers: ["User-Agent": "Mozilla \"5\" \\"])
    #expect(diary.entries == [#"/users/{id} 200 example.com "Mozilla \"5\" \\" a=b%20c"#])
  }

  @Test func whatIsMissingIsSaidToBe() async throws {
    _ = try await application(log(.text, [.route, .userAgent, .query, .client])).ask(.get, "/nowhere", peer: "")
    _ = try await application(log(.json, [.route, .userAgent, .query, .client])).ask(.get, "/nowhere", peer: "")
    #expect(diary.entries == ["- - - -", #"{"route":null,"user_agent":null,"query":null,"client":null}"#])
  }

  @Test func errorsAndBodilessAnswersHaveALine() async throws {
    let app = application(log())
    _ = try await app.ask(.get, "/nowhere")
    _ = try await app.ask(.get, "/fails")
    _ = try await app.ask(.post, "/users")
    _ = try await app.ask(.head, "/users/5")
    _ = try await app.ask(.head, "/stream")
    #expect(
      diary.entries.filter { $0.contains("/") } == [
        "GET /nowhere 404 14B 0.000ms", "GET /fails 500 26B 0.000ms", "POST /users 204 0B 0.000ms",
        "HEAD /users/5 200 0B 1.840ms", "HEAD /stream 200 0B 0.000ms",
      ])
  }

  @Test func whatTheClientHasIsNotCounted() async throws {
    let app = Application()
    app.use(log(), ConditionalRequests())
    app.get("/") { "Hello" }
    _ = try await app.ask(.get, "/", headers: [.ifNoneMatch: "*"])
    #expect(diary.entries == ["GET / 304 0B 0.000ms"])
  }

  @Test func theClientOfATrustedProxyIsTheClient() async throws {
    let app = Application()
    app.use(TrustedProxies(hops: 1), log(.text, [.client]))
    _ = try await app.ask(.get, "/", headers: ["X-Forwarded-For": "2001:db8::7"])
    #expect(diary.entries == ["2001:db8::7"])
  }

  @Test func someRequestsMayBeSkipped() async throws {
    let app = application(log(skip: { request, response in request.path == "/users/1" && response.status == .ok }))
    _ = try await app.ask(.get, "/users/1")
    _ = try await app.ask(.get, "/users/2")
    #expect(diary.entries.count == 1)
  }

  @Test func anAsynchronousHandlersLineHasItsTime() async throws {
    let app = Application()
    app.use(log())
    app.get("/later") { [time] () async in
      await Task.yield()
      time.pass(microseconds: 12_345_678)
      return "later"
    }
    _ = try await app.ask(.get, "/later")
    #expect(diary.entries == ["GET /later 200 5B 12345.678ms"])
  }

  @Test func aClientThatLeftBeforeTheAnswerHasAStatusOfItsOwn() async throws {
    let app = Application()
    app.use(log(.json, [.status, .size]))
    app.get("/") { () async throws -> String in
      withUnsafeCurrentTask { $0?.cancel() }
      try Task.checkCancellation()
      return "never"
    }
    await Task { _ = try? await app.ask(.get, "/") }.value
    #expect(diary.entries == [#"{"status":499,"size":0,"aborted":true}"#])
  }

  // MARK: - Streams

  @Test func aStreamsLineIsWrittenWhenItHasEnded() async throws {
    let answered = try await application(log()).ask(.get, "/stream")
    #expect(answered.text == "12345678")
    #expect(diary.entries == ["begins", "ends", "GET /stream 200 8B 2000.000ms"])
  }

  @Test func aStreamsObjectIsWholeToo() async throws {
    _ = try await application(log(.json, [.size, .method, .time, .duration])).ask(.get, "/stream")
    #expect(
      diary.entries.last
        == #"{"size":8,"method":"GET","time":"2026-11-23T20:48:26.000Z","duration_ms":2000.000}"#)
  }

  @Test func aStreamThatFailsIsAborted() async throws {
    let app = application(log())
    await #expect(throws: Broken.self) { _ = try await app.ask(.get, "/broken-stream") }
    #expect(diary.entries == ["GET /broken-stream 200 5B 0.000ms aborted"])
  }

  @Test func aStreamThatNobodyWritesIsAborted() async throws {
    struct Dropping: SynchronousMiddleware {
      func after(_ response: inout Response, for request: Request) { response.body = .text("instead") }
    }
    let app = Application()
    app.use(Dropping(), log())
    app.get("/stream") { Response.stream { _ in } }
    _ = try await app.ask(.get, "/stream")
    #expect(diary.entries == ["GET /stream 200 0B 0.000ms aborted"])
  }

  @Test func aStreamKeepsItsLengthAndItsTrailers() async throws {
    let app = Application()
    app.use(log())
    app.get("/") { [diary] in
      Response.stream(length: 4) { writer in
        writer.setTrailers(["X-Sum": "1"])
        try await writer.write("four")
        diary.note("written")
      }
    }
    let answered = try await app.ask(.get, "/")
    #expect(answered.response.body.length == 4)
    #expect(answered.text == "four")
  }

  @Test func aFilesLineIsWrittenWhenItWasSent() async throws {
    let folder = TemporaryFolder()
    folder.write("a.txt", "hello")
    let path = folder.path
    let app = Application()
    app.use(log())
    app.get("/{name}") { (name: String) in try await Response.file(name, in: path) }
    #expect(try await app.ask(.get, "/a.txt").text == "hello")
    #expect(diary.entries == ["GET /a.txt 200 5B 0.000ms"])
    _ = try await app.ask(.get, "/a.txt", headers: [.range: "bytes=1-2,4-4"])
    #expect(diary.entries[1].hasPrefix("GET /a.txt 206 "))
    #expect(!diary.entries[1].contains("aborted"))
  }

  @Test func aFileThatIsNotSentIsAborted() async throws {
    let folder = TemporaryFolder()
    folder.write("a.txt", "hello")
    let path = folder.path
    struct Dropping: SynchronousMiddleware {
      func after(_ response: inout Response, for request: Request) { response.body = .text("instead") }
    }
    let app = Application()
    app.use(Dropping(), log())
    app.get("/{name}") { (name: String) in try await Response.file(name, in: path) }
    _ = try await app.ask(.get, "/a.txt")
    #expect(diary.entries == ["GET /a.txt 200 0B 0.000ms aborted"])
  }

  @Test func anUpgradedConnectionsLineIsWrittenWhenItHasClosed() async throws {
    let headers: Headers = ["Connection": "upgrade", "Upgrade": "echo"]
    let answered = try await application(log()).ask(.get, "/upgrade", headers: headers)
    guard case .upgrade(let run) = answered.response.body.storage else { return #expect(Bool(false)) }
    #expect(diary.entries.isEmpty)
    time.pass(microseconds: 5000)
    try await run(UpgradedConnection(Echo()))
    #expect(diary.entries == ["GET /upgrade 101 11B 5.000ms"])
  }

  @Test func anUpgradeThatNobodyOfferedIsRefused() async throws {
    _ = try await application(log()).ask(.get, "/upgrade")
    #expect(diary.entries == ["GET /upgrade 426 0B 0.000ms"])
  }

  private final class Echo: UpgradedConnection.Transport {
    private let rest = Mutex([Array("hello".utf8), Array("world!".utf8)])

    func next() async throws -> [UInt8]? { rest.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
    func write(_ bytes: [UInt8]) async throws {}
  }

  // MARK: - Forged lines

  @Test(arguments: [
    ("a\nGET /forged 200", #""a\x0AGET /forged 200""#, #""a\u000aGET /forged 200""#),
    ("\u{1B}[2J", #""\x1B[2J""#, #""\u001b[2J""#), ("\u{9B}31m", #""\xC2\x9B31m""#, #""\u009b31m""#),
    ("\" 200 \"", #""\" 200 \"""#, #""\" 200 \"""#), ("\\", #""\\""#, #""\\""#),
    ("\u{7F}\0", #""\x7F\x00""#, #""\u007f\u0000""#),
    ("\u{202E}txt", #""\xE2\x80\xAEtxt""#, #""\u202etxt""#), ("\u{2028}", #""\xE2\x80\xA8""#, #""\u2028""#),
    ("😀", #""\xF0\x9F\x98\x80""#, #""\ud83d\ude00""#),
  ]) func noValueOfAClientForgesALine(value: String, text: String, json: String) async throws {
    for format in [AccessLog.Format.text, .json] {
      let app = Application()
      app.use(SettingField("User-Agent", value), log(format, [.userAgent]))
      _ = try await app.ask(.get, "/")
    }
    #expect(diary.entries == [text, "{\"user_agent\":\(json)}"])
  }

  @Test func noPathForgesALine() async throws {
    for format in [AccessLog.Format.text, .json] {
      let app = Application()
      app.use(log(format, [.path, .query]))
      _ = try await app.ask(.get, "/a\"\\%0A\u{2028}?\u{85}\"")
    }
    #expect(
      diary.entries == [
        #"/a\"\\%0A\xE2\x80\xA8 \xC2\x85\""#, #"{"path":"/a\"\\%0A\u2028","query":"\u0085\""}"#,
      ])
  }

  @Test func longValuesAreCut() async throws {
    let long = String(repeating: "a", count: 4000)
    for format in [AccessLog.Format.text, .json] {
      let app = Application()
      app.use(log(format, [.path, .userAgent]))
      _ = try await app.ask(.get, "/\(long)", headers: ["User-Agent": long])
    }
    #expect(diary.entries.allSatisfy { $0.utf8.count < 1010 && $0.contains("aaa...") })
  }

  @Test(arguments: [AccessLog.Format.text, .json]) func theLongestLineFitsIntoOneWrite(
    format: AccessLog.Format
  ) async throws {
    let worst = String(repeating: "\u{1}", count: 4000)
    let app = Application()
    app.use(
      SettingField("User-Agent", worst), SettingField("Referer", worst), SettingID(worst),
      log(format, AccessLog.Field.allCases))
    let wide = String(repeating: "ü", count: 1500)
    _ = try await app.ask(Method(String(repeating: "A", count: 1000)), "/\(wide)?\(wide)", host: longHost)
    #expect(diary.entries[0].utf8.count < 4096)
    #expect(diary.entries[0].utf8.count > 3400)
  }

  private let longHost = Array(repeating: String(repeating: "a", count: 60), count: 16).joined(separator: ".")

  private struct SettingID: SynchronousMiddleware {
    let id: String
    init(_ id: String) { self.id = id }

    func before(_ request: inout Request) -> Response? {
      request.id = id
      return nil
    }
  }

  @Test func oneFieldTwiceIsReported() {
    #expect(application(log(.text, [.path, .path])).check().map(\.id) == ["log.fields"])
    #expect(application(log(.text, [])).check().map(\.id) == ["log.fields"])
  }
}
