internal import AloftHTTP

extension RefusedMessage {
  private static func field(_ name: String, _ lines: String, _ refusal: RequestRefusal, _ status: Int = 400)
    -> RefusedMessage
  {
    RefusedMessage(name, "GET / HTTP/1.1\r\nHost: a\r\n\(lines)\r\nAccept: b\r\n\r\n", refusal, status)
  }

  /// All control characters that have no place in a value; tab has one, CR and LF have tests of their own.
  private static let controls = (UInt8(0)...0x1F).filter { ![0x09, 0x0A, 0x0D].contains($0) } + [0x7F]

  private static let controlCharacters = controls.map { code in
    field("0x\(String(code, radix: 16)) in a value", "X: a\(Unicode.Scalar(code))b", .controlCharacter)
  }

  static let fields: [RefusedMessage] =
    controlCharacters + [
      field("a value that goes on behind a blank", "X: a\r\n b", .foldedLine),
      field("a value that goes on behind a tab", "X: a\r\n\tb", .foldedLine),
      field("a line of blanks", "X: a\r\n  ", .foldedLine),
      RefusedMessage("a blank before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", .foldedLine),
      field("a blank before the colon", "X : a", .blankBeforeColon),
      field("a tab before the colon", "X\t: a", .blankBeforeColon),
      field("a blank in the name", "X Y: a", .blankBeforeColon),
      field("no name", ": a", .malformedFieldName),
      field("a colon alone", ":", .malformedFieldName),
      field("no colon", "XY", .malformedFieldName),
      field("a slash in the name", "X/Y: a", .malformedFieldName),
      field("brackets in the name", "X[Y]: a", .malformedFieldName),
      field("a quote in the name", "\"X\": a", .malformedFieldName),
      field("an at sign in the name", "X@Y: a", .malformedFieldName),
      field("NUL in the name", "X\0Y: a", .malformedFieldName),
      field("NUL behind the name", "Content-Length\0: 5", .malformedFieldName),
      field("DEL in the name", "X\u{7F}: a", .malformedFieldName),
      field("a byte beyond ASCII in the name", "X\u{E4}: a", .malformedFieldName),
      field("a control character before the name", "\u{0B}X: a", .malformedFieldName),
      field("a bare LF behind a field", "X: a\nY: b", .bareLineEnding),
      field("a bare CR in a value", "X: a\rb", .bareLineEnding),
      field("a bare CR in a name", "X\rY: a", .bareLineEnding),
      field("a bare CR that hides a field", "X: a\rContent-Length: 5", .bareLineEnding),
      field("a doubled CR behind a field", "X: a\r", .bareLineEnding),
      RefusedMessage("a head that ends with LF alone", "GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineEnding),
      RefusedMessage("a head that ends with CR CR LF", "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n", .bareLineEnding),
      field("an unknown expectation", "Expect: 200-ok", .unknownExpectation, 417),
      field("an expectation beside the known one", "Expect: 100-continue, x", .unknownExpectation, 417),
      field("an expectation with a suffix", "Expect: 100-continued", .unknownExpectation, 417),
    ]

  private static func host(_ name: String, _ value: String) -> RefusedMessage {
    RefusedMessage(name, "GET / HTTP/1.1\r\nHost: \(value)\r\n\r\n", .malformedHost)
  }

  static let hosts: [RefusedMessage] = [
    RefusedMessage("no Host in HTTP/1.1", "GET / HTTP/1.1\r\n\r\n", .missingHost),
    RefusedMessage("no Host beside an absolute target", "GET http://a/ HTTP/1.1\r\nX: a\r\n\r\n", .missingHost),
    RefusedMessage("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", .repeatedHost),
    RefusedMessage("the same host twice", "GET / HTTP/1.1\r\nHost: a\r\nhOST: a\r\n\r\n", .repeatedHost),
    RefusedMessage("a host behind an empty one", "GET / HTTP/1.1\r\nHost:\r\nHost: a\r\n\r\n", .repeatedHost),
    RefusedMessage("two hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", .repeatedHost),
    host("user information in the host", "user@a"),
    host("a blank in the host", "a b"),
    host("a tab in the host", "a\tb"),
    host("a list of hosts", "a,b"),
    host("a list of hosts with a blank", "a, b"),
    host("a path behind the host", "a/b"),
    host("a URL for a host", "http://a"),
    host("a query behind the host", "a?b"),
    host("a fragment behind the host", "a#b"),
    host("a backslash in the host", "a\\b"),
    host("an encoded host", "%61"),
    host("a quote in the host", "a\"b"),
    host("angle brackets in the host", "<a>"),
    host("a host beyond ASCII", "\u{C3}\u{A4}"),
    host("a port of letters", "a:http"),
    host("a signed port", "a:-1"),
    host("two ports", "a:80:80"),
    host("a port beyond 65535", "a:65536"),
    host("a port of six digits", "a:000080"),
    host("a port alone", ":80"),
    host("a colon for a host", ":"),
    host("an address of six without brackets", "::1"),
    host("an open bracket", "[::1"),
    host("empty brackets", "[]"),
    host("text behind the bracket", "[::1]a"),
    host("letters in the brackets", "[x::1]"),
    host("a zone in the brackets", "[fe80::1%25eth0]"),
    host("a bracket inside a name", "a[::1]"),
  ]
}
