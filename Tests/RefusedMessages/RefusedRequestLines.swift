internal import AloftHTTP

extension RefusedMessage {
  private static func line(_ name: String, _ line: String, _ refusal: RequestRefusal, _ status: Int = 400)
    -> RefusedMessage
  {
    RefusedMessage(name, "\(line)\r\nHost: a\r\n\r\n", refusal, status)
  }

  static let requestLines: [RefusedMessage] = [
    line("no method", " / HTTP/1.1", .malformedRequestLine),
    line("a slash in the method", "G/T / HTTP/1.1", .malformedRequestLine),
    line("NUL in the method", "GE\0T / HTTP/1.1", .malformedRequestLine),
    line("DEL in the method", "GE\u{7F}T / HTTP/1.1", .malformedRequestLine),
    line("a byte beyond ASCII in the method", "G\u{C8}T / HTTP/1.1", .malformedRequestLine),
    line("a tab behind the method", "GET\t/ HTTP/1.1", .malformedRequestLine),
    line("a method alone", "GET", .malformedRequestLine),
    line("HTTP/0.9: no version", "GET /", .malformedRequestLine),
    line("an empty version", "GET / ", .malformedVersion),
    line("two blanks before the target", "GET  / HTTP/1.1", .malformedTarget),
    line("two blanks before the version", "GET /  HTTP/1.1", .malformedTarget),
    line("a blank behind the version", "GET / HTTP/1.1 ", .malformedTarget),
    line("a blank inside the version", "GET / HTTP /1.1", .malformedTarget),
    line("a tab before the version", "GET /\tHTTP/1.1", .malformedTarget),
    line("HTTP/0.9 by name", "GET / HTTP/0.9", .unsupportedVersion, 505),
    line("HTTP/1.2", "GET / HTTP/1.2", .unsupportedVersion, 505),
    line("HTTP/1.9", "GET / HTTP/1.9", .unsupportedVersion, 505),
    line("HTTP/2.0", "GET / HTTP/2.0", .unsupportedVersion, 505),
    line("HTTP/3.0", "GET / HTTP/3.0", .unsupportedVersion, 505),
    RefusedMessage(
      "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unsupportedVersion, 505),
    line("a version in lower case", "GET / http/1.1", .malformedVersion),
    line("a version without minor", "GET / HTTP/1", .malformedVersion),
    line("a version with an empty minor", "GET / HTTP/1.", .malformedVersion),
    line("a version of two digits", "GET / HTTP/11.1", .malformedVersion),
    line("a minor version of two digits", "GET / HTTP/1.10", .malformedVersion),
    line("a comma in the version", "GET / HTTP/1,1", .malformedVersion),
    line("a letter in the version", "GET / HTTP/1.x", .malformedVersion),
    line("another protocol", "GET / ICAP/1.0", .malformedVersion),
    line("a control character behind the version", "GET / HTTP/1.1\0", .malformedVersion),
    line("a bare CR in the request line", "GET /\r HTTP/1.1", .bareLineEnding),
    line("a doubled CR behind the request line", "GET / HTTP/1.1\r", .bareLineEnding),
    line("a CR before the method", "\rGET / HTTP/1.1", .bareLineEnding),
    line("two empty lines before the request", "\r\n\r\nGET / HTTP/1.1", .malformedRequestLine),
    line("an empty line ended by LF alone", "\nGET / HTTP/1.1", .bareLineEnding),
    RefusedMessage("a bare LF behind the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", .bareLineEnding),
    RefusedMessage("a request with LF alone", "GET / HTTP/1.1\nHost: a\n\n", .bareLineEnding),
    RefusedMessage("a TLS handshake", "\u{16}\u{03}\u{01}\u{00}\u{05}hello", .malformedRequestLine),
    RefusedMessage("a byte order mark", "\u{EF}\u{BB}\u{BF}GET / HTTP/1.1\r\n\r\n", .malformedRequestLine),
  ]

  private static func target(_ name: String, _ target: String, method: String = "GET") -> RefusedMessage {
    line(name, "\(method) \(target) HTTP/1.1", .malformedTarget)
  }

  static let targets: [RefusedMessage] = [
    target("a blank in the target", "/a b"),
    target("a tab in the target", "/a\tb"),
    target("NUL in the target", "/a\0"),
    target("DEL in the target", "/a\u{7F}"),
    target("0xFF in the target", "/a\u{FF}"),
    target("an escape character in the query", "/?\u{1B}"),
    target("a fragment in the target", "/a#b"),
    target("a fragment alone", "#a"),
    target("a path without its slash", "index.html"),
    target("a query alone", "?a=b"),
    target("an asterisk for GET", "*"),
    target("an asterisk with a query", "*?a", method: "OPTIONS"),
    target("an asterisk with a path", "*/a", method: "OPTIONS"),
    target("an authority for GET", "example.com:80"),
    target("another scheme", "ftp://example.com/"),
    target("a scheme without an authority", "http:/a"),
    target("a scheme alone", "http://"),
    target("an absolute target with an empty host", "http:///a"),
    target("an absolute target with a port alone", "http://:80/"),
    target("an absolute target with user information", "http://user@example.com/"),
    target("an absolute target with a password", "http://user:pass@example.com/"),
    target("an absolute target with a comma in the host", "http://a,b/"),
    target("an absolute target with an encoded host", "http://%61/"),
    target("an absolute target with a backslash", "http://a\\b/"),
    target("an absolute target with a port of letters", "http://a:http/"),
    target("an absolute target with a port beyond 65535", "http://a:65536/"),
    target("an absolute target with an open bracket", "http://[::1/"),
    target("a target like a script", "javascript:alert(1)"),
    target("a method in lower case that would be CONNECT", "a:443", method: "connect"),
    line("CONNECT", "CONNECT example.com:443 HTTP/1.1", .connectMethod, 501),
    line("CONNECT with a path", "CONNECT / HTTP/1.1", .connectMethod, 501),
  ]
}
