import Aloft
import AloftHTTP
import Testing

@Suite struct PathTextTests {
  @Test func valuesAreDecodedOnce() throws {
    let probe = try RouterProbe("/{a}")
    #expect(probe.ask("/a%20b") == "/{a} [a b]")
    #expect(probe.ask("/%2520") == "/{a} [%20]")
    #expect(probe.ask("/%C3%A9") == "/{a} [é]")
    #expect(probe.ask("/é") == "/{a} [é]")
    #expect(probe.ask("/a+b") == "/{a} [a+b]")
  }

  @Test func anEncodedSlashSeparatesNothing() throws {
    let probe = try RouterProbe("/{a}", "/{a}/{b}", "/p/{rest:path}")
    #expect(probe.ask("/a%2Fb") == "/{a} [a/b]")
    #expect(probe.ask("/a%2fb/c") == "/{a}/{b} [a/b|c]")
    #expect(probe.ask("/p/a%2Fb/c") == "/p/{rest:path} [a/b/c]")
    #expect(probe.ask("/p%2Fa") == "/{a} [p/a]")
  }

  @Test func staticTextIsFoundEncodedToo() throws {
    let probe = try RouterProbe("/über/{a}")
    #expect(probe.ask("/%C3%BCber/1") == "/über/{a} [1]")
    #expect(probe.ask("/%c3%bc%62er/1") == "/über/{a} [1]")
  }

  @Test(arguments: ["/%zz", "/%4", "/%", "/a%2", "/%00", "/a%00b", "/%-1", "/% 1", "/%u0041"])
  func whatIsWronglyEncodedIsMalformed(path: String) throws {
    #expect(try RouterProbe("/{a}").ask(path) == "400")
  }

  @Test func aNullCharacterIsMalformed() throws {
    #expect(try RouterProbe("/{a}").ask([0x2F, 0x61, 0x00]) == "400")
  }

  @Test(arguments: ["/%FF", "/%C3", "/%C3%28", "/%ED%A0%80", "/%C0%AF", "/%F5%80%80%80", "/%C3%2F%A9", "/%C3/%A9"])
  func whatIsNoTextIsNotFound(path: String) throws {
    #expect(try RouterProbe("/{a}", "/{a}/{b}").ask(path) == "404")
  }

  @Test(arguments: [[0xFF], [0xC3], [0x61, 0xFF, 0x62], [0xC3, 0x2F, 0xA9], [0xC0, 0xAF]] as [[UInt8]])
  func bytesThatAreNoTextAreNotFound(segment: [UInt8]) throws {
    #expect(try RouterProbe("/{a}", "/{a}/{b}").ask([0x2F] + segment) == "404")
  }

  @Test(arguments: [
    "/p/..", "/p/.", "/p/../x", "/p/a/../b", "/p/a/..", "/p/%2e%2e/x", "/p/..%2fx", "/p/a%2F..%2Fb", "/p/a%2f..",
    "/p/..%5Cx", "/p/a\\..\\b", "/p/a%5c..", "/p/%2E", "/p/.%2e/x", "/p/a/./b", "/..", "/.", "/x/..", "/./p/a",
  ])
  func noValueLeadsUpwards(path: String) throws {
    #expect(try RouterProbe("/p/{rest:path}", "/{a}", "/{a}/{b}", "/p/{rest:path}/").ask(path) == "404")
  }

  @Test func noPartOfASegmentIsDotsAlone() throws {
    let probe = try RouterProbe("/v{x}", "/files/{name}.{ext}")
    #expect(probe.ask("/v..") == "404")
    #expect(probe.ask("/v.") == "404")
    #expect(probe.ask("/v...") == "/v{x} [...]")
    #expect(probe.ask("/files/a..") == "404")
    #expect(probe.ask("/files/...b") == "404")
  }

  @Test func namesThatBeginWithADotAreFine() throws {
    let probe = try RouterProbe("/p/{rest:path}", "/.well-known/{a}")
    #expect(probe.ask("/p/.hidden/..x/y..") == "/p/{rest:path} [.hidden/..x/y..]")
    #expect(probe.ask("/.well-known/acme") == "/.well-known/{a} [acme]")
    #expect(probe.ask("/p/...") == "/p/{rest:path} [...]")
  }

  @Test func aValueIsReadAsBytesWithoutAString() throws {
    let router = try RouterProbe("/{a}/{n:int}").router
    for path in ["/x/42", "/%78/%34%32"].map({ Array($0.utf8) }) {
      let host: [UInt8] = []
      guard case .matched(let match) = router.match(method: .get, host: host.span, path: path.span) else {
        Issue.record("no match")
        return
      }
      let number = match.values.withBytes(at: 1, in: path.span) { bytes in
        bytes.indices.reduce(0) { $0 * 10 + Int(bytes[$1]) - 48 }
      }
      #expect(number == 42)
      #expect(match.values.text(at: 0, in: path.span) == "x")
    }
  }
}
