import AloftHTTP
import Testing

@Suite struct CookieTests {
  private func field(_ cookie: Cookie, isSecureRequest: Bool = false) throws -> String {
    try cookie.fieldValue(isSecureRequest: isSecureRequest)
  }

  @Test func aCookieIsCarefulUnlessToldOtherwise() throws {
    #expect(try field(Cookie("theme", "dark")) == "theme=dark; HttpOnly; Path=/; SameSite=Lax")
  }

  @Test func whatIsSetOverAnEncryptedConnectionIsForSuchOnesOnly() throws {
    #expect(try field(Cookie("a", "b"), isSecureRequest: true).contains("; Secure"))
    #expect(try !field(Cookie("a", "b", isSecure: false), isSecureRequest: true).contains("Secure"))
    #expect(try field(Cookie("a", "b", isSecure: true)).contains("; Secure"))
  }

  @Test func everyAttributeIsWritten() throws {
    let cookie = Cookie(
      "a", "b", domain: "example.com", path: "/shop", expires: 784_111_777, maxAge: .seconds(60), isSecure: true,
      isHTTPOnly: true, sameSite: .strict, isPartitioned: true)
    let expected = [
      "a=b", "Domain=example.com", "Expires=Sun, 06 Nov 1994 08:49:37 GMT", "Max-Age=60", "Secure", "HttpOnly",
      "Path=/shop", "SameSite=Strict", "Partitioned",
    ]
    #expect(try field(cookie) == expected.joined(separator: "; "))
  }

  @Test func whatNeedsAnEncryptedConnectionGetsOne() throws {
    for cookie in [
      Cookie("a", "b", sameSite: Cookie.SameSite.none), Cookie("a", "b", isPartitioned: true),
      Cookie("__Secure-a", "b"),
      Cookie("__Host-a", "b"), Cookie("__host-a", "b"),
    ] {
      #expect(try field(cookie).contains("; Secure"))
      var open = cookie
      open.isSecure = false
      #expect(throws: CookieError.self) { try field(open) }
    }
  }

  @Test(arguments: [
    Cookie("__Host-a", "b", domain: "example.com"), Cookie("__Host-a", "b", path: "/shop"),
    Cookie("__Host-a", "b", path: nil), Cookie("__HOST-a", "b", path: "/shop"),
  ])
  func aCookieOfOneHostHasNoDomainAndNoPath(_ cookie: Cookie) {
    #expect(throws: CookieError.self) { try field(cookie, isSecureRequest: true) }
  }

  @Test(arguments: ["", "a b", "a=b", "a;b", "a,b", "a\"", "ä", "a\r\nb", "a\0", "a\t", "a@b", "[a]"])
  func aNameThatIsNoTokenIsRefused(_ name: String) {
    #expect(throws: CookieError.self) { try field(Cookie(name, "b")) }
  }

  @Test func theErrorSaysWhatIsWrongWithWhichCookie() {
    let error = #expect(throws: CookieError.self) { try field(Cookie("a b", "c")) }
    #expect(
      error?.description
        == "the cookie 'a b' can't be set: its name may have letters, digits and any of !#$%&'*+-.^_`|~")
  }

  @Test func aValueCannotAddAnAttributeOrAField() throws {
    let values = ["x; Domain=evil.org", "x\r\nSet-Cookie: admin=1", "x\nPath=/", "\"; Path=/", "x\0", "a,b"]
    for value in values {
      let field = try field(Cookie("a", value))
      #expect(field.split(separator: ";").count == 4, "\(field)")
      #expect(field.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
    }
    #expect(try field(Cookie("a", "x;\r\n☃\"\\ ")).hasPrefix(#"a="x\073\015\012\342\230\203\"\\ "; "#))
  }

  @Test func aPathCannotAddAnAttribute() throws {
    let cookie = Cookie("a", "b", path: "/x; Domain=evil.org\r\n/ä b")
    #expect(try field(cookie).contains("; Path=/x%3B%20Domain=evil.org%0D%0A/%C3%A4%20b; "))
  }

  @Test(arguments: ["", "shop", " /", "\\"])
  func aPathThatBrowsersWouldReplaceIsRefused(_ path: String) {
    // Theirs would be that of the page that sets the cookie (RFC 6265bis, section 5.6.4).
    #expect(throws: CookieError.self) { try field(Cookie("a", "b", path: path)) }
  }

  @Test func anAttributeThatBrowsersWouldIgnoreIsRefused() throws {
    let longest = "/" + String(repeating: "a", count: 1023)
    #expect(try field(Cookie("a", "b", path: longest)).contains(longest))
    #expect(throws: CookieError.self) { try field(Cookie("a", "b", path: longest + "a")) }
  }

  @Test(arguments: ["", ".", "a b", "a;b", "evil.org\r\nX: y", "a/b", "user@a", ":80", "a_b"])
  func aDomainThatIsNoneIsRefused(_ domain: String) {
    #expect(throws: CookieError.self) { try field(Cookie("a", "b", domain: domain)) }
  }

  @Test func aDomainIsWrittenAsBrowsersKnowIt() throws {
    #expect(try field(Cookie("a", "b", domain: ".Example.com:8080")).contains("; Domain=Example.com; "))
    #expect(try field(Cookie("a", "b", domain: "☃.com")).contains("; Domain=xn--n3h.com; "))
  }

  @Test func whatBrowsersWouldDropIsRefused() throws {
    #expect(throws: CookieError.self) { try field(Cookie("a", String(repeating: "b", count: 4096))) }
    #expect(try field(Cookie("a", String(repeating: "b", count: 4000))).utf8.count <= 4096)
  }

  @Test func timesAreWrittenWhateverTheyAre() throws {
    #expect(try field(Cookie("a", "b", expires: .max)).contains("Fri, 31 Dec 9999 23:59:59 GMT"))
    #expect(try field(Cookie("a", "b", maxAge: .seconds(-1))).contains("; Max-Age=-1; "))
    #expect(try field(Cookie("a", "b", maxAge: .seconds(Int64.max))).contains("; Max-Age=9223372036854775807; "))
  }

  @Test func aShortLifeIsNoDeletion() throws {
    #expect(try field(Cookie("a", "b", maxAge: .milliseconds(1500))).contains("; Max-Age=2; "))
    #expect(try field(Cookie("a", "b", maxAge: .milliseconds(1))).contains("; Max-Age=1; "))
    #expect(try field(Cookie("a", "b", maxAge: .zero)).contains("; Max-Age=0; "))
  }

  @Test func deletingGivesACookieThatHasEnded() throws {
    let deletion = Cookie.deletion(of: "a", domain: "example.com", path: "/shop")
    let expected =
      "a=; Domain=example.com; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly; Path=/shop; SameSite=Lax"
    #expect(try field(deletion) == expected)
    #expect(try field(.deletion(of: "__Host-a")).contains("; Secure"))
  }

  @Test func aResponseSetsCookiesBesideOneAnother() throws {
    var response = Response(text: "saved")
    let request = try ReceivedRequest.with([], scheme: "https")
    try response.setCookie(Cookie("a", "1"), for: request)
    try response.setCookie(Cookie("b", "2"), for: request)
    try response.deleteCookie("c", for: request)
    let fields = response.headers.values(of: .setCookie)
    #expect(fields.map { $0.prefix(2) } == ["a=", "b=", "c="])
    #expect(fields.allSatisfy { $0.contains("; Secure") })
  }

  @Test func aTrustedProxyDecidesWhetherTheConnectionIsEncrypted() throws {
    var request = try ReceivedRequest.with([])
    request.origin = RequestOrigin(scheme: "https")
    var response = Response()
    try response.setCookie(Cookie("a", "1"), for: request)
    #expect(response.headers[.setCookie]?.contains("; Secure") == true)
  }

  @Test func aRefusedCookieLeavesTheResponseAsItWas() throws {
    var response = Response(text: "")
    let request = try ReceivedRequest.with([])
    #expect(throws: CookieError.self) { try response.setCookie(Cookie("a b", ""), for: request) }
    #expect(!response.headers.contains(.setCookie))
  }
}
