public import AloftHTTP

/// Middleware that looks at the request before and at the response after, and waits for nothing.
///
/// ```swift
/// struct ReadOnly: SynchronousMiddleware {
///   func before(_ request: inout Request) throws -> Response? {
///     guard request.method == .get || request.method == .head else { throw HTTPError(.serviceUnavailable, "read only") }
///     return nil
///   }
/// }
/// ```
public protocol SynchronousMiddleware: Middleware {
  /// Looks at a request, and may change it, before it is handed on.
  ///
  /// - Parameter request: The request; what is left in it by type is there for handlers, `request[User.self] = user`.
  /// - Returns: `nil` to hand the request on, or the answer: ``after(_:for:)`` is not called then.
  /// - Throws: ``HTTPError`` to answer with a status; anything else is a 500.
  func before(_ request: inout Request) throws -> Response?

  /// Looks at the response, and may change it, before it goes further out.
  ///
  /// - Parameters:
  ///   - response: The response, also of an error behind this middleware; see ``Response/failure``.
  ///   - request: The request as it was handed on.
  /// - Throws: ``HTTPError`` to answer with a status instead; anything else is a 500.
  func after(_ response: inout Response, for request: Request) throws
}

extension SynchronousMiddleware {
  /// Hands the request on.
  public func before(_ request: inout Request) throws -> Response? { nil }

  /// Leaves the response as it is.
  public func after(_ response: inout Response, for request: Request) throws {}

  /// Looks before, hands on, and looks after.
  public func respond(to request: Request, next: Next) async throws -> Response {
    var request = request
    if let response = try before(&request) { return response }
    var response = try await next(request)
    try after(&response, for: request)
    return response
  }
}
