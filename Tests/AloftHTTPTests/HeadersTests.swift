import AloftHTTP
import Testing

@Suite struct HeadersTests {
  private var received: Headers {
    get throws {
      let head = "GET / HTTP/1.1\r\nHost: a\r\nAccept: b\r\nX-Tag: 1\r\naccept: c\r\n\r\n"
      var parser = RequestParser()
      let bytes = Array(head.utf8)
      var offset = 0
      guard case .head(let head) = parser.next(bytes.span, at: &offset) else { return [:] }
      return Request(head: head, body: RequestBody(), connection: ConnectionInfo()).headers
    }
  }

  private let made: Headers = ["Host": "a", "Accept": "b", "X-Tag": "1", "accept": "c"]

  @Test func receivedHeadersEqualMadeOnes() throws {
    #expect(try received == made)
  }

  @Test func namesAreComparedWithoutCase() throws {
    for headers in [try received, made] {
      #expect(headers["ACCEPT"] == "b")
      #expect(headers[.accept] == "b")
      #expect(headers.contains("x-tAG"))
      #expect(!headers.contains("x-ta"))
      #expect(headers["missing"] == nil)
    }
    #expect(Set<HeaderName>(["Accept", "ACCEPT", "accept", "Accept2"]).count == 2)
  }

  @Test func lettersOnlyDifferByCase() {
    #expect(HeaderName("a@b") != HeaderName("a`b"))
    #expect(HeaderName("X[") != HeaderName("X{"))
    #expect(HeaderName("Ä") != HeaderName("ä"))
  }

  @Test func allValuesOfANameComeInOrder() throws {
    for headers in [try received, made] { #expect(headers.values(of: "accept") == ["b", "c"]) }
  }

  @Test func settingReplacesAllFieldsOfTheNameInPlace() throws {
    for var headers in [try received, made] {
      headers["ACCEPT"] = "d"
      #expect(headers.fields == [.init("Host", "a"), .init("Accept", "d"), .init("X-Tag", "1")])
    }
  }

  @Test func settingAMissingNameAddsItBehind() throws {
    for var headers in [try received, made] {
      headers["Vary"] = "d"
      #expect(headers.count == 5)
      #expect(headers.fields.last == .init("Vary", "d"))
    }
  }

  @Test func settingNilRemovesAllFieldsOfTheName() throws {
    for var headers in [try received, made] {
      headers["accept"] = nil
      #expect(headers.map(\.name) == ["Host", "X-Tag"])
    }
  }

  @Test func appendingKeepsTheOthers() throws {
    for var headers in [try received, made] {
      headers.append("Accept", "d")
      #expect(headers.values(of: "accept") == ["b", "c", "d"])
      #expect(headers.count == 5)
    }
  }

  @Test func headersAreValues() {
    var copy = made
    copy.append(.setCookie, "a=b")
    #expect(made.count == 4)
    #expect(copy != made)
  }

  @Test func theDescriptionHasALineAField() throws {
    #expect(try received.description == "Host: a\nAccept: b\nX-Tag: 1\naccept: c")
  }

  @Test func tokensAreTheCharactersOfTheRFC() {
    let marks = Set("!#$%&'*+-.^_`|~".utf8)
    for byte in UInt8.min...UInt8.max {
      let isAlphanumeric =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      #expect(byte.isToken == (isAlphanumeric || marks.contains(byte)))
    }
  }
}
