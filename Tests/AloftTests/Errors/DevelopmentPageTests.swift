import Aloft
import AloftHTTP
import Testing

/// What those see who develop an application.
@Suite struct DevelopmentPageTests {
  private struct OutOfPaper: Error, CustomStringConvertible {
    let description = "tray 7 is <empty>"
  }

  private func site(_ mode: Mode = .development) -> Application {
    let app = Application(mode: mode, logger: RecordedLog().logger)
    app.use(Track("a", Diary()))
    app.group("/print") { print in
      print.get("/{id}", name: "tray") { (id: Int, request: Request) -> String in
        request.logger.info("looking into tray \(id)")
        throw OutOfPaper()
      }
    }
    app.get("/articles") { "all" }
    app.get("/about") { "us" }
    return app
  }

  private func page(_ path: String, _ headers: Headers = [:]) async throws -> String {
    var headers = headers
    headers[.accept] = "text/html"
    let answered = try await site().ask(.get, path, host: "localhost:8080", headers: headers)
    #expect(answered.header(.cacheControl) == "no-store")
    return answered.text
  }

  @Test func itShowsTheErrorTheRouteAndWhereItWasRegistered() async throws {
    let page = try await page("/print/7")
    #expect(page.contains("<p class=what>tray 7 is &lt;empty&gt;</p><p class=kind>OutOfPaper</p>"))
    #expect(page.contains("<td>GET /print/{id}</td>"))
    #expect(page.contains("<td>AloftTests/DevelopmentPageTests.swift:15</td>"))
    #expect(page.contains("<td>(Int, Request) → String</td>"))
  }

  @Test func itShowsTheMiddlewareAndTheLastLinesOfTheLog() async throws {
    let page = try await page("/print/7")
    #expect(page.contains("<th scope=row>Track</th><td>AloftTests/DevelopmentPageTests.swift:13</td>"))
    #expect(page.contains("info looking into tray 7 request="))
    #expect(page.contains("error a handler failed error=tray 7 is &lt;empty&gt;"))
  }

  @Test func itNamesTheRoutesNearAPathThatHasNone() async throws {
    let page = try await page("/artciles")
    let articles = try #require(page.firstRange(of: "<code>/articles</code>"))
    let about = try #require(page.firstRange(of: "<code>/about</code>"))
    #expect(articles.lowerBound < about.lowerBound)
    #expect(page.contains("3 routes in all."))
  }

  @Test func itTellsANewcomerHowToAddTheFirstRoute() async throws {
    let app = Application(mode: .development, logger: RecordedLog().logger)
    let answered = try await app.ask(.get, "/hello", host: "localhost", headers: [.accept: "text/html"])
    #expect(answered.text.contains("app.get(&#34;/hello&#34;)") || answered.text.contains("app.get(\"/hello\")"))
  }

  @Test func whatARequestSaysIsEscaped() async throws {
    let page = try await page("/<script>alert(1)</script>?x=<b>", ["X-Evil": "<img src=x onerror=alert(1)>"])
    #expect(!page.contains("<script"))
    #expect(!page.contains("<img"))
    #expect(!page.contains("<b>"))
  }

  @Test func passwordsAndCookiesAreNotShown() async throws {
    let page = try await page("/nothing", [.authorization: "Basic c2VjcmV0", .cookie: "session=hunter2"])
    #expect(!page.contains("c2VjcmV0"))
    #expect(!page.contains("hunter2"))
    #expect(page.contains("•••• (15 bytes)"))
  }

  @Test func aProgramLearnsTheErrorToo() async throws {
    let answered = try await site().ask(.get, "/print/7", host: "127.0.0.1:1", headers: [.accept: "application/json"])
    #expect(answered.text.contains(#""detail":"tray 7 is <empty>""#))
    #expect(try await site().get("/print/7", host: "localhost") == "500 500 Internal Server Error: tray 7 is <empty>\n")
  }

  @Test func aLongPathCostsNoMoreThanALongOneShould() async throws {
    let page = try await page("/" + String(repeating: "a", count: 6000))
    #expect(page.contains("Routes near it"))
  }

  @Test func anotherHostsPagesCantReadIt() async throws {
    let answered = try await site().ask(.get, "/print/7", host: "evil.example", headers: [.accept: "text/html"])
    #expect(answered.status.code == 421)
    #expect(!answered.text.contains("tray"))
  }

  @Test func productionHasNoneOfIt() async throws {
    let answered = try await site(.production).ask(.get, "/print/7", headers: [.accept: "text/html"])
    #expect(!answered.text.contains("tray"))
    #expect(!answered.text.contains("swift"))
  }
}
