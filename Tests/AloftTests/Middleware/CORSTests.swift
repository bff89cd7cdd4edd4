import Aloft
import AloftHTTP
import Testing

@Suite struct CORSTests {
  private func application(_ cors: CORS) -> Application {
    let app = Application()
    app.leaveOutDefaults()
    app.use(cors)
    app.get("/") { "ok" }
    app.get("/varying") { Reply("ok", headers: ["Vary": "Accept-Encoding"]) }
    app.get("/varying-by-all") { Reply("ok", headers: ["Vary": "*"]) }
    app.get("/own") { Reply("ok", headers: ["Access-Control-Allow-Origin": "https://own.test"]) }
    app.get("/fails") { () throws -> String in throw HTTPError(.forbidden) }
    return app
  }

  private func ask(
    _ cors: CORS, _ target: String = "/", origin: String? = "https://shop.example"
  ) async throws -> Headers {
    try await application(cors).ask(.get, target, headers: origin.map { ["Origin": $0] } ?? [:]).response.headers
  }

  private func askInAdvance(
    _ cors: CORS, origin: String = "https://shop.example", _ more: Headers = [:], target: String = "/"
  ) async throws -> Answered {
    var headers: Headers = ["Origin": origin, "Access-Control-Request-Method": "PUT"]
    for field in more { headers.append(field.name, field.value) }
    return try await application(cors).ask(.options, target, headers: headers)
  }

  private let shop = CORS(origins: ["https://shop.example"])

  // MARK: - Responses

  @Test func anOriginOfTheListMayRead() async throws {
    let headers = try await ask(shop)
    #expect(headers["Access-Control-Allow-Origin"] == "https://shop.example")
    #expect(headers["Access-Control-Allow-Credentials"] == nil)
    #expect(headers["Vary"] == "Origin")
  }

  @Test(arguments: ["https://evil.test", "null", "", nil] as [String?]) func whoIsNotOnTheListIsToldNothing(
    origin: String?
  ) async throws {
    let headers = try await ask(shop, origin: origin)
    #expect(headers["Access-Control-Allow-Origin"] == nil)
    // Else a cache would give this response to those who may.
    #expect(headers["Vary"] == "Origin")
  }

  @Test func allMayReadWhatIsForAllAndCachesMayKeepIt() async throws {
    for origin in ["https://evil.test", "null", nil] as [String?] {
      let headers = try await ask(CORS(origins: .any), origin: origin)
      #expect(headers["Access-Control-Allow-Origin"] == "*")
      #expect(headers["Vary"] == nil)
    }
  }

  @Test(arguments: ["/fails", "/nowhere"]) func anErrorCanBeReadToo(target: String) async throws {
    #expect(try await ask(shop, target)["Access-Control-Allow-Origin"] == "https://shop.example")
  }

  @Test func varyKeepsWhatTheHandlerSaid() async throws {
    #expect(try await ask(shop, "/varying").values(of: "Vary") == ["Accept-Encoding, Origin"])
    #expect(try await ask(shop, "/varying", origin: nil).values(of: "Vary") == ["Accept-Encoding, Origin"])
    #expect(try await ask(shop, "/varying-by-all").values(of: "Vary") == ["*"])
  }

  @Test func aHandlersOwnFieldWins() async throws {
    for cors in [shop, CORS(origins: .any), CORS(origins: ["https://shop.example"], allowsCredentials: true)] {
      let headers = try await ask(cors, "/own")
      #expect(headers.values(of: "Access-Control-Allow-Origin") == ["https://own.test"])
      #expect(headers["Access-Control-Allow-Credentials"] == nil)
    }
  }

  @Test func credentialsAndFurtherFieldsAreNamed() async throws {
    for origin in ["https://shop.example", "https://www.shop.example"] {
      let headers = try await ask(
        CORS(
          origins: ["https://shop.example", "https://*.shop.example"], exposedHeaders: ["X-Total", "Link"],
          allowsCredentials: true), origin: origin)
      #expect(headers["Access-Control-Allow-Origin"] == origin)
      #expect(headers["Access-Control-Allow-Credentials"] == "true")
      #expect(headers["Access-Control-Expose-Headers"] == "X-Total, Link")
    }
  }

  @Test func allOriginsNeverMeetCredentials() async throws {
    let everything = CORS(origins: .any, allowsCredentials: true)
    #expect(application(everything).check().map(\.id) == ["cors.credentials"])
    // Such an application does not start; nor would it say so if it did.
    let app = Application()
    app.get("/") { (request: Request) in
      var response = Response()
      everything.after(&response, for: request)
      return response
    }
    let headers = try await app.ask(.get, "/", headers: ["Origin": "https://evil.test"]).response.headers
    #expect(headers["Access-Control-Allow-Origin"] == "*")
    #expect(headers["Access-Control-Allow-Credentials"] == nil)
  }

  @Test func onlyWhatLiesBelowAPathIsForOthers() async throws {
    let app = Application()
    app.use(CORS(origins: .any, below: "/api/"))
    for path in ["/api", "/api/users", "/apiary", "/"] { app.get(path) { "ok" } }
    for (path, isOpen) in [("/api", true), ("/api/users", true), ("/apiary", false), ("/", false)] {
      let answered = try await app.ask(.get, path, headers: ["Origin": "https://shop.example"])
      #expect((answered.header("Access-Control-Allow-Origin") != nil) == isOpen)
    }
    let headers: Headers = ["Origin": "https://shop.example", "Access-Control-Request-Method": "GET"]
    #expect(try await app.ask(.options, "/", headers: headers).header("Access-Control-Allow-Methods") == nil)
    #expect(try await app.ask(.options, "/api", headers: headers).header("Access-Control-Allow-Methods") != nil)
  }

  // MARK: - Patterns

  @Test(arguments: [
    ("https://*.shop.example", "https://www.shop.example"), ("https://*.shop.example", "https://a.b.shop.example"),
    ("https://*.shop.example:8443", "https://www.shop.example:8443"), ("http://localhost:*", "http://localhost:3000"),
    ("http://localhost:*", "http://localhost"), ("http://*.localhost:*", "http://a.localhost:3000"),
    ("capacitor://localhost", "capacitor://localhost"), ("http://[::1]:3000", "http://[::1]:3000"),
    ("https://bücher.example", "https://xn--bcher-kva.example"),
  ]) func aPatternTakesItsOrigins(pattern: String, origin: String) async throws {
    let cors = CORS(origins: CORS.Origins([pattern]))
    #expect(application(cors).check().isEmpty)
    #expect(try await ask(cors, origin: origin)["Access-Control-Allow-Origin"] == origin)
    #expect(try await askInAdvance(cors, origin: origin).header("Access-Control-Allow-Origin") == origin)
  }

  @Test(arguments: [
    ("https://*.shop.example", "https://shop.example"), ("https://*.shop.example", "https://evilshop.example"),
    ("https://*.shop.example", "https://evil.test/.shop.example"),
    ("https://*.shop.example", "https://evil.test:80.shop.example"),
    ("https://*.shop.example", "https://evil.test@www.shop.example"),
    ("https://*.shop.example", "https://.shop.example.evil.test"),
    ("https://*.shop.example", "http://www.shop.example"), ("https://*.shop.example", "https://www.shop.example:8443"),
    ("https://*.shop.example", "https://.shop.example"), ("https://*.shop.example", "https://WWW.shop.example"),
    ("https://*.shop.example:8443", "https://www.shop.example:18443"),
    ("https://*.shop.example:8443", "https://www.shop.example"),
    ("http://localhost:*", "http://localhost.evil.test:3000"),
    ("http://localhost:*", "http://localhost:3000.evil.test"),
    ("http://localhost:*", "http://localhost:"), ("http://localhost:*", "https://localhost:3000"),
    ("https://shop.example", "https://shop.example.evil.test"), ("https://shop.example", "https://shop.example:443"),
    ("https://shop.example", "https://shop.example/"), ("https://shop.example", "https://shop.examplf"),
    ("https://shop.example", "https://shop.example, https://evil.test"),
  ]) func aPatternTakesNoOthers(pattern: String, origin: String) async throws {
    let headers = try await ask(CORS(origins: CORS.Origins([pattern])), origin: origin)
    #expect(headers["Access-Control-Allow-Origin"] == nil)
  }

  @Test(arguments: [
    "*", "null", "example.com", "https://example.com/", "https://example.com/path", "https://*", "https://*.com",
    "https://*example.com", "https://a.*.example.com", "https://exam ple.com", "HTTPS://example.com",
    "https://Example.com", "https://example.com:443", "http://example.com:80", "https://example.com:0",
    "https://example.com:99999", "https://example.com:8x", "https://example.com:080", "https://", "://example.com", "",
    "https://user@example.com", "https://example.com?x",
  ]) func whatIsNoOriginIsReported(text: String) {
    let cors = CORS(origins: CORS.Origins([text]))
    #expect(application(cors).check().map(\.id) == ["cors.origin"])
  }

  // MARK: - Questions in advance

  @Test func aQuestionInAdvanceIsAnsweredWithoutTheRouter() async throws {
    let answered = try await askInAdvance(
      shop, ["Access-Control-Request-Headers": "x-token, content-type"], target: "/nowhere")
    #expect(answered.status == .noContent)
    #expect(answered.isImmediate)
    #expect(
      answered.response.headers.description == """
        Vary: Origin, Access-Control-Request-Headers
        Access-Control-Allow-Origin: https://shop.example
        Access-Control-Allow-Methods: GET, HEAD, POST, PUT, PATCH, DELETE
        Access-Control-Allow-Headers: x-token, content-type
        Access-Control-Max-Age: 600
        """)
  }

  @Test func whoMayNotAskIsAllowedNothing() async throws {
    let answered = try await askInAdvance(shop, origin: "https://evil.test")
    #expect(answered.status == .noContent)
    #expect(answered.response.headers.description == "Vary: Origin, Access-Control-Request-Headers")
  }

  @Test func allMayAskForWhatIsForAll() async throws {
    let answered = try await askInAdvance(CORS(origins: .any, headers: .only(["X-Token"]), maxAge: nil))
    #expect(
      answered.response.headers.description == """
        Access-Control-Allow-Origin: *
        Access-Control-Allow-Methods: GET, HEAD, POST, PUT, PATCH, DELETE
        Access-Control-Allow-Headers: X-Token
        """)
  }

  @Test func privateNetworksAreOpenedWhereThatIsSaid() async throws {
    let asks: Headers = ["Access-Control-Request-Private-Network": "true"]
    let name: HeaderName = "Access-Control-Allow-Private-Network"
    let open = CORS(origins: ["https://shop.example"], allowsPrivateNetworks: true)
    #expect(try await askInAdvance(shop, asks).header(name) == nil)
    #expect(try await askInAdvance(open, asks).header(name) == "true")
    #expect(try await askInAdvance(open).header(name) == nil)
    #expect(
      try await askInAdvance(open).header("Vary")
        == "Origin, Access-Control-Request-Headers, Access-Control-Request-Private-Network")
  }

  @Test func anOtherQuestionIsTheRouters() async throws {
    let app = application(shop)
    let plain = try await app.ask(.options, "/", headers: ["Origin": "https://shop.example"])
    #expect(plain.header("Allow") == "GET, HEAD, OPTIONS")
    #expect(plain.header("Access-Control-Allow-Origin") == "https://shop.example")
    let withoutOrigin = try await app.ask(.options, "/", headers: ["Access-Control-Request-Method": "PUT"])
    #expect(withoutOrigin.header("Allow") == "GET, HEAD, OPTIONS")
    let read = try await app.ask(
      .get, "/", headers: ["Origin": "https://shop.example", "Access-Control-Request-Method": "PUT"])
    #expect(read.text == "ok")
  }

  @Test func credentialsAreNamedInAdvance() async throws {
    let cors = CORS(origins: ["https://shop.example"], methods: [.get], allowsCredentials: true)
    let answered = try await askInAdvance(cors)
    #expect(answered.header("Access-Control-Allow-Credentials") == "true")
    #expect(answered.header("Access-Control-Allow-Methods") == "GET")
    #expect(answered.header("Access-Control-Expose-Headers") == nil)
  }

  @Test(arguments: ["x-a\u{B}, x-b", "x-a; x-b", "x-\"a\"", "<x>", "x-ä"]) func whatIsNoListOfNamesIsNotRepeated(
    names: String
  ) async throws {
    let app = Application()
    app.use(SettingField("Access-Control-Request-Headers", names), CORS(origins: .any))
    let answered = try await app.ask(
      .options, "/", headers: ["Origin": "https://shop.example", "Access-Control-Request-Method": "PUT"])
    #expect(answered.header("Access-Control-Allow-Headers") == nil)
    #expect(answered.header("Access-Control-Allow-Origin") == "*")
  }

  @Test func thousandsOfCommasAreOneText() async throws {
    let commas = String(repeating: ",", count: 7000)
    let answered = try await askInAdvance(shop, ["Access-Control-Request-Headers": commas])
    #expect(answered.header("Access-Control-Allow-Headers") == commas)
  }

  // MARK: - Contradictions

  @Test(arguments: [
    (CORS(origins: []), "cors.origins"), (CORS(origins: .any, methods: [Method("get")]), "cors.method"),
    (CORS(origins: .any, methods: [Method("a b")]), "cors.method"),
    (CORS(origins: .any, headers: .only(["a b"])), "cors.header"),
    (CORS(origins: .any, exposedHeaders: ["*"]), "cors.header"),
    (CORS(origins: .any, maxAge: .seconds(-1)), "cors.age"),
    (CORS(origins: .any, below: "api"), "cors.prefix"),
  ]) func whatMakesNoSenseIsReported(cors: CORS, id: String) {
    #expect(application(cors).check().map(\.id) == [id])
  }

  @Test func behindTheRouterItIsTooLate() {
    let app = Application()
    app.group("/api") { api in
      api.use(shop)
      api.get("/") { "ok" }
    }
    #expect(app.check().map(\.id) == ["cors.level"])
  }
}
