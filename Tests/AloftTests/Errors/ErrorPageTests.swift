import Aloft
import AloftHTTP
import Testing

/// What clients get where no handler takes an error.
@Suite struct ErrorPageTests {
  private struct Leak: Error, CustomStringConvertible {
    let description = "password=hunter2 <script>"
  }

  private func site() -> Application {
    let app = Application(mode: .production, logger: RecordedLog().logger)
    app.get("/leak") { () -> String in throw Leak() }
    app.get("/closed") { () -> String in throw HTTPError(.forbidden, "members & <friends> only") }
    app.get("/unchanged") { () -> String in throw HTTPError(.notModified) }
    return app
  }

  private func ask(_ path: String, accept: String) async throws -> Answered {
    try await site().ask(.get, path, headers: [.accept: accept])
  }

  @Test(arguments: ["text/html,application/xhtml+xml,*/*;q=0.8", "text/plain;q=0.5, text/html;q=0.9"])
  func aBrowserGetsAPage(accept: String) async throws {
    let answered = try await ask("/closed", accept: accept)
    #expect(answered.header(.contentType) == "text/html; charset=utf-8")
    #expect(answered.text.contains("<h1>403 Forbidden</h1><p>members &amp; &lt;friends&gt; only</p>"))
  }

  @Test(arguments: ["application/json", "application/problem+json, text/html;q=0.1", "application/vnd.api+json"])
  func whoAsksForJSONGetsAProblemDocument(accept: String) async throws {
    let answered = try await ask("/closed", accept: accept)
    #expect(answered.header(.contentType) == "application/problem+json")
    #expect(
      answered.text.hasPrefix(
        #"{"type":"about:blank","title":"Forbidden","status":403,"detail":"members & <friends> only","request":""#))
  }

  @Test func whoSendsJSONGetsIt() async throws {
    let app = site()
    app.post("/") { () -> String in throw HTTPError(.conflict) }
    let answered = try await app.ask(
      .post, "/", headers: [.contentType: "application/json", .accept: "*/*"], body: "{}")
    #expect(answered.header(.contentType) == "application/problem+json")
  }

  @Test(arguments: ["*/*", "", "image/png", "text/plain", "text/html;q=0"]) func othersGetALineOfText(
    accept: String
  ) async throws {
    let answered = try await ask("/closed", accept: accept)
    #expect(answered.text == "403 Forbidden: members & <friends> only\n")
  }

  @Test(arguments: ["text/html", "application/json", "*/*"]) func productionShowsNothingOfTheInside(
    accept: String
  ) async throws {
    let answered = try await ask("/leak", accept: accept)
    #expect(answered.status == .internalServerError)
    #expect(!answered.text.contains("hunter2"))
    #expect(!answered.text.contains("Leak"))
    #expect(!answered.text.contains(".swift"))
  }

  @Test func theReferenceOfAPageIsTheOneInTheLog() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.get("/leak") { () -> String in throw Leak() }
    let answered = try await app.ask(.get, "/leak", headers: [.accept: "text/html"])
    let id = try #require(log.entries.first?.split(separator: "=").last)
    #expect(id.count == 16)
    #expect(answered.text.contains("Reference: \(id)"))
  }

  @Test func aStatusWithoutABodyHasNone() async throws {
    let answered = try await ask("/unchanged", accept: "text/html")
    #expect(answered.status == .notModified)
    #expect(answered.bytes.isEmpty)
  }
}
