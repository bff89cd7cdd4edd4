import Aloft
import AloftHTTP
import Testing

@Suite struct HTTPSRedirectTests {
  private func ask(
    _ target: String, _ middleware: HTTPSRedirect = HTTPSRedirect(), host: String = "example.com",
    origin: RequestOrigin = RequestOrigin(), mode: Mode = .production, method: AloftHTTP.Method = .get
  ) async throws -> Answered {
    let app = Application(mode: mode)
    app.leaveOutDefaults()
    app.use(SettingOrigin(origin), middleware)
    app.get("/{path:path}") { (path: String) in path }
    return try await app.ask(method, target, host: host)
  }

  @Test func aRequestByHTTPIsSentToHTTPS() async throws {
    let answered = try await ask("/a%20b?q=%26", host: "Example.com:8080")
    #expect(answered.status == .permanentRedirect)
    #expect(answered.header(.location) == "https://example.com/a%20b?q=%26")
    #expect(answered.header("Strict-Transport-Security") == nil)
    #expect(answered.isImmediate)
  }

  @Test func aRequestByHTTPSIsAnsweredAndBrowsersAreBound() async throws {
    let answered = try await ask("/page", origin: RequestOrigin(scheme: "https"))
    #expect(answered.text == "page")
    #expect(answered.header("Strict-Transport-Security") == "max-age=86400")
  }

  @Test func thePromiseMayBeLeftOut() async throws {
    let answered = try await ask(
      "/page", HTTPSRedirect(transportSecurity: nil), origin: RequestOrigin(scheme: "https"))
    #expect(answered.header("Strict-Transport-Security") == nil)
  }

  @Test func anotherPortIsNamed() async throws {
    #expect(try await ask("/", HTTPSRedirect(port: 8443)).header(.location) == "https://example.com:8443/")
  }

  @Test func theHostAndThePrefixAreThoseOfATrustedProxy() async throws {
    let origin = RequestOrigin(scheme: "http", host: "shop.example", prefix: "/shop")
    #expect(
      try await ask("/cart", host: "backend", origin: origin).header(.location) == "https://shop.example/shop/cart")
  }

  @Test func healthChecksMayBeLeftAlone() async throws {
    let lenient = HTTPSRedirect(except: { $0.path == "/health" })
    #expect(try await ask("/health", lenient).text == "health")
    #expect(try await ask("/healthy", lenient).status == .permanentRedirect)
  }

  @Test func whoeverDevelopsIsLeftAlone() async throws {
    #expect(try await ask("/page", mode: .development).text == "page")
  }

  @Test func theServerAsAWholeHasNoAddress() async throws {
    #expect(try await ask("*", method: .options).status == .noContent)
  }

  @Test(arguments: ["//evil.test/", "/\\evil.test", "/@evil.test", "/a\u{E9}\"<>"])
  func noPathLeadsToAnotherHost(path: String) async throws {
    let location = try #require(try await ask(path).header(.location))
    #expect(location.hasPrefix("https://example.com/"))
    #expect(location.utf8.allSatisfy { (0x21...0x7E).contains($0) })
  }

  @Test(arguments: ["", "-:80:90"]) func withoutAHostThereIsNoWhither(host: String) async throws {
    let app = Application()
    app.use(SettingOrigin(RequestOrigin(host: host)), HTTPSRedirect())
    #expect(try await app.ask(.get, "/").status == .badRequest)
  }

  @Test func aProxyThatIsNotTrustedIsNamedOnce() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.use(HTTPSRedirect())
    for _ in 0..<3 {
      let answered = try await app.ask(.get, "/", headers: ["X-Forwarded-Proto": "https"])
      #expect(answered.status == .permanentRedirect)
    }
    #expect(log.entries.count == 1)
    #expect(log.entries[0].contains("add TrustedProxies in front of HTTPSRedirect"))
  }

  @Test func aPortThatIsNoneIsReported() {
    let app = Application()
    app.use(HTTPSRedirect(port: 0))
    #expect(app.check().map(\.id) == ["https.port"])
  }
}
