import Aloft
import AloftHTTP
import Testing

@Suite struct ConditionalRequestsTests {
  private let diary = Diary()

  private func application(_ middleware: ConditionalRequests = ConditionalRequests()) -> Application {
    let app = Application()
    app.leaveOutDefaults()
    app.use(middleware)
    app.get("/text") { "Hello" }
    app.get("/bytes") { Response(bytes: Array("Hello".utf8), type: "text/plain") }
    app.get("/other") { "Hallo" }
    app.get("/empty") { Response() }
    app.post("/text") { "Hello" }
    app.get("/stream") { [diary] in
      Response.stream { _ in diary.note("written") }
    }
    app.get("/tagged-stream") { [diary] in
      var response = Response.stream { _ in diary.note("written") }
      response.headers[.entityTag] = "W/\"7\""
      response.headers[.lastModified] = "Mon, 23 Nov 2026 20:48:24 GMT"
      return response
    }
    app.get("/dated") { Reply("Hello", headers: [.lastModified: "Mon, 23 Nov 2026 20:48:24 GMT"]) }
    app.get("/secret") { Reply("Hello", headers: [.cacheControl: "private, No-Store"]) }
    app.get("/broken-tag") { Reply("Hello", headers: [.entityTag: "unquoted"]) }
    app.get("/created") { Reply("Hello", status: .created) }
    app.get("/all") {
      Reply(
        "Hello",
        headers: [
          .contentType: "text/x", "Content-Language": "en", .contentEncoding: "x", .acceptRanges: "bytes",
          .cacheControl: "max-age=60", "Vary": "Accept", "Expires": "Mon, 23 Nov 2026 20:48:24 GMT",
          "Content-Location": "/all.en", .setCookie: "a=b", .lastModified: "Mon, 23 Nov 2026 20:48:24 GMT",
          "Content-Security-Policy": "default-src 'self'", "X-Own": "1",
        ])
    }
    return app
  }

  private func tag(_ target: String, _ middleware: ConditionalRequests = ConditionalRequests()) async throws -> String?
  {
    try await application(middleware).ask(.get, target).header(.entityTag)
  }

  @Test func equalBytesHaveEqualStrongTags() async throws {
    let tag = try #require(try await tag("/text"))
    #expect(tag == (try await self.tag("/bytes")))
    #expect(tag != (try await self.tag("/other")))
    #expect(EntityTag(parsing: tag)?.isWeak == false)
    #expect(try await application().ask(.get, "/text").isImmediate)
  }

  @Test func tagsAreTheSameInEveryProcess() async throws {
    #expect(try await tag("/text") == "\"87k0zpdd65q5\"")
  }

  @Test func weakTagsAreMadeWhereTheyAreAskedFor() async throws {
    #expect(try await tag("/text", ConditionalRequests(makesWeakTags: true))?.hasPrefix("W/\"") == true)
  }

  @Test(arguments: [AloftHTTP.Method.get, .head]) func whatTheClientHasIsNotSentAgain(
    method: AloftHTTP.Method
  ) async throws {
    let tag = try #require(try await tag("/text"))
    for sent in [tag, "\"x\", W/\(tag)", "*"] {
      let answered = try await application().ask(method, "/text", headers: [.ifNoneMatch: sent])
      #expect(answered.status == .notModified)
      #expect(answered.bytes.isEmpty)
      #expect(answered.header(.entityTag) == tag)
    }
    #expect(try await application().ask(method, "/text", headers: [.ifNoneMatch: "\"x\""]).status == .ok)
  }

  @Test func whatIsNotModifiedKeepsWhatCachesNeed() async throws {
    let answered = try await application().ask(.get, "/all", headers: [.ifNoneMatch: "*"])
    #expect(answered.status == .notModified)
    #expect(
      Set(answered.response.headers.map(\.name.spelling)) == [
        "Cache-Control", "Vary", "Expires", "Content-Location", "Set-Cookie", "ETag", "Content-Security-Policy",
        "X-Own",
      ])
  }

  @Test func aTagOfTheHandlersCountsAlsoForStreams() async throws {
    let app = application()
    let answered = try await app.ask(.get, "/tagged-stream", headers: [.ifNoneMatch: "\"7\""])
    #expect(answered.status == .notModified)
    #expect(diary.entries.isEmpty)
    #expect(try await app.ask(.get, "/tagged-stream", headers: [.ifNoneMatch: "\"8\""]).status == .ok)
    #expect(diary.entries == ["written"])
  }

  @Test func aStreamWithoutATagIsLeftAlone() async throws {
    let answered = try await application().ask(.get, "/stream", headers: [.ifNoneMatch: "*"])
    #expect(answered.status == .ok)
    #expect(answered.header(.entityTag) == nil)
    #expect(diary.entries == ["written"])
  }

  @Test func aDateOfTheHandlersCounts() async throws {
    func ask(_ headers: Headers) async throws -> Answered {
      try await application(ConditionalRequests(largestBody: 0)).ask(.get, "/dated", headers: headers)
    }
    #expect(try await ask([.ifModifiedSince: "Mon, 23 Nov 2026 20:48:23 GMT"]).status == .ok)
    let answered = try await ask([.ifModifiedSince: "Mon, 23 Nov 2026 20:48:24 GMT"])
    #expect(answered.status == .notModified)
    #expect(answered.header(.lastModified) != nil)
    #expect(try await ask([.ifModifiedSince: "yesterday"]).status == .ok)
    #expect(try await ask([.ifUnmodifiedSince: "Mon, 23 Nov 2026 20:48:23 GMT"]).status == .preconditionFailed)
  }

  @Test func aTagComesBeforeADate() async throws {
    let headers: Headers = [.ifNoneMatch: "\"old\"", .ifModifiedSince: "Mon, 23 Nov 2026 20:48:24 GMT"]
    #expect(try await application().ask(.get, "/dated", headers: headers).status == .ok)
  }

  @Test(arguments: ["/secret", "/created", "/nowhere"]) func whatIsNotToBeKeptHasNoTag(target: String) async throws {
    let answered = try await application().ask(.get, target, headers: [.ifNoneMatch: "*"])
    #expect(answered.header(.entityTag) == nil)
    #expect(answered.status != .notModified)
  }

  @Test func anAnswerToAChangeHasNoTag() async throws {
    let answered = try await application().ask(.post, "/text", headers: [.ifNoneMatch: "*"])
    #expect(answered.text == "Hello")
    #expect(answered.header(.entityTag) == nil)
  }

  @Test func aTagThatIsNoneIsSentAsItIs() async throws {
    let answered = try await application().ask(.get, "/broken-tag", headers: [.ifNoneMatch: "*"])
    #expect(answered.status == .ok)
    #expect(answered.header(.entityTag) == "unquoted")
  }

  @Test func aReaderOfAnotherVersionIsTold() async throws {
    let answered = try await application().ask(.get, "/text", headers: [.ifMatch: "\"old\""])
    #expect(answered.status == .preconditionFailed)
    #expect(answered.header(.entityTag) == (try await tag("/text")))
    #expect(try await application().ask(.get, "/text", headers: [.ifMatch: "*"]).status == .ok)
  }

  @Test func largeBodiesAreNotHashed() async throws {
    #expect(try await tag("/text", ConditionalRequests(largestBody: 4)) == nil)
    #expect(try await tag("/text", ConditionalRequests(largestBody: 5)) != nil)
    #expect(try await tag("/bytes", ConditionalRequests(largestBody: 4)) == nil)
  }

  @Test func aSizeThatIsNoneIsReported() {
    #expect(application(ConditionalRequests(largestBody: -1)).check().map(\.id) == ["conditional.size"])
  }

  @Test func aFieldOfManyTagsIsReadInTimeAndAnswered() async throws {
    let tags = Array(repeating: "W/\"\"", count: 1000).joined(separator: ",")
    #expect(try await application().ask(.get, "/text", headers: [.ifNoneMatch: tags]).status == .ok)
  }
}
