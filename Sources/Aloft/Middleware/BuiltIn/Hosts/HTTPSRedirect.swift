public import AloftCore
public import AloftHTTP
internal import Logging
internal import Synchronization

/// Sends requests by plain http to https, and tells browsers to come by https from then on.
///
/// ```swift
/// app.use(HTTPSRedirect())
/// ```
///
/// Behind a proxy it follows what ``TrustedProxies`` says, which has to stand in front: without it every request seems
/// to come by http, and is redirected for ever. It does nothing in development, where there is no https.
///
/// It belongs behind ``AllowedHosts``, since it sends clients to the host they name.
public struct HTTPSRedirect: SynchronousMiddleware, CheckedMiddleware {
  /// Whether somebody was told of a proxy that is not trusted.
  private final class Warning: Sendable {
    let isGiven = Atomic(false)
  }

  private let transportSecurity: StrictTransportSecurity?
  private let prepared: PreparedFields?
  private let port: Int
  private let leavesAlone: @Sendable (Request) -> Bool
  private let warning = Warning()

  /// Creates the middleware.
  ///
  /// - Parameters:
  ///   - transportSecurity: How long browsers shall use https alone: a day unless said otherwise, so that what does not
  ///     work is mended by tomorrow; `nil` says nothing.
  ///   - port: The port of https.
  ///   - leavesAlone: The requests that are answered by http too, as the health checks of a balancer are.
  public init(
    transportSecurity: StrictTransportSecurity? = StrictTransportSecurity(maxAge: .seconds(24 * 3600)), port: Int = 443,
    except leavesAlone: @escaping @Sendable (Request) -> Bool = { _ in false }
  ) {
    self.transportSecurity = transportSecurity
    prepared = transportSecurity.map { PreparedFields([$0.field]) }
    self.port = port
    self.leavesAlone = leavesAlone
  }

  /// Redirects what came by http.
  public func before(_ request: inout Request) throws -> Response? {
    // The target of a request for the server as a whole is no address.
    guard !request.isSecure, request.application.mode == .production, request.target != "*", !leavesAlone(request)
    else { return nil }
    guard let host = HostName(request.host) else { throw HTTPError(.badRequest, "the request names no host") }
    warn(request)
    let place = port == 443 ? "\(host)" : "\(host):\(port)"
    // The method stays what it is, so that a form is sent again as it was.
    return .redirect(to: "https://\(place)\(Self.target(of: request))", status: .permanentRedirect)
  }

  /// Adds the promise of https to what came by https.
  public func after(_ response: inout Response, for request: Request) {
    if let prepared, request.isSecure { response.headers.addMissing(prepared) }
  }

  /// Says what is wrong with the policy of https.
  public func check(on level: MiddlewareLevel, place: SourcePlace) -> [Diagnostic] {
    var problems = transportSecurity?.check(place: place) ?? []
    if !(1...65_535).contains(port) {
      problems.append(
        Diagnostic(
          id: "https.port", message: "HTTPSRedirect leads to port \(port), which is none", place: place,
          fix: "Name the port of https, or leave it out for 443."))
    }
    return problems
  }

  /// The path as it was sent, behind the prefix that a proxy has taken off, and the query.
  private static func target(of request: Request) -> String {
    let path = request.receivedBytes[request.pathRange]
    let query = request.queryString.map { "?\($0)" } ?? ""
    let bytes = Array((request.origin?.prefix ?? "").utf8) + (path.isEmpty ? [UInt8(ascii: "/")] : path) + query.utf8
    let digits = Array("0123456789ABCDEF".utf8)
    let encoded = bytes.flatMap { byte -> [UInt8] in
      (0x21...0x7E).contains(byte) ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// Says once why a redirect may have no end.
  private func warn(_ request: Request) {
    guard request.origin == nil, request.headers["X-Forwarded-Proto"]?.lowercased() == "https",
      !warning.isGiven.exchange(true, ordering: .relaxed)
    else { return }
    request.logger.warning(
      """
      a request by http, which a proxy says came by https, is redirected to https, perhaps for ever: if the proxy is \
      yours, add TrustedProxies in front of HTTPSRedirect
      """)
  }
}
