import AloftHTTP
import Testing

@Suite struct InternationalAddressTests {
  @Test(arguments: [
    ("http://☃.net/", "http://xn--n3h.net/"), ("http://föö.com:8080/bam/baz", "http://xn--f-1gaa.com:8080/bam/baz"),
    ("http://üser:pässword@☃.net/påth", "http://%C3%BCser:p%C3%A4ssword@xn--n3h.net/p%C3%A5th"),
    ("/foo\u{8F}", "/foo%C2%8F"),
    ("http://föñ.com/☐/fred?utf8=✓#ä", "http://xn--f-rgao.com/%E2%98%90/fred?utf8=%E2%9C%93#%C3%A4"),
    ("//föö.com/a", "//xn--f-1gaa.com/a"),
    ("mailto:ä@b.c", "mailto:%C3%A4@b.c"), ("http://[::1]:80/ä", "http://[::1]:80/%C3%A4"),
    ("HTTP://EXAMPLE.com/A", "http://example.com/A"),
    ("a b", "a%20b"), ("?q=ä", "?q=%C3%A4"), ("", ""), ("http://:@d.test", "http://:@d.test"),
    ("http://d.test:0", "http://d.test:0"),
    ("http://a/%zz%20", "http://a/%zz%20"),
  ])
  func addressesBecomeURLs(_ address: String, _ url: String) {
    #expect(InternationalAddress.url(for: address) == url)
  }

  @Test(arguments: [
    ("http://xn--n3h.net/", "http://☃.net/"),
    ("http://xn--f-1gaa.com/%2F%25?q=%C3%B6&x=%3D%25#%25", "http://föö.com/%2F%25?q=ö&x=%3D%25#%25"),
    ("http://test.com/%3Fmeh?foo=%26%2F", "http://test.com/%3Fmeh?foo=%26/"), ("abc%20def", "abc%20def"),
    ("/foo%8F", "/foo%8F"),
    ("/%C3%A4%FF%C3", "/ä%FF%C3"), ("/%00%0d%0A%7F", "/%00%0d%0A%7F"), ("/%e4%b8%ad", "/中"),
    ("http://u%40:p%3A@h/", "http://u%40:p%3A@h/"),
    ("/ä%C3%A4", "/ää"), ("http://[::1]/%C3%A4", "http://[::1]/ä"),
  ])
  func urlsBecomeAddresses(_ url: String, _ address: String) {
    #expect(InternationalAddress.address(of: url) == address)
  }

  @Test(arguments: ["%C2%8F", "%E2%80%AE", "%E2%80%8B", "%C2%A0", "%E2%80%A8", "%EF%BB%BF", "%EE%80%80", "%E3%80%80"])
  func whatCannotBeSeenStaysEncoded(_ encoded: String) {
    // RFC 3987, section 4.1: letters that turn the direction of reading have no place in an address.
    #expect(
      InternationalAddress.address(of: "/a\(encoded)b?\(encoded)#\(encoded)") == "/a\(encoded)b?\(encoded)#\(encoded)")
  }

  @Test func aPathBecomesNoScheme() {
    #expect(InternationalAddress.address(of: "%6Aavascript:alert(1)") == "./javascript:alert(1)")
    #expect(InternationalAddress.address(of: "a/%6A:b") == "a/j:b")
  }

  @Test func nothingIsDecodedTwice() {
    #expect(InternationalAddress.address(of: "/%2541") == "/%2541")
    #expect(InternationalAddress.address(of: "/%%34%31") == "/%2541")
    #expect(InternationalAddress.address(of: "/100%") == "/100%25")
  }

  @Test func anAddressOfAURLIsTheURLAgain() {
    for url in [
      "http://xn--f-1gaa.com/%2F%25?q=%C3%B6&x=%3D%25#%25", "/%C3%A4%FF%20%3F", "http://u%40:p%3A@h:8/", "//a/?b#c",
      "/%E2%80%AE",
    ] {
      #expect(InternationalAddress.url(for: InternationalAddress.address(of: url)) == url)
    }
  }

  @Test func aMarkOnASlashHidesNoSeparator() {
    // A slash with an accent is one character to people, and a slash to whoever fetches the URL.
    #expect(
      InternationalAddress.url(for: "http://example.com/\u{301}@evil.org/") == "http://example.com/%CC%81@evil.org/")
    #expect(
      InternationalAddress.url(for: "http://example.com?\u{301}@evil.org") == "http://example.com?%CC%81@evil.org")
    #expect(
      InternationalAddress.url(for: "http://example.com#\u{301}@evil.org") == "http://example.com#%CC%81@evil.org")
    #expect(InternationalAddress.url(for: "http:/\u{301}/evil.org") == "http:/%CC%81/evil.org")
    #expect(InternationalAddress.url(for: "http://a@\u{301}b") == "http://a@" + "xn--b-wbb")
  }

  @Test func theHostIsTheOneThatOthersSee() {
    #expect(InternationalAddress.url(for: "http://evil.org\\@example.com/") == "http://evil.org%5C@example.com/")
    #expect(InternationalAddress.url(for: "http://a@b@c/") == "http://a%40b@c/")
    #expect(InternationalAddress.url(for: "javascript:alert(1)") == "javascript:alert(1)")
  }

  @Test func nothingOfAURLCanEndALineOrAnAttribute() {
    for text in [
      "http://a b/", "http://a\r\nb/", "http://a:8\r\n0/", "http://a\"b:\"/", "/\r\nX: y", "?\"<>'", "#\u{0}\u{7F}",
      "http://u\r\n@h/", "http://<ä>/",
      "http://a\tb:c d/",
    ] {
      let url = InternationalAddress.url(for: text)
      #expect(url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E }, "\(url)")
    }
  }

  @Test func aHugeAddressIsReadInOneGo() {
    for text in [
      String(repeating: "/", count: 200_000), String(repeating: "%C3%A4", count: 200_000),
      String(repeating: "@", count: 200_000),
      "http://" + String(repeating: "ä", count: 100_000), "http://" + String(repeating: "ä.", count: 60_000),
      String(repeating: "%", count: 200_000),
      "http://" + String(repeating: ":", count: 200_000), "http://" + String(repeating: "xn--n3h.", count: 100_000),
      "http://" + String(repeating: "]", count: 200_000),
    ] {
      #expect(!InternationalAddress.url(for: text).isEmpty)
      #expect(!InternationalAddress.address(of: text).isEmpty)
    }
  }
}
