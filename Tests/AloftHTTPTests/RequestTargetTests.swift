import AloftHTTP
import Testing

/// The four forms of a target (RFC 9112, section 3.2).
@Suite struct RequestTargetTests {
  private func head(_ target: String, method: String = "GET") throws -> Transcript.Head {
    try #require(Transcript("\(method) \(target) HTTP/1.1\r\nHost: field\r\n\r\n").heads.first)
  }

  @Test func aPathMayHaveAQuery() throws {
    let head = try head("/a/b?c=d?e")
    #expect(head.path == "/a/b")
    #expect(head.query == "c=d?e")
    #expect(head.host == "field")
  }

  @Test func anEmptyQueryIsNotNone() throws {
    #expect(try head("/?").query == "")
    #expect(try head("/").query == nil)
  }

  @Test func twoSlashesBeginAPathAndNoHost() throws {
    let head = try head("//example.com/a")
    #expect(head.path == "//example.com/a")
    #expect(head.host == "field")
  }

  @Test(arguments: ["http", "https", "HTTP"])
  func anAbsoluteTargetsHostReplacesTheFields(_ scheme: String) throws {
    let head = try head("\(scheme)://target:81/a?b")
    #expect(head.host == "target:81")
    #expect(head.path == "/a")
    #expect(head.query == "b")
  }

  @Test func anAbsoluteTargetWithoutAPathMeansTheRoot() throws {
    #expect(try head("http://target").path == "/")
    let head = try head("http://target?a/b")
    #expect(head.path == "/")
    #expect(head.query == "a/b")
    #expect(head.host == "target")
  }

  @Test func anAsteriskIsForOptions() throws {
    let head = try head("*", method: "OPTIONS")
    #expect(head.path == "*")
    #expect(head.query == nil)
  }

  @Test func charactersThatBrowsersSendUnencodedPass() throws {
    let target = #"/a|b{c}"<d>^`\[e]"#
    #expect(try head(target).target == target)
  }

  @Test func brokenPercentEncodingStandsForItself() throws {
    #expect(try head("/100%/%4/%zz/%").path == "/100%/%4/%zz/%")
  }
}
