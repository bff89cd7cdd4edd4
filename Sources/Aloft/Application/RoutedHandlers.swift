internal import AloftCore
internal import AloftHTTP
internal import AloftServer

/// The router with the endpoints it leads to: what the application's middleware stands around.
final class RoutedHandlers: Sendable {
  let router: Router
  let endpoints: [Endpoint]
  private let errors: ErrorResponder
  private let source = ErrorSource(label: HandlerLabel("the router"), scopes: nil)
  private let allMethods: String

  init(_ router: Router, _ endpoints: [Endpoint], errors: ErrorResponder) {
    self.router = router
    self.endpoints = endpoints
    self.errors = errors
    let methods = Set(endpoints.flatMap { $0.mounted.route.methods.map(\.name) } + ["HEAD", "OPTIONS"])
    allMethods = methods.sorted().joined(separator: ", ")
  }

  /// Whether any handler has something prepared that is to be put away, or may be outlived.
  var hasAfterwards: Bool { endpoints.contains(where: \.hasAfterwards) }

  func answer(_ request: inout Request) -> Answer {
    switch request.findRoute(in: router) {
    case .matched(let match):
      let endpoint = endpoints[match.route]
      request.setRoute(endpoint, match.found, firstOwn: endpoint.firstOwnPlaceholder)
      return endpoint.answer(&request)
    case .redirect(let redirect): return .ready(response(to: redirect, request), source.label)
    case .methodNotAllowed(let allow):
      let headers: Headers = [.allow: allow.map(\.name).joined(separator: ", ")]
      if request.method == .options { return .ready(Response(status: .noContent, headers: headers), source.label) }
      return errors.answer(HTTPError(.methodNotAllowed, headers: headers), for: request, source)
    case .connectionMismatch:
      return errors.answer(
        HTTPError(.badRequest, "this address is for another kind of connection"), for: request, source)
    case .notFound:
      if request.method == .options, request.target == "*" {
        return .ready(Response(status: .noContent, headers: [.allow: allMethods]), source.label)
      }
      return errors.answer(HTTPError(.notFound), for: request, source)
    case .malformed:
      return errors.answer(HTTPError(.badRequest, "the path is not rightly encoded"), for: request, source)
    }
  }

  /// Answers within a task.
  func response(to request: Request, _ afterwards: Afterwards?) async -> Response {
    var request = request
    switch answer(&request) {
    case .ready(let response, _): return response
    case .later(_, let run, let finish):
      if let finish { afterwards?.add { _ in await finish() } }
      return await run(request)
    }
  }

  private func response(to redirect: RouteRedirect, _ request: Request) -> Response {
    let query = request.queryString.map { "?\($0)" } ?? ""
    let host = redirect.host.map { "\(request.scheme)://\($0)" } ?? ""
    let prefix = redirect.host == nil ? request.origin?.prefix ?? "" : ""
    return .redirect(to: host + prefix + redirect.path + query, status: .permanentRedirect)
  }
}

extension Request {
  fileprivate func findRoute(in router: Router) -> RouteMatch {
    guard let host = namedHost else {
      let received = receivedBytes
      return findRoute(in: router, host: received.span.extracting(hostRange))
    }
    let bytes = Array(host.utf8)
    return findRoute(in: router, host: bytes.span)
  }

  private func findRoute(in router: Router, host: Span<UInt8>) -> RouteMatch {
    // An absolute target may leave the path out: it is the root's then.
    guard !pathRange.isEmpty else { return router.match(method: method, host: host, path: [UInt8(ascii: "/")].span) }
    let received = receivedBytes
    return router.match(method: method, host: host, path: received.span.extracting(pathRange))
  }
}
