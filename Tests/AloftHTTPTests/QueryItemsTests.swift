import AloftHTTP
import Testing

@Suite struct QueryItemsTests {
  private func pairs(_ query: String) -> [[String]] { QueryItems(query).map { [$0.name, $0.value] } }

  @Test func itemsComeInOrderAndRepeat() {
    #expect(pairs("q=tea&tag=a&tag=b") == [["q", "tea"], ["tag", "a"], ["tag", "b"]])
    #expect(QueryItems("tag=a&q=tea&tag=b").values(of: "tag") == ["a", "b"])
    #expect(QueryItems("tag=a&tag=b")["tag"] == "a")
    #expect(QueryItems("a=b")["c"] == nil)
  }

  @Test func namesAndValuesAreDecoded() {
    #expect(pairs("a%20b=c%26d%3De&f+g=h+i%2B") == [["a b", "c&d=e"], ["f g", "h i+"]])
    #expect(pairs("%C3%A4=%F0%9F%90%8D") == [["ä", "🐍"]])
  }

  @Test func whatIsMissingIsEmpty() {
    #expect(pairs("a&b=&=c&=") == [["a", ""], ["b", ""], ["", "c"], ["", ""]])
  }

  @Test func emptyPairsAreNone() {
    #expect(pairs("") == [])
    #expect(pairs("&&a=b&&") == [["a", "b"]])
  }

  @Test func theFirstEqualsSignDivides() {
    #expect(pairs("a=b=c==") == [["a", "b=c=="]])
  }

  @Test func namesAreComparedWithCase() {
    #expect(QueryItems("A=b")["a"] == nil)
  }

  @Test func semicolonsDivideNothing() {
    #expect(pairs("a=b;c=d") == [["a", "b;c=d"]])
  }

  @Test func aRequestWithoutAQueryHasNoItems() throws {
    var parser = RequestParser()
    let bytes = Array("GET / HTTP/1.0\r\n\r\nGET /?a=%7e HTTP/1.0\r\n\r\n".utf8)
    var offset = 0
    for expected in [[], ["~"]] {
      guard case .head(let head) = parser.next(bytes.span, at: &offset) else {
        Issue.record("no head")
        return
      }
      let request = Request(head: head, body: RequestBody(), connection: ConnectionInfo())
      #expect(request.query.map(\.value) == expected)
    }
  }
}

@Suite struct PercentEncodingTests {
  private func decoded(_ text: String, plusIsBlank: Bool = false) -> String {
    PercentEncoding.decoded(Array(text.utf8), plusIsBlank: plusIsBlank)
  }

  @Test(arguments: [
    ("", ""), ("abc", "abc"), ("a%20b", "a b"), ("%41%6a%6A", "Ajj"), ("%C3%A4", "ä"), ("a+b", "a+b"), ("%00", "\0"),
    ("%2F..%2F", "/../"),
  ])
  func twoDigitsBehindAPercentSignAreAByte(_ text: String, _ expected: String) {
    #expect(decoded(text) == expected)
  }

  @Test(arguments: ["%", "%4", "%zz", "%4g", "%g4", "a%", "%%%", "%-1", "% 1"])
  func aPercentSignWithoutTwoDigitsStandsForItself(_ text: String) {
    #expect(decoded(text) == text)
  }

  @Test func decodingHappensOnce() {
    #expect(decoded("%2541") == "%41")
    #expect(decoded("%%341") == "%41")
    #expect(decoded("%25%34%31") == "%41")
  }

  @Test func plusIsABlankInQueriesOnly() {
    #expect(decoded("a+b%2B", plusIsBlank: true) == "a b+")
    #expect(decoded("a+b%2B") == "a+b+")
  }

  @Test func brokenUTF8IsRepaired() {
    #expect(decoded("%FFa%C3") == "\u{FFFD}a\u{FFFD}")
    // An overlong slash is no slash.
    #expect(!decoded("%C0%AF").contains("/"))
  }
}
