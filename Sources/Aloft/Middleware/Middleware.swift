public import AloftHTTP

/// What stands around the handlers: it sees a request before them and the response after them.
///
/// ```swift
/// struct Timing: Middleware {
///   func respond(to request: Request, next: Next) async throws -> Response {
///     let start = ContinuousClock.now
///     var response = try await next(request)
///     response.headers["Server-Timing"] = "app;dur=\((ContinuousClock.now - start) / .milliseconds(1))"
///     return response
///   }
/// }
/// app.use(Timing())
/// ```
///
/// Middleware of an application stands around its router, and so sees 404s and 405s too; that of a blueprint or a route
/// around their handlers. What was added first is outermost. ``SynchronousMiddleware`` is for those that wait for
/// nothing: with them alone a request needs no task.
public protocol Middleware: Sendable {
  /// What lists call it; the type's name unless said otherwise.
  var name: String { get }

  /// Answers a request, mostly by handing it on.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - next: What lies behind. Call it once at the most; what is thrown there has become a response already, whose
  ///     ``Response/failure`` says what it was.
  /// - Returns: The response.
  /// - Throws: ``HTTPError`` to answer with a status; anything else is a 500. Whoever stands outside sees the response.
  func respond(to request: Request, next: Next) async throws -> Response
}

extension Middleware {
  /// The type's name.
  public var name: String { "\(Self.self)" }
}

/// What lies behind a middleware: further ones, and the handler or the router at the end.
public struct Next: Sendable {
  /// Answers a request; never throws, since errors have become responses.
  typealias Run = @Sendable (Request, Afterwards?) async -> Response

  let run: Run
  let afterwards: Afterwards?

  init(_ run: @escaping Run, _ afterwards: Afterwards?) {
    self.run = run
    self.afterwards = afterwards
  }

  /// Hands a request on.
  ///
  /// - Parameter request: The request, as it came or changed.
  /// - Returns: The response, also where something behind has thrown.
  /// - Throws: `CancellationError` when the client went away.
  public func callAsFunction(_ request: Request) async throws -> Response { await run(request, afterwards) }
}
