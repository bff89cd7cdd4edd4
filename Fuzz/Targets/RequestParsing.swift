import AloftHTTP

/// The request parser: whole, in pieces and byte by byte it must say the same, and accept nothing ambiguous.
func fuzz(_ bytes: [UInt8]) {
  guard let input = FuzzInput(bytes) else { return }
  let whole = EventLog([input.message], limits: input.limits)
  precondition(EventLog(input.pieces, limits: input.limits) == whole, "pieces change the meaning")
  precondition(EventLog(input.bytewise, limits: input.limits) == whole, "single bytes change the meaning")
  for head in whole.heads { check(head, input.limits) }
}

/// Reads an accepted head once more, from its strings.
private func check(_ head: RequestHead, _ limits: ParserLimits) {
  let request = Request(head: head, body: RequestBody(), connection: ConnectionInfo())
  let headers = request.headers
  precondition(HeaderName(request.method.name).isValid, "a method is no token")
  precondition(request.method != .connect, "CONNECT passed")
  precondition(head.section.bytes[head.target].allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0xFF && $0 != 0x23 })
  precondition(headers.count <= limits.fieldCount, "there are too many fields")
  for field in headers {
    precondition(field.name.isValid, "a name is no token")
    precondition(field.value.utf8.allSatisfy(\.isFieldValue), "a value holds a control character")
  }
  let hosts = headers.values(of: .host)
  precondition(hosts.count <= 1 && (hosts.count == 1 || request.version == "HTTP/1.0"), "the host is not one")
  precondition(!request.host.utf8.contains { $0 <= 0x20 || $0 == 0x40 || $0 == 0x2F || $0 == 0x2C }, "a bad host")
  checkFraming(head, headers)
  _ = (request.path, request.query.items, request.queryString)
}

private func checkFraming(_ head: RequestHead, _ headers: Headers) {
  let codings = headers.values(of: .transferEncoding)
  let lengths = headers.values(of: .contentLength)
  precondition(codings.count + lengths.count <= 1, "two fields frame the body")
  switch head.framing {
  case .chunked: precondition(codings.first?.lowercased() == "chunked", "a body in chunks was not announced")
  case .length(let length): precondition(lengths.first.flatMap { Int($0) } == length && length > 0, "another length")
  case .none: precondition(codings.isEmpty && (lengths.isEmpty || Int(lengths[0]) == 0), "a body was lost")
  }
}
