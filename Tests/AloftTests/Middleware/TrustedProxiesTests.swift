import Aloft
import AloftHTTP
import Logging
import Testing

@Suite struct TrustedProxiesTests {
  /// Asks through the middleware and gives `client scheme host prefix`.
  private func ask(
    _ middleware: TrustedProxies, _ headers: Headers, peer: String = "10.0.0.9:4711"
  ) async throws -> String {
    let app = Application()
    app.use(middleware)
    app.get("/") { (request: Request) in
      "\(request.clientAddress) \(request.scheme) \(request.host) \(request.origin?.prefix ?? "")"
    }
    return try await app.ask(.get, "/", headers: headers, peer: peer).text
  }

  // MARK: - Hops

  @Test func oneProxyIsBelievedOfClientAndScheme() async throws {
    #expect(
      try await ask(
        TrustedProxies(hops: 1),
        [
          "X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.test",
          "X-Forwarded-Prefix": "/evil",
        ]) == "203.0.113.5 https example.com ")
  }

  @Test func hostAndPrefixAreBelievedByName() async throws {
    #expect(
      try await ask(
        TrustedProxies(hops: 1, believing: [.client, .scheme, .host, .prefix]),
        [
          "X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "shop.example:8443",
          "X-Forwarded-Prefix": "/shop/",
        ]) == "203.0.113.5 https shop.example:8443 /shop")
  }

  @Test(arguments: [
    (1, "10.0.0.2"), (2, "203.0.113.5"), (3, "198.51.100.66"),
  ]) func entriesCountFromTheEnd(hops: Int, client: String) async throws {
    let fields: Headers = ["X-Forwarded-For": "198.51.100.66, 203.0.113.5, 10.0.0.2"]
    #expect(try await ask(TrustedProxies(hops: hops), fields).hasPrefix("\(client) http"))
  }

  @Test func entriesThatAClientPutInFrontDoNotCount() async throws {
    let lies = Array(repeating: "127.0.0.1", count: 40).joined(separator: ", ")
    let fields: Headers = ["X-Forwarded-For": "\(lies), 203.0.113.5", "X-Forwarded-Proto": "https, https, http"]
    #expect(try await ask(TrustedProxies(hops: 1), fields) == "203.0.113.5 http example.com ")
  }

  @Test func anotherLineOfTheFieldIsItsContinuation() async throws {
    let fields = Headers([.init("X-Forwarded-For", "127.0.0.1"), .init("X-Forwarded-For", "203.0.113.5")])
    #expect(try await ask(TrustedProxies(hops: 1), fields).hasPrefix("203.0.113.5 "))
  }

  @Test func aRequestAroundOneOfTheProxiesIsBelievedNothing() async throws {
    let fields: Headers = ["X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"]
    #expect(try await ask(TrustedProxies(hops: 2), fields) == "10.0.0.9 http example.com ")
  }

  @Test func aFieldThatTheNearestProxyReplacesIsThatOfTheOutermost() async throws {
    let fields: Headers = ["X-Forwarded-For": "203.0.113.5, 10.0.0.2", "X-Forwarded-Proto": "https"]
    #expect(try await ask(TrustedProxies(hops: 2), fields).hasPrefix("203.0.113.5 https "))
  }

  @Test func withoutFieldsThePeerIsTheClient() async throws {
    #expect(try await ask(TrustedProxies(hops: 1), [:]) == "10.0.0.9 http example.com ")
  }

  @Test(arguments: ["unknown", "_hidden", "nonsense", "203.0.113.5.6", "1.2.3.4, ", "localhost", "' OR 1=1", "١.2.3.4"])
  func whatIsNoAddressIsNoClient(text: String) async throws {
    #expect(try await ask(TrustedProxies(hops: 1), ["X-Forwarded-For": text]).hasPrefix("10.0.0.9 "))
  }

  @Test(arguments: [
    ("203.0.113.5:4711", "203.0.113.5"), ("[2001:db8::7]:4711", "2001:db8::7"), ("2001:DB8:0::7", "2001:db8::7"),
    ("::ffff:203.0.113.5", "203.0.113.5"),
  ]) func aClientIsNamedInOneWayAndWithoutItsPort(text: String, client: String) async throws {
    #expect(try await ask(TrustedProxies(hops: 1), ["X-Forwarded-For": text]).hasPrefix("\(client) "))
  }

  @Test(arguments: ["", "user@evil.test", "evil.test/path", "a b", "evil.test\\@good.test", "x:99999", "[::1"])
  func whatIsNoHostIsNotBelieved(text: String) async throws {
    let trusting = TrustedProxies(hops: 1, believing: [.client, .host])
    let fields: Headers = ["X-Forwarded-For": "203.0.113.5", "X-Forwarded-Host": text]
    #expect(try await ask(trusting, fields) == "203.0.113.5 http example.com ")
  }

  @Test(arguments: ["//evil.test", "evil", "/\\evil.test", "/a b", ""]) func whatIsNoPrefixIsNotBelieved(
    text: String
  ) async throws {
    let trusting = TrustedProxies(hops: 1, believing: [.client, .prefix])
    let fields: Headers = ["X-Forwarded-For": "203.0.113.5", "X-Forwarded-Prefix": text]
    #expect(try await ask(trusting, fields) == "203.0.113.5 http example.com ")
  }

  @Test func anUnknownSchemeIsNotBelieved() async throws {
    let fields: Headers = ["X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "javascript"]
    #expect(try await ask(TrustedProxies(hops: 1), fields) == "203.0.113.5 http example.com ")
  }

  // MARK: - Forwarded

  @Test func theStandardsFieldIsBelievedInstead() async throws {
    let trusting = TrustedProxies(hops: 1, fields: .forwarded, believing: [.client, .scheme, .host])
    let fields: Headers = [
      "Forwarded": "for=127.0.0.1, for=\"[2001:db8::7]:4711\";proto=https;host=shop.example",
      "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "http",
    ]
    #expect(try await ask(trusting, fields) == "2001:db8::7 https shop.example ")
  }

  @Test func ofTwoKindsOfFieldsOneIsLookedAt() async throws {
    #expect(
      try await ask(TrustedProxies(hops: 1), ["Forwarded": "for=203.0.113.5;proto=https"])
        == "10.0.0.9 http example.com ")
  }

  // MARK: - Peers

  private let known = TrustedProxies(from: ["10.0.0.0/8", "2001:db8:1::/48"])

  @Test func theClientIsTheFirstFromTheEndThatIsNoProxy() async throws {
    let fields: Headers = [
      "X-Forwarded-For": "127.0.0.1, 203.0.113.5, 10.1.1.1, 10.2.2.2",
      "X-Forwarded-Proto": "gopher, https, http, http",
    ]
    #expect(try await ask(known, fields) == "203.0.113.5 https example.com ")
  }

  @Test func anUnknownPeerIsBelievedNothing() async throws {
    let fields: Headers = ["X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https"]
    #expect(try await ask(known, fields, peer: "192.0.2.7:1") == "192.0.2.7 http example.com ")
    #expect(try await ask(known, fields, peer: "") == " http example.com ")
    #expect(try await ask(known, fields, peer: "[::ffff:10.0.0.9]:1").hasPrefix("203.0.113.5 https"))
    #expect(try await ask(known, fields, peer: "[2001:db8:1:2::3]:1").hasPrefix("203.0.113.5 https"))
    #expect(try await ask(known, fields, peer: "[2001:db8:2::3]:1").hasPrefix("2001:db8:2::3 http "))
  }

  @Test func aClientThatIsAProxysNeighbourIsTheOutermost() async throws {
    #expect(try await ask(known, ["X-Forwarded-For": "10.3.3.3, 10.2.2.2"]).hasPrefix("10.3.3.3 "))
  }

  @Test func behindAnEntryThatIsNoAddressNothingIsBelieved() async throws {
    let fields: Headers = [
      "X-Forwarded-For": "203.0.113.5, unknown, 10.2.2.2", "X-Forwarded-Proto": "https, http, http",
    ]
    #expect(try await ask(known, fields) == "10.0.0.9 http example.com ")
  }

  @Test func whoeverMayConnectToAUnixSocketMayBeTrusted() async throws {
    let fields: Headers = ["X-Forwarded-For": "203.0.113.5"]
    #expect(try await ask(TrustedProxies(from: [.unixSocket]), fields, peer: "").hasPrefix("203.0.113.5 "))
    #expect(try await ask(TrustedProxies(from: [.unixSocket]), fields, peer: "/run/app.sock").hasPrefix("203.0.113.5"))
    #expect(try await ask(TrustedProxies(from: [.unixSocket]), fields).hasPrefix("10.0.0.9 "))
  }

  // MARK: - Reports

  @Test func whatIsIgnoredIsLoggedForThoseWhoLook() async throws {
    let log = RecordedLog()
    var logger = log.logger
    logger.logLevel = .debug
    let app = Application(logger: logger)
    app.use(TrustedProxies(hops: 2))
    app.get("/") { "ok" }
    _ = try await app.ask(.get, "/", headers: ["X-Forwarded-For": "secret"])
    let line = try #require(log.entries.first)
    #expect(line.hasPrefix("debug: a request has passed 1 proxies, and not 2: they are not believed"))
    #expect(!line.contains("secret"))
  }

  @Test(arguments: [
    (TrustedProxies(hops: 0), ["proxies.hops"]), (TrustedProxies(hops: -1), ["proxies.hops"]),
    (TrustedProxies(from: []), ["proxies.peers"]),
    (TrustedProxies(from: ["10.0.0.0/8", "10.0.0.0/33", "nginx"]), ["proxies.network", "proxies.network"]),
    (TrustedProxies(from: ["0.0.0.0/0"]), ["proxies.network"]), (TrustedProxies(from: ["::/0"]), ["proxies.network"]),
    (TrustedProxies(hops: 1), []), (TrustedProxies(from: ["10.0.0.0/10", .unixSocket]), []),
  ]) func contradictionsAreReported(middleware: TrustedProxies, ids: [String]) {
    let app = Application()
    app.use(middleware)
    #expect(app.check().map(\.id) == ids)
  }

  @Test func behindTheRouterItIsTooLate() {
    let app = Application()
    app.with(TrustedProxies(hops: 1)).get("/") { "ok" }
    #expect(app.check().map(\.id) == ["proxies.level"])
  }

  @Test func aProxysHostFindsTheRoutesOfThatHost() async throws {
    let app = Application()
    app.use(TrustedProxies(hops: 1, believing: [.client, .host]))
    app.group(host: "{tenant}.example.com") { $0.get("/") { (request: Request) in request.pathValue("tenant") ?? "?" } }
    let answered = try await app.ask(
      .get, "/", host: "backend", headers: ["X-Forwarded-For": "203.0.113.5", "X-Forwarded-Host": "blue.example.com"])
    #expect(answered.text == "blue")
  }
}
