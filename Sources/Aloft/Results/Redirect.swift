public import AloftHTTP

/// Sends the client elsewhere: `return Redirect(to: "/done")`.
public struct Redirect: HandlerResult, Sendable, Hashable {
  /// A URL or a path.
  public let location: String
  /// 303 (See Other) unless said otherwise.
  public let status: Status

  /// Creates a redirect.
  ///
  /// - Parameters:
  ///   - location: A URL or a path; never take it from a request unchecked.
  ///   - status: 303 if left out, after which the client fetches `location` with GET. 308 keeps the method.
  public init(to location: String, status: Status = .seeOther) {
    self.location = location
    self.status = status
  }

  /// A response without a body that names the location.
  public func response(to request: Request) -> Response { .redirect(to: location, status: status) }
}
