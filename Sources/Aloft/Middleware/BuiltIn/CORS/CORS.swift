public import AloftCore
public import AloftHTTP
internal import Logging

/// Lets pages of other origins use the application from scripts (Fetch Standard, section 3.2).
///
/// ```swift
/// app.use(CORS(origins: ["https://shop.example", "https://*.shop.example"], allowsCredentials: true))
/// ```
///
/// It answers the questions that browsers ask in advance (preflights), and says with each response which origin may read
/// it, with errors too. It is no protection of its own: without it browsers let nobody else read, and other programs
/// never ask. Where an answer depends on the origin, `Vary` says so, also to requests that have none, so that a cache
/// gives nobody the answer of another.
///
/// It belongs around the router, behind ``AccessLog`` and ``AllowedHosts``, and in front of whatever may refuse a request
/// that has no cookie yet.
public struct CORS: SynchronousMiddleware, CheckedMiddleware {
  /// Whose pages may use the application.
  public struct Origins: Sendable, ExpressibleByArrayLiteral {
    /// `nil` for all of them.
    let patterns: [OriginPattern]?

    private init(_ patterns: [OriginPattern]?) { self.patterns = patterns }

    /// Those of a list: `https://example.com`, `https://*.example.com` for all below that host,
    /// `http://localhost:*` for all ports.
    public init(_ origins: [String]) { self.init(origins.map { OriginPattern($0) }) }

    /// Those of a list; see ``init(_:)``.
    public init(arrayLiteral origins: String...) { self.init(origins) }

    /// All pages, which then can't use the cookies that the application has given to somebody.
    public static let any = Origins(nil as [OriginPattern]?)
  }

  /// Which fields a page may put into its requests.
  public enum RequestHeaders: Sendable {
    /// Those that it asks for.
    case requested
    /// These.
    case only([HeaderName])
  }

  private let policy: CORSPolicy
  private let prefix: String

  /// Creates the middleware.
  ///
  /// - Parameters:
  ///   - origins: Whose pages may use the application.
  ///   - methods: The methods they may use.
  ///   - headers: The fields they may put into their requests.
  ///   - exposedHeaders: The fields of responses they may read, beside the harmless ones.
  ///   - allowsCredentials: Whether they may use the cookies of whoever looks at them: then they act in his name.
  ///   - maxAge: How long a browser need not ask again, in whole seconds; `nil` leaves that to the browser.
  ///   - allowsPrivateNetworks: Whether pages from the internet may reach the application within a private network.
  ///   - prefix: The path below which others may use the application, `/api`; everything unless said otherwise.
  public init(
    origins: Origins, methods: [Method] = [.get, .head, .post, .put, .patch, .delete],
    headers: RequestHeaders = .requested, exposedHeaders: [HeaderName] = [], allowsCredentials: Bool = false,
    maxAge: Duration? = .seconds(600), allowsPrivateNetworks: Bool = false, below prefix: String = "/"
  ) {
    policy = CORSPolicy(
      origins: origins.patterns, methods: methods, headers: headers, exposedHeaders: exposedHeaders,
      allowsCredentials: allowsCredentials, maxAge: maxAge, allowsPrivateNetworks: allowsPrivateNetworks)
    self.prefix = prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix
  }

  /// Answers the question of a browser that asks in advance.
  public func before(_ request: inout Request) -> Response? {
    guard request.method == .options, request.headers.contains(.accessControlRequestMethod),
      let origin = request.headers[.origin], isBelow(request)
    else { return nil }
    if !policy.allows(origin), request.application.logger.logLevel <= .debug {
      request.logger.debug(
        "another origin asks, and is not allowed", metadata: ["origin": "\(origin.debugDescription)"])
    }
    return Response(status: .noContent, headers: policy.answer(to: request, from: origin))
  }

  /// Says whose pages may read the response.
  public func after(_ response: inout Response, for request: Request) {
    guard isBelow(request) else { return }
    policy.add(to: &response.headers, for: request)
  }

  private func isBelow(_ request: Request) -> Bool {
    if prefix.isEmpty { return true }
    let path = request.path
    return path.hasPrefix(prefix) && (path.utf8.count == prefix.utf8.count || path.dropFirst(prefix.count).first == "/")
  }

  /// Says what contradicts itself.
  public func check(on level: MiddlewareLevel, place: SourcePlace) -> [Diagnostic] {
    var problems = policy.problems(place: place)
    if level == .route {
      problems.append(
        Diagnostic(
          id: "cors.level", message: "CORS stands behind the router, and never sees what browsers ask in advance",
          place: place, fix: "Add it to the application: app.use(CORS(origins: …, below: \"/api\"))."))
    }
    if !prefix.isEmpty, !prefix.hasPrefix("/") {
      problems.append(
        Diagnostic(
          id: "cors.prefix", message: "'\(prefix)' is no path", place: place, fix: "Begin it with a slash: /\(prefix).")
      )
    }
    return problems
  }
}

extension HeaderName {
  static let accessControlRequestMethod: HeaderName = "Access-Control-Request-Method"
  static let accessControlAllowOrigin: HeaderName = "Access-Control-Allow-Origin"
}
