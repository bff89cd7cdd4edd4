import Aloft
import AloftHTTP
import Testing

@Suite struct RequestParameterTests {
  private struct Language: HandlerParameter {
    let code: String
    static func value(from values: inout ParameterValues) -> Language {
      Language(code: values.request.headers["Accept-Language"] ?? "en")
    }
  }
  private struct Members: HandlerParameter {
    static func value(from values: inout ParameterValues) throws -> Members {
      throw HTTPError(.forbidden, "members only", headers: ["X-Reason": "guest"])
    }
  }
  /// A body in UTF-8; says so if it was not there when it was asked for.
  private struct Text: HandlerParameter {
    let text: String
    static var origin: ParameterOrigin { .body }
    static func value(from values: inout ParameterValues) -> Text {
      Text(text: values.request.body.bytes.map { String(decoding: $0, as: UTF8.self) } ?? "not collected")
    }
  }

  @Test func aTypeSaysHowItIsTakenFromARequest() async throws {
    let app = Application()
    app.get("/") { (language: Language) in "You read \(language.code)." }
    #expect(try await app.ask(.get, "/", headers: ["Accept-Language": "ru"]).text == "You read ru.")
    #expect(try await app.get("/") == "200 You read en.")
  }

  @Test func anErrorOfAParameterIsTheAnswer() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.get("/") { (_: Members) in "never" }
    app.get("/async") { (_: Members) async in "never" }
    for path in ["/", "/async"] {
      let answered = try await app.ask(.get, path)
      #expect(answered.status == .forbidden)
      #expect(answered.text == "403 Forbidden: members only\n")
      #expect(answered.header("X-Reason") == "guest")
    }
    #expect(log.entries.isEmpty)
  }

  @Test func aFunctionThatWaitsForNothingIsAnsweredWithoutATask() async throws {
    let app = Application()
    app.get("/{id}") { (id: Int, language: Language) in "\(id) \(language.code)" }
    app.get("/request") { request in request.path }
    app.get("/fails") { () -> String in throw HTTPError(.conflict) }
    for path in ["/1", "/request", "/fails", "/1/2", "/request/"] {
      #expect(try await app.ask(.get, path).isImmediate)
    }
  }

  @Test func aFunctionThatWaitsIsAnsweredByATask() async throws {
    let app = Application()
    app.get("/{id}") { (id: Int) in
      await Task.yield()
      return "\(id)"
    }
    app.get("/request") { request async in request.path }
    #expect(try await app.ask(.get, "/1").isImmediate == false)
    #expect(try await app.ask(.get, "/1").text == "1")
    #expect(try await app.ask(.get, "/request").isImmediate == false)
    #expect(try await app.ask(.get, "/request").text == "/request")
  }

  @Test(arguments: [BodyArrival.atOnce, .inOneChunk, .whenRead])
  func aBodyIsCollectedBeforeItsHandlerIsCalled(arrival: BodyArrival) async throws {
    let app = Application()
    app.post("/") { (text: Text) in text.text }
    app.put("/") { (text: Text) async in text.text }
    let posted = try await app.ask(.post, "/", body: "hello", arriving: arrival)
    #expect(posted.text == "hello")
    #expect(posted.isImmediate == (arrival != .whenRead))
    #expect(try await app.ask(.put, "/", body: "hello", arriving: arrival).text == "hello")
  }

  @Test func aBodyThatNobodyTakesIsNotWaitedFor() async throws {
    let app = Application()
    app.post("/") { "done" }
    #expect(try await app.ask(.post, "/", body: "hello", arriving: .whenRead).isImmediate)
  }

  @Test func aHandlerReadsTheBodyPieceByPiece() async throws {
    let app = Application()
    app.post("/") { request in
      var count = 0
      for try await piece in request.body { count += piece.count }
      return "\(count)"
    }
    #expect(try await app.ask(.post, "/", body: "hello", arriving: .whenRead).text == "5")
  }

  @Test(arguments: [BodyArrival.atOnce, .inOneChunk, .whenRead])
  func aBodyBeyondTheRoutesLimitIsRefused(arrival: BodyArrival) async throws {
    let app = Application()
    app.post("/", bodyLimit: 5) { (text: Text) in text.text }
    app.put("/", bodyLimit: 5) { request in try await request.body.text() }
    for method in [Method.post, .put] {
      #expect(try await app.ask(method, "/", body: "12345", arriving: arrival).text == "12345")
      let refused = try await app.ask(method, "/", body: "123456", arriving: arrival)
      #expect(refused.status == .contentTooLarge)
      #expect(refused.header(.connection) == "close")
    }
  }

  @Test(arguments: [BodyArrival.atOnce, .inOneChunk, .whenRead])
  func aRoutesLimitMayBeLargerThanTheServers(arrival: BodyArrival) async throws {
    let app = Application()
    app.post("/", bodyLimit: 10) { (text: Text) in text.text }
    app.put("/") { (text: Text) in text.text }
    let body = "123456"
    #expect(try await app.ask(.post, "/", body: body, arriving: arrival, serverLimit: 5).text == body)
    #expect(try await app.ask(.put, "/", body: body, arriving: arrival, serverLimit: 5).status == .contentTooLarge)
  }
}
