/// A response: a status, header fields and a body, as a value.
public struct Response: Sendable {
  /// Whether it went well, in three digits.
  public var status: Status
  /// The header fields. Date and the fields that frame the body are added when it is sent.
  public var headers: Headers
  /// The body; dropped when it is sent where the request or the status allow none.
  public var body: ResponseBody
  /// What was thrown where this response stands for an error, for those outside of it to look at; never sent.
  public var failure: (any Error)?

  /// Creates a response.
  ///
  /// - Parameters:
  ///   - status: The status, 200 if left out.
  ///   - headers: The fields, `Content-Type` among them where there is a body.
  ///   - body: The body, none if left out.
  public init(status: Status = .ok, headers: Headers = [:], body: ResponseBody = .empty) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Creates a response of plain text.
  public init(text: String, status: Status = .ok) {
    self.init(status: status, headers: .plainText, body: .text(text))
  }

  /// Creates a response of bytes of a media type.
  ///
  /// - Parameters:
  ///   - bytes: The body.
  ///   - type: The media type, `image/png`.
  public init(bytes: [UInt8], type: String, status: Status = .ok) {
    self.init(status: status, headers: [.contentType: type], body: .bytes(bytes))
  }

  /// Creates a response that is written while it is sent.
  ///
  /// - Parameters:
  ///   - type: The media type.
  ///   - length: The number of bytes if it is known.
  ///   - write: Writes the body; see ``ResponseBody/stream(length:_:)``.
  public static func stream(
    type: String = "text/plain; charset=utf-8", length: Int? = nil,
    _ write: @escaping @Sendable (ResponseWriter) async throws -> Void
  ) -> Response {
    Response(headers: [.contentType: type], body: .stream(length: length, write))
  }

  /// Creates a response that sends the client elsewhere.
  ///
  /// - Parameters:
  ///   - location: A URL or a path; never take it from a request unchecked.
  ///   - status: 303 (See Other) if left out: the client fetches `location` with GET.
  public static func redirect(to location: String, status: Status = .seeOther) -> Response {
    Response(status: status, headers: [.location: location])
  }

  /// Creates a response that changes the connection's protocol (RFC 9110, section 7.8).
  ///
  /// A request that did not offer an upgrade is answered with 426 instead.
  ///
  /// - Parameters:
  ///   - name: The new protocol, `websocket`.
  ///   - headers: What else the new protocol wants to say.
  ///   - run: Speaks the new protocol; the connection closes when it returns.
  public static func upgrade(
    to name: String, headers: Headers = [:], _ run: @escaping @Sendable (UpgradedConnection) async throws -> Void
  ) -> Response {
    var headers = headers
    headers[.upgrade] = name
    return Response(status: .switchingProtocols, headers: headers, body: ResponseBody(.upgrade(run)))
  }
}
