public import AloftHTTP

/// Any other result with a status and header fields of its own: `Reply("made", status: .created)`.
public struct Reply<Content: HandlerResult>: HandlerResult {
  private let content: Content
  private let status: Status?
  private let headers: Headers

  /// Creates a reply.
  ///
  /// - Parameters:
  ///   - content: What becomes the response.
  ///   - status: Replaces the content's status unless left out.
  ///   - headers: Added to the content's fields, in place of those of the same name.
  public init(_ content: Content, status: Status? = nil, headers: Headers = [:]) {
    self.content = content
    self.status = status
    self.headers = headers
  }

  /// The content's response with the status and the fields.
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
    return response
  }
}

extension Reply: Sendable where Content: Sendable {}
