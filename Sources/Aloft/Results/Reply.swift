public import AloftHTTP

/// Any other result with a status, header fields and cookies of its own: `Reply("made", status: .created)`.
public struct Reply<Content: HandlerResult>: HandlerResult {
  private let content: Content
  private let status: Status?
  private let headers: Headers
  private let cookies: [Cookie]

  /// Creates a reply.
  ///
  /// - Parameters:
  ///   - content: What becomes the response.
  ///   - status: Replaces the content's status unless left out.
  ///   - headers: Added to the content's fields, in place of those of the same name.
  ///   - cookies: Set besides those that the content sets. Whether one is for encrypted connections alone follows, unless
  ///     it says so, from the request that is answered.
  public init(_ content: Content, status: Status? = nil, headers: Headers = [:], cookies: [Cookie] = []) {
    self.content = content
    self.status = status
    self.headers = headers
    self.cookies = cookies
  }

  /// The content's response with the status, the fields and the cookies.
  ///
  /// - Throws: ``CookieError`` for a cookie that no browser would keep, and what the content throws.
  public func response(to request: Request) throws -> Response {
    var response: Response
    if let status, var own = content as? Response {
      // Before it is asked: a file that stands for an error is sent whole.
      own.status = status
      response = try own.response(to: request)
    } else {
      response = try content.response(to: request)
      if let status { response.status = status }
    }
    response.headers.replace(with: headers)
    for cookie in cookies { try response.setCookie(cookie, for: request) }
    return response
  }
}

extension Reply: Sendable where Content: Sendable {}
