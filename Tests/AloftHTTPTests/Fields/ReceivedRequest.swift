import AloftHTTP

/// A request as a parser makes it of bytes: what is asked of fields is asked as in a server.
enum ReceivedRequest {
  struct Refused: Error {}

  /// Reads a request with field lines such as `Accept: text/html`.
  static func with(
    _ lines: [String], method: String = "GET", scheme: String = "http", limits: ParserLimits = ParserLimits()
  ) throws -> Request {
    let text = (["\(method) / HTTP/1.1", "Host: example.com"] + lines).joined(separator: "\r\n") + "\r\n\r\n"
    var parser = RequestParser(limits: limits)
    let bytes = Array(text.utf8)
    var offset = 0
    guard case .head(let head) = parser.next(bytes.span, at: &offset) else { throw Refused() }
    return Request(head: head, body: RequestBody(), connection: ConnectionInfo(scheme: scheme))
  }
}
