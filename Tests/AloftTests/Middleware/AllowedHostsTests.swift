import Aloft
import AloftHTTP
import Testing

@Suite struct AllowedHostsTests {
  private func ask(_ hosts: [String], _ host: String) async throws -> Int {
    let app = Application()
    app.use(AllowedHosts(hosts))
    app.get("/") { "ok" }
    return try await app.ask(.get, "/", host: host).status.code
  }

  @Test(arguments: ["example.com", "EXAMPLE.com", "example.com:8080", "example.com."])
  func aHostIsAnsweredHoweverItIsSpelled(host: String) async throws {
    #expect(try await ask(["example.com"], host) == 200)
  }

  @Test(arguments: [
    "evil.test", "example.com.evil.test", "notexample.com", "www.example.com", "example.co", "example.comm",
  ]) func anotherHostIsNot(host: String) async throws {
    #expect(try await ask(["example.com"], host) == 421)
  }

  @Test func aPointInFrontAllowsTheHostAndAllBelow() async throws {
    #expect(try await ask([".example.com"], "example.com") == 200)
    #expect(try await ask([".example.com"], "a.b.example.com:80") == 200)
    #expect(try await ask([".example.com"], "evilexample.com") == 421)
    #expect(try await ask([".example.com"], "example.com.evil.test") == 421)
  }

  @Test func aStarInFrontAllowsAllBelow() async throws {
    #expect(try await ask(["*.example.com"], "a.example.com") == 200)
    #expect(try await ask(["*.example.com"], "example.com") == 421)
    #expect(try await ask(["*"], "anything.test") == 200)
  }

  @Test func aPortThatIsNamedIsTheOnlyOne() async throws {
    #expect(try await ask(["example.com:8443"], "example.com:8443") == 200)
    #expect(try await ask(["example.com:8443"], "EXAMPLE.com:8443") == 200)
    #expect(try await ask(["example.com:8443"], "example.com") == 421)
    #expect(try await ask(["example.com:8443"], "example.com:844") == 421)
    #expect(try await ask(["[::1]:8443"], "[::1]:8443") == 200)
    #expect(try await ask(["[::1]:8443"], "[::1]") == 421)
  }

  @Test(arguments: [
    ("[::1]", "[0:0::1]:8080", 200), ("[::1]", "[::2]", 421), ("127.0.0.1", "127.0.0.1:80", 200),
    ("127.0.0.1", "127.0.0.2", 421), ("bücher.example", "xn--bcher-kva.example", 200),
  ]) func addressesAndInternationalNamesAreCompared(rule: String, host: String, code: Int) async throws {
    #expect(try await ask([rule], host) == code)
  }

  @Test(arguments: ["localhost:8080", "LOCALHOST", "shop.localhost", "127.0.0.1:3000", "[::1]:8080"])
  func whoeverDevelopsAsksHisOwnMachine(host: String) async throws {
    let app = Application()
    app.use(AllowedHosts.loopback)
    app.get("/") { "ok" }
    #expect(try await app.ask(.get, "/", host: host).status == .ok)
    // A name of somebody else that leads to this machine.
    #expect(try await app.ask(.get, "/", host: "rebound.evil.test").status == .misdirectedRequest)
    #expect(try await app.ask(.get, "/", host: "localhost.evil.test").status == .misdirectedRequest)
  }

  @Test func aRequestWithoutAHostIsRefusedUnlessThatIsAllowed() async throws {
    for (allows, code) in [(false, 400), (true, 200)] {
      let app = Application()
      app.use(AllowedHosts(["example.com"], allowsMissing: allows))
      app.get("/") { "ok" }
      #expect(try await app.ask(.get, "/", host: "").status.code == code)
    }
  }

  @Test func theHostOfATrustedProxyCounts() async throws {
    let app = Application()
    app.use(TrustedProxies(hops: 1, believing: [.client, .host]), AllowedHosts(["example.com"]))
    app.get("/") { "ok" }
    func ask(_ host: String, behind sent: String) async throws -> Int {
      try await app.ask(
        .get, "/", host: sent, headers: ["X-Forwarded-For": "203.0.113.5", "X-Forwarded-Host": host]
      ).status.code
    }
    #expect(try await ask("example.com", behind: "backend:8080") == 200)
    #expect(try await ask("evil.test", behind: "example.com") == 421)
  }

  @Test func theHostOfAnAbsoluteTargetCounts() async throws {
    let app = Application()
    app.use(AllowedHosts(["example.com"]))
    app.get("/") { "ok" }
    #expect(try await app.ask(.get, "http://evil.test/", host: "example.com").status == .misdirectedRequest)
  }

  @Test func whoeverDevelopsIsToldWhatToDo() async throws {
    for mode in Mode.allCases {
      let app = Application(mode: mode)
      app.use(AllowedHosts(["example.com", ".example.org"]))
      let answered = try await app.ask(.get, "/", host: "other.test", headers: ["Accept": "text/plain"])
      let explanation = "'other.test' is none of the application's hosts, which are example.com, .example.org"
      #expect(answered.text.contains(explanation) == (mode == .development))
    }
  }

  @Test(
    arguments: [
      ([], ["hosts.none"]), (["https://example.com"], ["hosts.rule"]), (["example.com/"], ["hosts.rule"]),
      (["exa mple.com", "*example.com", "a.*.com"], ["hosts.rule", "hosts.rule", "hosts.rule"]), (["example.com"], []),
      (["*", "[::1]:80", "localhost:8080"], []),
    ] as [([String], [String])]) func whatIsNoHostIsReported(hosts: [String], ids: [String])
  {
    let app = Application()
    app.use(AllowedHosts(hosts))
    #expect(app.check().map(\.id) == ids)
  }
}
