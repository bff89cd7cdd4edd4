import AloftHTTP
import Testing

@Suite struct HostNameTests {
  @Test(
    arguments: [
      ("example.com", "example.com", nil), ("EXAMPLE.com:8080", "example.com", 8080),
      ("example.com.", "example.com", nil),
      ("example.com.:80", "example.com", 80), ("localhost", "localhost", nil), ("my_service:5000", "my_service", 5000),
      ("xn--n3h.com", "xn--n3h.com", nil), ("192.0.2.7:80", "192.0.2.7", 80), ("[::1]", "[::1]", nil),
      ("[2001:DB8::0:7]:443", "[2001:db8::7]", 443),
      ("[::FFFF:192.0.2.7]:80", "[::ffff:192.0.2.7]", 80), ("example.com:", "example.com", nil),
      ("a.test:65535", "a.test", 65535),
    ] as [(String, String, Int?)])
  func namesAreReadInOneForm(_ field: String, _ name: String, _ port: Int?) {
    #expect(HostName(field)?.description == name)
    #expect(HostName(field)?.port == port)
    #expect(HostName(name)?.description == name)
  }

  @Test(arguments: [
    "", " ", ".", "..", ".example.com", "a..b", "example.com..", "user@example.com", "example.com@evil.org",
    "evil.org#example.com",
    "evil.org/example.com", "evil.org\\example.com", "evil.org?example.com", "a b", "a,b", "example.com\0",
    "example.com\r\nX: y", "ä.com",
    "a%2eb", "*.example.com", "example.com:80:80", "example.com:8o", "example.com:-1", "example.com:65536",
    "example.com:0",
    "example.com:080", "example.com:99999999999999999999", ":80", "::1", "[::1", "::1]", "[::1]x", "[::1]x:80", "[]",
    "[z:443]:8080",
    "[fe80::1%25eth0]", "[fe80::1%eth0]", "[1.2.3.4]", "[example.com]", "[[::1]]", "[v1.fe]", "]", "a]:80", "[::1]]:80",
    "example.com: 80",
    "a\u{301}.com", "http://example.com",
  ])
  func whatCanBeNoHostIsRefused(_ field: String) {
    #expect(HostName(field) == nil)
  }

  @Test func aNameHasAnEnd() {
    let label = String(repeating: "a", count: 49) + "."
    #expect(HostName(String(repeating: label, count: 5)) != nil)
    #expect(HostName(String(repeating: label, count: 6)) == nil)
    #expect(HostName(String(repeating: "a.", count: 500_000)) == nil)
  }

  @Test func theMachinesOwnNamesAreKnown() {
    for text in ["localhost", "LOCALHOST.:80", "app.localhost", "127.0.0.1:80", "127.9.9.9", "[::1]:80"] {
      #expect(HostName(text)?.isLoopback == true)
    }
    for text in ["localhost.evil.org", "evillocalhost", "127.0.0.1.evil.org", "128.0.0.1", "[::2]", "0.0.0.0", "127.1"]
    {
      #expect(HostName(text)?.isLoopback == false)
    }
  }
}

@Suite struct HostRuleTests {
  private func takes(_ rule: String, _ host: String) -> Bool {
    HostName(host).map { HostRule(rule).takes($0) } ?? false
  }

  @Test func aNameTakesItselfWithAnyPort() {
    #expect(takes("example.com", "example.com"))
    #expect(takes("example.com", "EXAMPLE.COM:8080"))
    #expect(takes("Example.com:80", "example.com.:81"))
    #expect(takes("[::1]", "[0:0::1]:80"))
    #expect(takes("☃.com", "xn--n3h.com"))
  }

  @Test(arguments: [
    "example.com.evil.org", "evil-example.com", "evilexample.com", "www.example.com", "example.co", "example.com.evil",
    "example", "com",
    "xexample.com", "example.comx",
  ])
  func aNameTakesNoOther(_ host: String) {
    #expect(!takes("example.com", host))
  }

  @Test func aPointInFrontTakesAllBelow() {
    for host in ["example.com", "www.example.com", "a.b.example.com:80", "WWW.EXAMPLE.COM"] {
      #expect(takes(".example.com", host))
    }
    for host in ["evilexample.com", "example.com.evil.org", "www.example.com.evil.org", "com"] {
      #expect(!takes(".example.com", host))
    }
  }

  @Test func aStarInFrontTakesOnlyThoseBelow() {
    #expect(takes("*.example.com", "www.example.com"))
    #expect(!takes("*.example.com", "example.com"))
    #expect(!takes("*.example.com", "evilexample.com"))
  }

  @Test func aStarTakesEveryHost() {
    for host in ["example.com", "[::1]", "192.0.2.7"] { #expect(takes("*", host)) }
  }

  @Test(arguments: [
    "", ".", "*.", "..", "**", "*x", "ex*mple.com", "a b", "user@a", "a/b", "*.*.com", "..a", "example.com:x",
  ])
  func whatIsNoRuleTakesNothing(_ rule: String) {
    #expect(!HostRule(rule).isValid)
    for host in ["example.com", "a", "localhost"] { #expect(!takes(rule, host)) }
  }

  @Test func aRuleIsALiteral() {
    let rule: HostRule = ".example.com"
    #expect(rule.isValid)
    #expect(rule == HostRule(".EXAMPLE.com"))
  }
}
