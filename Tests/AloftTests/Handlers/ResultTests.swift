import Aloft
import AloftHTTP
import Testing

@Suite struct ResultTests {
  private struct Teapot: HandlerResult {
    func response(to request: Request) -> Response {
      Response(text: "a teapot at \(request.path)", status: Status(418, phrase: "I'm a Teapot"))
    }
  }

  private func answer(_ result: some HandlerResult & Sendable, to target: String = "/") async throws -> Answered {
    let app = Application()
    app.get("/") { result }
    return try await app.ask(.get, target)
  }

  @Test func textIsPlainText() async throws {
    let answered = try await answer("Grüße")
    #expect(answered.status == .ok)
    #expect(answered.text == "Grüße")
    #expect(answered.header(.contentType) == "text/plain; charset=utf-8")
  }

  @Test func aPageIsHTML() async throws {
    let answered = try await answer(HTML("<p>\("a < b")</p>"))
    #expect(answered.text == "<p>a &lt; b</p>")
    #expect(answered.header(.contentType) == "text/html; charset=utf-8")
  }

  @Test func aResponseIsSentAsItIs() async throws {
    let answered = try await answer(Response(status: .accepted, headers: ["X-A": "1"], body: .bytes([65])))
    #expect(answered.status == .accepted)
    #expect(answered.header("X-A") == "1")
    #expect(answered.header(.contentType) == nil)
    #expect(answered.text == "A")
  }

  @Test func aRedirectIs303UnlessSaidOtherwise() async throws {
    let answered = try await answer(Redirect(to: "/done"))
    #expect(answered.status == .seeOther)
    #expect(answered.header(.location) == "/done")
    #expect(answered.bytes.isEmpty)
    #expect(try await answer(Redirect(to: "/done", status: .permanentRedirect)).status == .permanentRedirect)
    #expect(try await answer(Response.redirect(to: "/done")).status == .seeOther)
  }

  @Test func nilIsNotFound() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.get("/{id}") { (id: Int) in id == 1 ? "one" : nil }
    app.get("/async/{id}") { (id: Int) async throws -> HTML? in id == 1 ? HTML("one") : nil }
    #expect(try await app.get("/1") == "200 one")
    #expect(try await app.get("/2") == "404 404 Not Found\n")
    #expect(try await app.get("/async/1") == "200 one")
    #expect(try await app.get("/async/2") == "404 404 Not Found\n")
    #expect(log.entries.isEmpty)
  }

  @Test func aStatusAloneIsItsPhrase() async throws {
    #expect(try await answer(Status.accepted).text == "202 Accepted\n")
    let empty = try await answer(Status.noContent)
    #expect(empty.status == .noContent)
    #expect(empty.bytes.isEmpty)
    #expect(empty.header(.contentType) == nil)
  }

  @Test func statusAndFieldsGoWithAnyResult() async throws {
    let reply = try await answer(Reply("made", status: .created, headers: [.location: "/7", "Vary": "Accept"]))
    #expect(reply.status == .created)
    #expect(reply.text == "made")
    #expect(reply.header(.location) == "/7")
    #expect(reply.header(.contentType) == "text/plain; charset=utf-8")
    #expect(try await answer(Reply(HTML("<p>"), status: .conflict)).header(.contentType) == "text/html; charset=utf-8")
    #expect(try await answer(Reply(Redirect(to: "/"), headers: [.setCookie: "a=1"])).status == .seeOther)
    #expect(try await answer(Reply(Optional<String>.none, status: .created)).status == .notFound)
  }

  @Test func aReplysFieldsReplaceTheContentsOwn() async throws {
    let fields: Headers = [.contentType: "text/csv", .setCookie: "a=1", .setCookie: "b=2"]
    let reply = try await answer(Reply("a,b", headers: fields))
    #expect(reply.response.headers.values(of: .contentType) == ["text/csv"])
    #expect(reply.response.headers.values(of: .setCookie) == ["a=1", "b=2"])
    let cookies = Reply(Reply("x", headers: [.setCookie: "old=1"]), headers: [.setCookie: "new=1"])
    #expect(try await answer(cookies).response.headers.values(of: .setCookie) == ["new=1"])
  }

  @Test func cookiesGoWithAnyResult() async throws {
    let reply = Reply("saved", headers: [.setCookie: "c=3"], cookies: [Cookie("a", "1"), .deletion(of: "b")])
    let fields = try await answer(reply).response.headers.values(of: .setCookie)
    #expect(fields.map { $0.prefix(2) } == ["c=", "a=", "b="])
    #expect(!fields.contains { $0.contains("Secure") })
    #expect(
      try await answer(Reply(reply, cookies: [Cookie("d", "4")])).response.headers.values(of: .setCookie).count == 4)
  }

  @Test func aCookieIsForEncryptedConnectionsIfItWasSetOverOne() async throws {
    let app = Application()
    app.get("/") { (request: Request) in
      var request = request
      request.origin = RequestOrigin(scheme: "https")
      return try Reply("saved", cookies: [Cookie("a", "1"), Cookie("b", "2", isSecure: false)]).response(to: request)
    }
    let fields = try await app.ask(.get, "/").response.headers.values(of: .setCookie)
    #expect(fields.map { $0.contains("; Secure") } == [true, false])
  }

  @Test func aCookieThatNoBrowserWouldKeepIsA500() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.get("/") { Reply("saved", cookies: [Cookie("a b", "1")]) }
    let answered = try await app.ask(.get, "/")
    #expect(answered.status == .internalServerError)
    #expect(!answered.response.headers.contains(.setCookie))
    #expect(log.entries.contains { $0.contains("the cookie 'a b' can't be set") })
  }

  @Test func aTypeOfOnesOwnIsAResult() async throws {
    let answered = try await answer(Teapot())
    #expect(answered.status.code == 418)
    #expect(answered.text == "a teapot at /")
  }

  @Test func aResultThatFailsIsA500() async throws {
    struct Broken: HandlerResult {
      struct Failure: Error {}
      func response(to request: Request) throws -> Response { throw Failure() }
    }
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.get("/") { Broken() }
    #expect(try await app.get("/") == "500 500 Internal Server Error\n")
    #expect(log.entries.count == 1)
  }
}
