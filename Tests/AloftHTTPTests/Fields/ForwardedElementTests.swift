import AloftHTTP
import Testing

@Suite struct ForwardedElementTests {
  private func clients(_ field: String) -> [String?] { ForwardedElement.elements(of: field).map(\.client) }

  @Test func anElementHoldsWhatAProxySays() {
    let elements = ForwardedElement.elements(
      of: "For=\"[2001:DB8::17]:4711\";Proto=HTTPS;By=203.0.113.43;Host=example.com:8080")
    #expect(elements == [ForwardedElement(client: "2001:db8::17", scheme: "https", host: "example.com:8080")])
  }

  @Test func theNearestProxyStandsLast() {
    #expect(clients("for=192.0.2.43, for=198.51.100.17;proto=http") == ["192.0.2.43", "198.51.100.17"])
  }

  @Test func namesAndWhatIsHiddenAreNoAddresses() {
    #expect(
      clients("for=unknown, for=_gazonk, for=\"_x:80\", for=, proto=http, for=example.com") == [
        nil, nil, nil, nil, nil, nil,
      ])
  }

  @Test func aPortMayStandBehindAnAddress() {
    #expect(
      clients("for=\"192.0.2.43:47011\", for=\"[::1]:80\", for=\"[::1]\", for=\"192.0.2.43:_hidden\"")
        == ["192.0.2.43", "::1", "::1", "192.0.2.43"])
  }

  @Test func whatIsNoElementKeepsItsPlace() {
    // Trusted proxies are counted from the end: nothing may move them.
    #expect(clients("garbage, ;;;, for=192.0.2.1") == [nil, nil, "192.0.2.1"])
  }

  @Test func aSchemeIsOneOfTheWebs() {
    let schemes = ForwardedElement.elements(of: "proto=https, proto=WSS, proto=ws, proto=javascript, proto=\"ht\\tp\"")
      .map(\.scheme)
    #expect(schemes == ["https", "https", "http", nil, "http"])
  }

  @Test(arguments: [
    "for=\"evil", "for=1.1.1.1;x=\"", "\"", "for=\"\\", "for=\"a\\\"", "for=1.1.1.1;proto=https;x=\"\\\"",
    "for=\"a\", \"", "=\"", "\\\"",
  ])
  func aQuoteThatAClientLeavesOpenDoesNotSwallowWhatAProxyAdds(_ forged: String) {
    for (added, client) in [
      ("for=192.0.2.7", "192.0.2.7"), ("for=\"[2001:db8::7]:80\"", "2001:db8::7"),
      ("proto=http;for=\"[2001:db8::7]:80\";x=\"a\\\"b\\\\\"", "2001:db8::7"),
    ] {
      let last = ForwardedElement.elements(of: "\(forged), \(added)").last
      #expect(last?.client == client)
      #expect(last?.scheme == (added.hasPrefix("proto") ? "http" : nil))
    }
  }

  @Test func aQuoteMayHoldSeparators() {
    #expect(clients("x=\"a, for=1.1.1.1; b\";for=192.0.2.1, for=192.0.2.2") == ["192.0.2.1", "192.0.2.2"])
    #expect(clients("x=\"a\\\", for=1.1.1.1\";for=192.0.2.1") == ["192.0.2.1"])
  }

  // MARK: - X-Forwarded-…

  @Test func theOlderFieldsArePutTogetherFromTheNearestOn() {
    let elements = ForwardedElement.elements(
      for: "192.0.2.1, 192.0.2.2", proto: "https", host: "a.example, b.example", prefix: "/shop")
    #expect(
      elements == [
        ForwardedElement(client: "192.0.2.1", host: "a.example"),
        ForwardedElement(client: "192.0.2.2", scheme: "https", host: "b.example", prefix: "/shop"),
      ])
  }

  @Test func aPortBelongsToTheHost() {
    func element(_ host: String?, _ port: String?) -> ForwardedElement? {
      ForwardedElement.elements(for: nil, proto: nil, host: host, port: port, prefix: nil).last
    }
    #expect(element("a.example", "8443")?.port == 8443)
    #expect(element("a.example", "1, 8443")?.port == 8443)
    #expect(element(nil, "443")?.port == 443)
    for none in ["", "0", "65536", "-1", "80a", "99999999999999999999", "+80"] {
      #expect(element("a", none)?.port == nil)
    }
  }

  @Test func anEmptyEntryKeepsItsPlace() {
    let elements = ForwardedElement.elements(for: "192.0.2.1,,192.0.2.3,", proto: nil, host: nil, prefix: nil)
    #expect(elements.map(\.client) == ["192.0.2.1", nil, "192.0.2.3", nil])
  }

  @Test func addressesAreBroughtIntoOneForm() {
    let field =
      "192.0.2.1:443, [2001:DB8:0:0::1]:80, 2001:db8::1, ::ffff:192.0.2.9, nonsense, 192.0.2.01, 1.2.3.4.5, fe80::1%eth0"
    let elements = ForwardedElement.elements(for: field, proto: nil, host: nil, prefix: nil)
    #expect(elements.map(\.client) == ["192.0.2.1", "2001:db8::1", "2001:db8::1", "192.0.2.9", nil, nil, nil, nil])
  }

  @Test(arguments: [
    ("/shop", "/shop"), ("/shop/", "/shop"), ("/a/b///", "/a/b"), ("/", nil), ("shop", nil), ("//evil.org", nil),
    ("/\\evil.org", nil), ("/a b", nil), ("", nil), ("https://evil.org", nil), ("/ä", nil), ("/\u{301}x", nil),
    ("/a/../b", nil), ("/a?b", nil), ("/a#b", nil),
  ])
  func aPrefixIsAPathOfThisSite(_ text: String, _ prefix: String?) {
    #expect(ForwardedElement.elements(for: nil, proto: nil, host: nil, prefix: text).last?.prefix == prefix)
  }

  @Test func nothingIsForwardedWithoutFields() {
    #expect(ForwardedElement.elements(for: nil, proto: nil, host: nil, prefix: nil).isEmpty)
    #expect(ForwardedElement.elements(of: "").map(\.client) == [nil])
  }

  @Test func aHugeFieldIsReadInOneGoFromTheNearestOn() {
    let long = String(repeating: "for=1.1.1.1,", count: 90_000)
    #expect(clients(long + "for=192.0.2.7").last == "192.0.2.7")
    #expect(clients(long).count == 50)
    for attack in [
      String(repeating: "\"", count: 999_999), String(repeating: "\\", count: 1_000_000),
      String(repeating: "\\\"", count: 500_000), String(repeating: ";", count: 1_000_000),
      String(repeating: ",", count: 1_000_000),
    ] {
      #expect(clients(attack + ", for=192.0.2.7").last == "192.0.2.7")
    }
    let older = ForwardedElement.elements(
      for: String(repeating: "a,", count: 500_000) + "192.0.2.7", proto: nil, host: nil,
      prefix: String(repeating: "/", count: 1_000_000))
    #expect(older.count == 50)
    #expect(older.last?.client == "192.0.2.7")
  }
}
