import AloftHTTP
import Testing

@Suite struct IPAddressTests {
  @Test(arguments: [
    ("192.0.2.7", "192.0.2.7"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"),
    ("::1", "::1"),
    ("[::1]", "::1"), ("1::", "1::"), ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("2001:0db8::0001", "2001:db8::1"),
    ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:0:0:2:0:0:3:4", "1::2:0:0:3:4"), ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
    ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
    ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
    ("::ffff:192.0.2.7", "192.0.2.7"), ("::ffff:c000:207", "192.0.2.7"), ("fe80::1", "fe80::1"),
  ])
  func addressesAreReadAndWrittenInTheirUsualForm(_ text: String, _ usual: String) throws {
    let address = try #require(IPAddress(text))
    #expect(address.description == usual)
    #expect(IPAddress(usual) == address)
    #expect(address.isVersion6 == usual.contains(":"))
  }

  @Test(arguments: [
    "", "1", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.04", "1.2.3.", ".1.2.3", "1..2.3", "0x7f.1", "127.1",
    "2130706433",
    "1.2.3.4 ", " 1.2.3.4", "1.2.3.4:80", "+1.2.3.4", "１.2.3.4", ":", ":1", "1:", ":::", "1:2", "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2::3", "1:::2", "::1:", ":1::", "1:2:3:4:5:6:7::8", "12345::", "::g", "::-1", "::+1", "fe80::1%eth0",
    "fe80::1%25eth0", "[::1",
    "::1]", "[]", "[::1]:80", "[[::1]]", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4",
    "::ffff:1.2.3.256", "example.com",
    ":\u{301}:1", "::1/128", "[1.2.3.4", "[v1.fe]", "1:2:3:4:5:6:7:", ":2:3:4:5:6:7:8",
  ])
  func whatIsNoAddressIsRefused(_ text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func loopbackAddressesAreKnown() {
    for text in ["127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"] { #expect(IPAddress(text)?.isLoopback == true) }
    for text in ["128.0.0.1", "::", "::2", "1::1", "0.0.0.0"] { #expect(IPAddress(text)?.isLoopback == false) }
  }

  @Test(arguments: [
    ("192.0.2.7:80", "192.0.2.7"), ("192.0.2.7", "192.0.2.7"), ("[2001:db8::7]:80", "2001:db8::7"), ("[::1]", "::1"),
    ("::1", "::1"),
    ("2001:db8::7:80", "2001:db8::7:80"),
  ])
  func aPortIsLeftOff(_ text: String, _ address: String) {
    #expect(IPAddress.withoutPort(text)?.description == address)
  }

  @Test(arguments: [
    "", ":80", "192.0.2.7:8o", "192.0.2.7:80:80", "1:2:3:4:5:6:7:8:80", "[::1]80", "[::1]:x", "example.com:80",
    "/run/socket", "[1.2.3.4",
    "192.0.2.7: 80",
  ])
  func whatIsNoAddressWithAPortIsRefused(_ text: String) {
    #expect(IPAddress.withoutPort(text) == nil)
  }

  @Test func whatIsWrittenIsReadAgain() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<5000 {
      // Many zeros, for the runs of them.
      let groups = (0..<8).map { _ in
        Bool.random(using: &generator) ? 0 : UInt16.random(in: 0 ... .max, using: &generator)
      }
      let long = groups.map { String($0, radix: 16) }.joined(separator: ":")
      let address = IPAddress(long)
      #expect(address != nil)
      #expect(address.flatMap { IPAddress($0.description) } == address)
    }
  }

  @Test func aHugeTextIsNotLookedAt() {
    #expect(IPAddress(String(repeating: "1:", count: 500_000)) == nil)
    #expect(IPAddress.withoutPort(String(repeating: ":", count: 1_000_000)) == nil)
  }
}

@Suite struct IPNetworkTests {
  private func holds(_ network: String, _ address: String) throws -> Bool {
    try #require(IPNetwork(network)).contains(try #require(IPAddress(address)))
  }

  @Test func aNetworkHoldsTheAddressesThatBeginAlike() throws {
    #expect(try holds("10.0.0.0/8", "10.255.1.2"))
    #expect(try !holds("10.0.0.0/8", "11.0.0.0"))
    #expect(try holds("192.0.2.128/25", "192.0.2.200"))
    #expect(try !holds("192.0.2.128/25", "192.0.2.127"))
    #expect(try holds("172.16.0.0/12", "172.31.255.255"))
    #expect(try !holds("172.16.0.0/12", "172.32.0.0"))
    #expect(try holds("2001:db8::/32", "2001:db8:ffff::1"))
    #expect(try !holds("2001:db8::/32", "2001:db9::"))
    #expect(try holds("0.0.0.0/0", "203.0.113.9"))
  }

  @Test func aSingleAddressIsANetwork() throws {
    #expect(try holds("192.0.2.7", "192.0.2.7"))
    #expect(try !holds("192.0.2.7", "192.0.2.8"))
    #expect(try holds("::1", "::1"))
    #expect(try holds("192.0.2.7/32", "::ffff:192.0.2.7"))
  }

  @Test func noVersionHoldsAddressesOfTheOther() throws {
    #expect(try !holds("0.0.0.0/0", "2001:db8::1"))
    #expect(try !holds("::/0", "192.0.2.7"))
  }

  @Test func whatIsNoNetworkIsRefused() {
    for text in [
      "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129", "a/8", "10.0.0.0/8 ", "10.0.0/8",
      "10.0.0.0/+8",
    ] {
      #expect(IPNetwork(text) == nil)
    }
  }
}
