internal import AloftHTTP

extension Response {
  /// The response that a request asks for, of one with a whole file: parts of it, or word that nothing has changed.
  ///
  /// - Throws: ``HTTPError`` 412 or 416 where the request asks for what is not there.
  func asked(by request: Request) throws -> Response {
    guard case .file(let file) = body.storage, status == .ok, request.method == .get || request.method == .head else {
      return self
    }
    let conditions = Preconditions(request)
    if !conditions.isEmpty {
      switch conditions.outcome(for: validators) {
      case .failed: throw HTTPError(.preconditionFailed)
      case .notModified: return notModified
      case .proceed: break
      }
    }
    // Ranges have a meaning for GET alone (RFC 9110, section 14.2).
    guard request.method == .get, let field = request.joined(.range), let asked = ByteRanges(field),
      Preconditions.rangeApplies(request, validators)
    else { return self }
    switch asked.selection(of: file.size) {
    case .everything: return self
    case .unsatisfiable:
      throw HTTPError(.rangeNotSatisfiable, headers: [.contentRange: "\(ContentRange(nil, of: file.size))"])
    case .parts(let parts): return self.parts(parts, of: file)
    }
  }

  private var validators: Validators {
    Validators(
      entityTag: headers[.entityTag].flatMap { EntityTag(parsing: $0) },
      lastModified: headers[.lastModified].flatMap { HTTPDate.secondsSince1970(parsing: $0) })
  }

  /// The same without what describes a body (RFC 9110, section 15.4.5).
  private var notModified: Response {
    var response = self
    response.status = .notModified
    response.body = .empty
    for name in [HeaderName.contentType, .contentDisposition, .contentEncoding, .acceptRanges] {
      response.headers[name] = nil
    }
    return response
  }

  private func parts(_ parts: [Range<Int>], of file: FileBody) -> Response {
    var response = self
    response.status = .partialContent
    if parts.count == 1 {
      response.headers[.contentRange] = "\(ContentRange(parts[0], of: file.size))"
      response.body = ResponseBody(.file(FileBody(file.file, size: file.size, pieces: [.range(parts[0])])))
      return response
    }
    // Long and random, so that no file holds it.
    let boundary = String(UInt64.random(in: 0 ... .max), radix: 36) + String(UInt64.random(in: 0 ... .max), radix: 36)
    var pieces: [FileBody.Piece] = []
    for part in parts {
      var head = "\(pieces.isEmpty ? "" : "\r\n")--\(boundary)\r\n"
      if let type = headers[.contentType] { head += "Content-Type: \(type)\r\n" }
      head += "Content-Range: \(ContentRange(part, of: file.size))\r\n\r\n"
      pieces += [.bytes(Array(head.utf8)), .range(part)]
    }
    pieces.append(.bytes(Array("\r\n--\(boundary)--\r\n".utf8)))
    response.headers[.contentType] = "multipart/byteranges; boundary=\(boundary)"
    response.body = ResponseBody(.file(FileBody(file.file, size: file.size, pieces: pieces)))
    return response
  }
}
