public import AloftCore
public import AloftHTTP

/// What a handler may return: something that becomes a response.
public protocol HandlerResult: SendableMetatype {
  /// Makes the response.
  ///
  /// - Parameter request: The request that is answered.
  func response(to request: Request) throws -> Response
}

extension Response: HandlerResult {
  /// The response itself; of a whole file what the request asks for.
  ///
  /// - Throws: ``HTTPError`` 412 or 416 where the request asks for what a file is not, or has not.
  public func response(to request: Request) throws -> Response {
    if case .file = body.storage { try asked(by: request) } else { self }
  }
}

extension String: HandlerResult {
  /// Plain text in UTF-8.
  @inlinable public func response(to request: Request) -> Response { Response(text: self) }
}

extension HTML: HandlerResult {
  /// A page in UTF-8.
  public func response(to request: Request) -> Response {
    Response(headers: .html, body: .text(markup))
  }
}

extension Status: HandlerResult {
  /// The status with its phrase as text, or without a body where it allows none.
  public func response(to request: Request) -> Response {
    forbidsBody ? Response(status: self) : Response(text: "\(self)\n", status: self)
  }
}

extension Optional: HandlerResult where Wrapped: HandlerResult {
  /// The value's response; for `nil` the application's 404.
  public func response(to request: Request) throws -> Response {
    guard let self else { throw HTTPError(.notFound) }
    return try self.response(to: request)
  }
}
