import Aloft
import AloftHTTP
import Testing

@Suite struct SecurityHeadersTests {
  private func answer(_ middleware: SecurityHeaders, _ target: String = "/", scheme: String = "http") async throws
    -> Answered
  {
    let app = Application()
    app.use(SettingOrigin(RequestOrigin(scheme: scheme)), middleware)
    app.get("/") { "page" }
    app.get("/own") {
      Reply("page", headers: ["x-frame-options": "ALLOWALL", "Referrer-Policy": "no-referrer"])
    }
    app.get("/fails") { () throws -> String in throw HTTPError(.forbidden) }
    return try await app.ask(.get, target)
  }

  @Test func aPageIsSentWithCare() async throws {
    let answered = try await answer(SecurityHeaders())
    #expect(answered.isImmediate)
    #expect(
      answered.response.headers.description == """
        Content-Type: text/plain; charset=utf-8
        X-Content-Type-Options: nosniff
        X-Frame-Options: SAMEORIGIN
        Referrer-Policy: strict-origin-when-cross-origin
        Cross-Origin-Opener-Policy: same-origin
        """)
  }

  @Test(arguments: ["/fails", "/nowhere"]) func anErrorIsSentWithCareToo(target: String) async throws {
    #expect(try await answer(SecurityHeaders(), target).header("X-Content-Type-Options") == "nosniff")
  }

  @Test func aHandlersOwnFieldWins() async throws {
    let headers = try await answer(SecurityHeaders(), "/own").response.headers
    #expect(headers.values(of: "X-Frame-Options") == ["ALLOWALL"])
    #expect(headers.values(of: "Referrer-Policy") == ["no-referrer"])
    #expect(headers.values(of: "X-Content-Type-Options") == ["nosniff"])
  }

  @Test func eachFieldCanBeChanged() async throws {
    let headers = try await answer(
      SecurityHeaders(
        frameOptions: .deny, referrerPolicy: .sameOrigin, openerPolicy: .sameOriginAllowPopups,
        permissionsPolicy: "camera=()", contentSecurityPolicy: "default-src 'self'")
    ).response.headers
    #expect(headers["X-Frame-Options"] == "DENY")
    #expect(headers["Referrer-Policy"] == "same-origin")
    #expect(headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups")
    #expect(headers["Permissions-Policy"] == "camera=()")
    #expect(headers["Content-Security-Policy"] == "default-src 'self'")
  }

  @Test func eachFieldCanBeLeftOut() async throws {
    let bare = SecurityHeaders(forbidsSniffing: false, frameOptions: nil, referrerPolicy: nil, openerPolicy: nil)
    #expect(try await answer(bare).response.headers.map(\.name) == [.contentType])
  }

  @Test func browsersAreBoundToHTTPSByHTTPSAlone() async throws {
    let strict = SecurityHeaders(
      transportSecurity: StrictTransportSecurity(maxAge: .seconds(300), includesSubdomains: true))
    #expect(try await answer(strict).header("Strict-Transport-Security") == nil)
    #expect(
      try await answer(strict, scheme: "https").header("Strict-Transport-Security")
        == "max-age=300; includeSubDomains")
  }

  @Test func theListOfBrowsersTakesNoShortOrPartialPromise() throws {
    let app = Application()
    let line = #line + 1
    app.use(SecurityHeaders(transportSecurity: StrictTransportSecurity(maxAge: .seconds(300), allowsPreloading: true)))
    let problem = try #require(app.check().first)
    #expect(app.check().count == 1)
    #expect(problem.id == "hsts.preload")
    #expect(problem.place.line == line)
  }

  @Test func aNegativeTimeIsReported() {
    let app = Application()
    app.use(SecurityHeaders(transportSecurity: StrictTransportSecurity(maxAge: .seconds(-1))))
    #expect(app.check().map(\.id) == ["hsts.age"])
  }

  @Test func aPolicyOverSeveralLinesBeginsNoField() async throws {
    let answered = try await answer(
      SecurityHeaders(contentSecurityPolicy: "default-src 'self';\r\nSet-Cookie: a=b"))
    var encoder = ResponseEncoder()
    var out = OutputBytes()
    _ = try encoder.begin(answered.response, .init(), dateLine: [], into: &out)
    let head = String(decoding: out.bytes, as: UTF8.self)
    #expect(head.contains("\r\nContent-Security-Policy: default-src 'self';  Set-Cookie: a=b\r\n"))
  }
}
