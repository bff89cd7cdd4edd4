import Aloft
import AloftHTTP
import Testing

@Suite struct CheckPreconditionsTests {
  private let diary = Diary()

  private func application(exists: Bool = true, requires: Bool = false) -> Application {
    let app = Application()
    let handler = { @Sendable [diary] (request: Request) throws -> String in
      let current = Validators(entityTag: EntityTag("7"), lastModified: 1_795_466_904)
      try request.checkPreconditions(for: exists ? current : nil, requiresPrecondition: requires)
      diary.note("\(request.method)")
      return "done"
    }
    app.get("/post", handler)
    app.post("/post", handler)
    app.put("/post", handler)
    app.delete("/post", handler)
    return app
  }

  private func ask(
    _ method: AloftHTTP.Method, _ headers: Headers, exists: Bool = true, requires: Bool = false
  ) async throws -> Answered {
    try await application(exists: exists, requires: requires).ask(method, "/post", headers: headers)
  }

  @Test func aChangeOfTheCurrentVersionIsMade() async throws {
    #expect(try await ask(.put, [.ifMatch: "\"7\""]).text == "done")
    #expect(try await ask(.delete, [.ifMatch: "*"]).text == "done")
    #expect(try await ask(.put, [:]).text == "done")
    #expect(diary.entries == ["PUT", "DELETE", "PUT"])
  }

  @Test(arguments: ["\"6\"", "W/\"7\"", ""]) func aChangeOfAnotherVersionIsNot(tag: String) async throws {
    let answered = try await ask(.put, [.ifMatch: tag])
    #expect(answered.status == .preconditionFailed)
    #expect(answered.header(.entityTag) == "\"7\"")
    #expect(answered.text.contains("read it again"))
    #expect(diary.entries.isEmpty)
  }

  @Test func aChangeOfWhatIsOlderThanThoughtIsNotMade() async throws {
    #expect(
      try await ask(.put, [.ifUnmodifiedSince: "Mon, 23 Nov 2026 20:48:23 GMT"]).status == .preconditionFailed)
    #expect(try await ask(.put, [.ifUnmodifiedSince: "Mon, 23 Nov 2026 20:48:24 GMT"]).status == .ok)
  }

  @Test func nothingIsCreatedTwice() async throws {
    #expect(try await ask(.put, [.ifNoneMatch: "*"]).status == .preconditionFailed)
    #expect(try await ask(.put, [.ifNoneMatch: "*"], exists: false).status == .ok)
    #expect(try await ask(.put, [.ifMatch: "*"], exists: false).status == .preconditionFailed)
  }

  @Test(arguments: [AloftHTTP.Method.get, .head]) func aReaderWhoHasItIsSentNothing(
    method: AloftHTTP.Method
  ) async throws {
    let answered = try await ask(method, [.ifNoneMatch: "\"7\""])
    #expect(answered.status == .notModified)
    #expect(answered.bytes.isEmpty)
    #expect(answered.header(.entityTag) == "\"7\"")
    #expect(answered.header(.contentType) == nil)
    #expect(diary.entries.isEmpty)
  }

  @Test func aChangeMayHaveToSayWhatItChanges() async throws {
    let answered = try await ask(.put, [:], requires: true)
    #expect(answered.status.description == "428 Precondition Required")
    #expect(answered.text.contains("If-Match"))
    // It means nothing to a change, and so guards none.
    #expect(
      try await ask(.post, [.ifModifiedSince: "Mon, 23 Nov 2026 20:48:24 GMT"], requires: true).status.code == 428)
    #expect(try await ask(.put, [.ifMatch: "\"7\""], requires: true).status == .ok)
    #expect(try await ask(.get, [:], requires: true).status == .ok)
  }

  @Test func theTagAndTheDateMayBeGivenAlone() async throws {
    let app = Application()
    app.put("/tag") { (request: Request) in
      try request.checkPreconditions(entityTag: EntityTag("7"))
      return "done"
    }
    #expect(try await app.ask(.put, "/tag", headers: [.ifMatch: "\"8\""]).status == .preconditionFailed)
    #expect(try await app.ask(.put, "/tag", headers: [.ifMatch: "\"7\""]).status == .ok)
  }

  @Test func anErrorHandlerMayAnswerInItsOwnWords() async throws {
    let app = application()
    app.onError(PreconditionError.self) { error, _ in "changed" }
    let answered = try await app.ask(.put, "/post", headers: [.ifMatch: "\"8\""])
    #expect("\(answered.status.code) \(answered.text)" == "412 changed")
  }
}
