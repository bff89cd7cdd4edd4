import AloftHTTP
import Testing

@Suite struct RequestCookiesTests {
  private func pairs(_ field: String) -> [[String]] { RequestCookies(field).map { [$0.name, $0.value] } }

  @Test func cookiesComeInOrderWithoutBlanksAroundThem() {
    #expect(pairs("a=1;b = 2 ;\tc=3; ") == [["a", "1"], ["b", "2"], ["c", "3"]])
  }

  @Test func ofEqualNamesTheFirstCounts() {
    let cookies = RequestCookies("id=deep; other=x; id=top")
    #expect(cookies["id"] == "deep")
    #expect(cookies.values(of: "id") == ["deep", "top"])
    #expect(cookies["ID"] == nil)
    #expect(cookies.values(of: "missing") == [])
  }

  @Test func namesAreComparedByteForByte() {
    // The sign of Kelvin and a K are the same text to Unicode, and two cookies to a browser.
    let cookies = RequestCookies("\u{212A}ey=forged; Key=true")
    #expect(cookies["Key"] == "true")
    #expect(cookies.values(of: "Key") == ["true"])
  }

  @Test func aValueMayHoldAnythingButSemicolons() {
    #expect(
      pairs("a=b=c; d={\"x\":1,2}; e=f g; h=?*") == [["a", "b=c"], ["d", "{\"x\":1,2}"], ["e", "f g"], ["h", "?*"]])
  }

  @Test func aNameMayStandAlone() {
    #expect(pairs("a; b=; c") == [["a", ""], ["b", ""], ["c", ""]])
  }

  @Test func whatHasNoNameOrAQuotedOneIsLeftOut() {
    #expect(pairs("=b; ; ==c; \"d\"=e; =; f=g;;") == [["f", "g"]])
    #expect(pairs("") == [])
    #expect(pairs(";;;") == [])
  }

  @Test func quotesAreTakenOffAndEscapesRead() {
    #expect(
      pairs(#"a="b c"; d="e\"f\\g"; h="\054\073"; i="\342\230\203""#).map { $0[1] } == ["b c", "e\"f\\g", ",;", "☃"])
  }

  @Test func anEscapeThatIsNoneStandsForItsCharacter() {
    #expect(pairs(#"a="\x\9\400\07"; b="\"; c=""; d="\"#).map { $0[1] } == ["x940007", "\\", "", "\"\\"])
  }

  @Test func aQuoteDoesNotSwallowTheNextCookie() {
    // Else whoever sets one cookie could have a page show him another that scripts can't read.
    let cookies = RequestCookies(#"shown="a; session=secret; end=b""#)
    #expect(cookies["session"] == "secret")
    #expect(cookies["shown"] == "\"a")
  }

  @Test func bytesThatAreNoTextAreRepaired() throws {
    let request = try ReceivedRequest.with(["Cookie: a=\"\\377\""])
    #expect(request.cookies["a"] == "\u{FFFD}")
  }

  @Test func severalFieldsAreOne() throws {
    let request = try ReceivedRequest.with(["Cookie: a=1; b=2", "Accept: */*", "cookie: c=3"])
    #expect(request.cookies.map(\.name) == ["a", "b", "c"])
    #expect(try ReceivedRequest.with([]).cookies.items.isEmpty)
  }

  @Test func aHugeFieldIsReadInOneGo() {
    let many = RequestCookies(String(repeating: "name=value; ", count: 200_000))
    #expect(many.items.count == 300)
    let long = RequestCookies("a=\"" + String(repeating: #"\""#, count: 500_000) + "\"")
    #expect(long["a"]?.utf8.count == 500_000)
    #expect(RequestCookies(String(repeating: "=", count: 1_000_000)).items.isEmpty)
    #expect(RequestCookies(String(repeating: " ", count: 1_000_000)).items.isEmpty)
  }

  @Test func whateverACookieHoldsComesBack() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let scalars = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        Unicode.Scalar(UInt32.random(in: 0...0x2FF, using: &generator)) ?? "?"
      }
      let value = String(String.UnicodeScalarView(scalars))
      let field = try Cookie("name", value).fieldValue(isSecureRequest: true)
      let sent = field.prefix { $0 != ";" }
      #expect(RequestCookies("before=x; \(sent); after=y").map(\.value) == ["x", value, "y"])
    }
  }
}
