public import AloftCore

/// Middleware whose configuration may contradict itself: it is asked about that with the application's other checks,
/// before anything listens.
///
/// ```swift
/// struct Quota: CheckedMiddleware, SynchronousMiddleware {
///   let requests: Int
///   func check(on level: MiddlewareLevel, place: SourcePlace) -> [Diagnostic] {
///     guard requests < 1 else { return [] }
///     return [
///       Diagnostic(
///         id: "quota.empty", message: "a quota of \(requests) lets no request through", place: place,
///         fix: "Allow one request at the least.")
///     ]
///   }
/// }
/// ```
public protocol CheckedMiddleware: Middleware {
  /// Says what is wrong with the middleware as it was configured and used.
  ///
  /// - Parameters:
  ///   - level: What it stands around.
  ///   - place: Where it was added.
  /// - Returns: The problems; none if all is well. Any keeps the application from starting.
  func check(on level: MiddlewareLevel, place: SourcePlace) -> [Diagnostic]
}

/// What a middleware stands around.
public enum MiddlewareLevel: Sendable, Hashable {
  /// An application's router: it sees every request.
  case application
  /// The handler of a route, or those of a blueprint's routes: it sees only what the router has found for them.
  case route
}
