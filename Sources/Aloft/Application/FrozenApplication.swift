internal import AloftCore
package import AloftHTTP
package import AloftServer
internal import Logging

/// An application that can't change any more: routes requests and answers them.
package final class FrozenApplication: Responder {
  let router: Router
  private let endpoints: [Endpoint]
  private let errors: ErrorResponder
  private let label = HandlerLabel("the router")
  private let allMethods: String

  init(_ description: Application.Description, logger: Logger) throws(RoutingProblems) {
    let routes = description.routes
    let converters = description.converters
    let problems = routes.flatMap { $0.bindingProblems(converters) }
    do throws(RoutingProblems) {
      router = try Router(
        routes: routes.map { $0.described(converters) }, converters: converters,
        policy: RouterPolicy(slashes: description.slashes))
    } catch {
      throw RoutingProblems(diagnostics: Self.sorted(error.diagnostics + problems, by: routes))
    }
    guard problems.isEmpty else { throw RoutingProblems(diagnostics: problems) }
    let router = router
    endpoints = zip(routes, router.routes).map {
      Endpoint(
        $0, frozen: $1, router: router, firstOwnPlaceholder: $0.prefixPlaceholderCount(converters),
        replacements: description.replacements)
    }
    errors = ErrorResponder(logger: logger)
    let methods = Set(routes.flatMap { $0.route.methods.map(\.name) } + ["HEAD", "OPTIONS"])
    allMethods = methods.sorted().joined(separator: ", ")
  }

  /// Problems in the order of the routes they belong to.
  private static func sorted(_ problems: [Diagnostic], by routes: [MountedRoute]) -> [Diagnostic] {
    let order = Dictionary(routes.enumerated().map { ($1.route.place, $0) }, uniquingKeysWith: min)
    return problems.sorted { (order[$0.place] ?? .max) < (order[$1.place] ?? .max) }
  }

  package func answer(_ request: inout Request) -> Answer {
    switch request.findRoute(in: router) {
    case .matched(let match):
      let endpoint = endpoints[match.route]
      request.setRoute(endpoint, match.found, firstOwn: endpoint.firstOwnPlaceholder)
      return endpoint.answer(&request, errors: errors)
    case .redirect(let redirect): return .ready(response(to: redirect, request), label)
    case .methodNotAllowed(let allow):
      let headers: Headers = [.allow: allow.map(\.name).joined(separator: ", ")]
      if request.method == .options { return .ready(Response(status: .noContent, headers: headers), label) }
      return .ready(errors.response(.methodNotAllowed, nil, headers: headers), label)
    case .connectionMismatch:
      return .ready(errors.response(.badRequest, "this address is for another kind of connection"), label)
    case .notFound:
      if request.method == .options, request.target == "*" {
        return .ready(Response(status: .noContent, headers: [.allow: allMethods]), label)
      }
      return .ready(errors.response(.notFound, nil), label)
    case .malformed: return .ready(errors.response(.badRequest, "the path is not rightly encoded"), label)
    }
  }

  private func response(to redirect: RouteRedirect, _ request: Request) -> Response {
    let query = request.queryString.map { "?\($0)" } ?? ""
    let host = redirect.host.map { "\(request.scheme)://\($0)" } ?? ""
    return .redirect(to: host + redirect.path + query, status: .permanentRedirect)
  }
}

extension Request {
  fileprivate func findRoute(in router: Router) -> RouteMatch {
    let received = receivedBytes
    let bytes = received.span
    // An absolute target may leave the path out: it is the root's then.
    guard !pathRange.isEmpty else {
      return router.match(method: method, host: bytes.extracting(hostRange), path: [UInt8(ascii: "/")].span)
    }
    return router.match(method: method, host: bytes.extracting(hostRange), path: bytes.extracting(pathRange))
  }
}
