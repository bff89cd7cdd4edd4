import AloftHTTP
import Testing

/// What may stand in a host's brackets (RFC 3986, section 3.2.2).
@Suite struct BracketedHostTests {
  private func transcript(host: String) -> Transcript { Transcript("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n") }

  @Test(arguments: [
    "[::]", "[::1]", "[1::]", "[::1]:80", "[::1]:", "[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7::]", "[::2:3:4:5:6:7:8]",
    "[1::8]:65535", "[2001:DB8::abcd]", "[::ffff:1.2.3.4]", "[1:2:3:4:5:6:255.0.0.1]", "[::1.2.3.4]",
    "[1:2:3:4:5::1.2.3.4]", "[0000::0001]",
  ])
  func anIPv6AddressIsAccepted(_ host: String) {
    #expect(transcript(host: host).heads.first?.host == host)
  }

  @Test(arguments: ["[v1.fe]", "[V1F.a:b]:80", "[v1.-._~]"])
  func anAddressOfAVersionToComeIsAccepted(_ host: String) {
    #expect(transcript(host: host).heads.first?.host == host)
  }

  @Test(arguments: [
    "[", "[]", "[]:80", "[1]", "[::1", "[::g]", "[1:2:3]", "[:]", "[:::]", "[:1]", "[1:]", "[::1:]", "[1:::2]",
    "[1::2::3]", "[12345::]", "[1:2:3:4:5:6:7:8:9]", "[1:2:3:4:5:6:7::8]", "[1:2:3:4:5:6:7:8::]", "[::1]:65536",
    "[::1]80", "[[::1]]", "[::1]]", "[ ::1]", "[fe80::1%25eth0]", "[fe80::1%eth0]",
  ])
  func anythingElseIsRefused(_ host: String) {
    #expect(transcript(host: host).refusal == .malformedHost)
  }

  @Test(arguments: [
    "[1.2.3.4]", "[::1.2.3]", "[::1.2.3.4.5]", "[::1.2.3.256]", "[::01.2.3.4]", "[::1.2.3.]", "[::1..3.4]",
    "[::1.2.3.1000]", "[::a.2.3.4]", "[1:2:3:4:5:6:7:1.2.3.4]", "[1:2:3:4:5:6::1.2.3.4]", "[::1.2.3.4:5]",
    "[::.1.2.3]",
  ])
  func anIPv4AddressStandsOnlyAtTheEndOfAnIPv6Address(_ host: String) {
    #expect(transcript(host: host).refusal == .malformedHost)
  }

  @Test(arguments: ["[v]", "[v1]", "[v1.]", "[v.a]", "[vg.a]", "[v1.a/b]", "[v1.a'b]", "[v1.\u{e9}]"])
  func aMalformedAddressOfAVersionToComeIsRefused(_ host: String) {
    #expect(transcript(host: host).refusal == .malformedHost)
  }

  @Test func anAbsoluteTargetIsHeldToTheSameSyntax() {
    #expect(Transcript("GET http://[1:2:3]/ HTTP/1.1\r\nHost: a\r\n\r\n").refusal == .malformedTarget)
    #expect(Transcript("GET http://[::1]:80/ HTTP/1.1\r\nHost: a\r\n\r\n").heads.first?.host == "[::1]:80")
  }
}
