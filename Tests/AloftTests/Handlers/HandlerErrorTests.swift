import Aloft
import AloftHTTP
import Testing

@Suite struct HandlerErrorTests {
  private struct OutOfPaper: Error, CustomStringConvertible {
    var description: String { "tray 7 of printer 'anna' is empty" }
  }

  @Test func anErrorIsLoggedOnceWithItsHandlerAndNotShown() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    let line = #line + 1
    app.get("/print/{id}") { (id: Int) -> String in throw OutOfPaper() }
    let answered = try await app.ask(.get, "/print/5")
    #expect(answered.status == .internalServerError)
    #expect(answered.text == "500 Internal Server Error\n")
    let expected =
      "error: a handler failed error=tray 7 of printer 'anna' is empty "
      + "handler=GET /print/{id} (AloftTests/HandlerErrorTests.swift:\(line)) request="
    #expect(log.entries.count == 1)
    #expect(log.entries.first?.hasPrefix(expected) == true)
  }

  @Test func anErrorOfAnAsynchronousHandlerIsLoggedOnceToo() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.get("/") { () async throws -> String in throw OutOfPaper() }
    #expect(try await app.get("/") == "500 500 Internal Server Error\n")
    #expect(log.entries.count == 1)
  }

  @Test func anErrorThatSaysItsStatusIsAnsweredAndNotLogged() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.get("/a") { () -> String in throw HTTPError(.forbidden, "members only", headers: [.retryAfter: "60"]) }
    app.get("/b") { () -> String in throw HTTPError(.notModified) }
    let answered = try await app.ask(.get, "/a")
    #expect(answered.status == .forbidden)
    #expect(answered.text == "403 Forbidden: members only\n")
    #expect(answered.header(.retryAfter) == "60")
    #expect(answered.header(.contentType) == "text/plain; charset=utf-8")
    #expect(try await app.ask(.get, "/b").bytes.isEmpty)
    #expect(log.entries.isEmpty)
  }

  @Test func anErrorOfTheServersOwnFaultIsLogged() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.get("/") { () -> String in throw HTTPError(.serviceUnavailable, "come back later") }
    #expect(try await app.get("/") == "503 503 Service Unavailable: come back later\n")
    #expect(log.entries.count == 1)
  }

  @Test func anErrorsFieldsReplaceThoseOfItsText() async throws {
    let app = Application()
    app.get("/") { () -> String in
      throw HTTPError(.conflict, "<b>", headers: [.contentType: "text/csv", .setCookie: "a=1", .setCookie: "b=2"])
    }
    let answered = try await app.ask(.get, "/")
    #expect(answered.response.headers.values(of: .contentType) == ["text/csv"])
    #expect(answered.response.headers.values(of: .setCookie) == ["a=1", "b=2"])
  }
}
