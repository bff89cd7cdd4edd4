import AloftHTTP
import Testing

/// What becomes of the connection (RFC 9112, section 9; RFC 9110, sections 7.8 and 10.1.1).
@Suite struct ConnectionRulesTests {
  private func head(_ version: String, _ fields: String...) throws -> Transcript.Head {
    let lines = ["POST / HTTP/\(version)", "Host: a"] + fields + ["", "hello"]
    return try #require(Transcript(lines.joined(separator: "\r\n")).heads.first)
  }

  @Test(arguments: [
    ("", true), ("close", false), ("CLOSE", false), ("keep-alive", true), ("keep-alive, close", false),
    ("close,keep-alive", false), (" , ,close , ", false), ("closed", true), ("x-close", true), ("TE", true),
  ])
  func http11StaysOpenUnlessToldToClose(_ options: String, _ staysOpen: Bool) throws {
    #expect(try head("1.1", "Connection: \(options)").keepsAlive == staysOpen)
  }

  @Test(arguments: [
    ("", false), ("close", false), ("keep-alive", true), ("Keep-Alive", true), ("TE,\tkeep-alive", true),
    ("keep-alive, close", false), ("keep-alives", false),
  ])
  func http10ClosesUnlessToldToStayOpen(_ options: String, _ staysOpen: Bool) throws {
    #expect(try head("1.0", "Connection: \(options)").keepsAlive == staysOpen)
  }

  @Test func connectionOptionsMayStandInSeveralFields() throws {
    #expect(try !head("1.1", "Connection: keep-alive", "Connection: close").keepsAlive)
    #expect(try !head("1.1", "Connection: close", "Connection: keep-alive").keepsAlive)
  }

  @Test func aClientMayWaitForContinueBeforeItsBody() throws {
    #expect(try head("1.1", "Expect: 100-continue", "Content-Length: 5").expectsContinue)
    #expect(try head("1.1", "expect: 100-Continue", "Transfer-Encoding: chunked").expectsContinue)
  }

  @Test func withoutABodyNothingIsExpected() throws {
    #expect(try !head("1.1", "Expect: 100-continue").expectsContinue)
    #expect(try !head("1.1", "Expect: 100-continue", "Content-Length: 0").expectsContinue)
  }

  @Test func anExpectationInHTTP10IsIgnored() throws {
    #expect(try !head("1.0", "Expect: 100-continue", "Content-Length: 5").expectsContinue)
  }

  @Test func anUpgradeNeedsBothFields() throws {
    #expect(try head("1.1", "Upgrade: websocket", "Connection: Upgrade").offersUpgrade)
    #expect(try head("1.1", "Connection: keep-alive, upgrade", "Upgrade: websocket").offersUpgrade)
    #expect(try !head("1.1", "Upgrade: websocket").offersUpgrade)
    #expect(try !head("1.1", "Connection: upgrade").offersUpgrade)
  }

  @Test func anUpgradeInHTTP10IsIgnored() throws {
    #expect(try !head("1.0", "Upgrade: websocket", "Connection: upgrade").offersUpgrade)
  }
}
