package import AloftHTTP

/// What a router says to a request's method, host and path.
package enum RouteMatch: Sendable {
  /// A route answers it.
  case matched(MatchedRoute)
  /// The route has another URL: the answer is status 308, the query is the caller's to add.
  case redirect(RouteRedirect)
  /// Routes have this path, none of them this method; `OPTIONS` and, beside `GET`, `HEAD` are among the allowed. A
  /// request of `OPTIONS` that no route answers itself comes out here too: it is the caller's to answer.
  case methodNotAllowed(allow: [Method])
  /// A route has this path for the other kind of connection alone: status 400.
  case connectionMismatch
  /// No route has this path.
  case notFound
  /// The path is not rightly encoded: status 400.
  case malformed
}

/// The route that answers a request, with the values of its placeholders.
package struct MatchedRoute: Sendable {
  /// The place of the route among the descriptions the router was made of.
  package let route: Int
  package let found: PathMatch

  /// The values of the path's placeholders, in the pattern's order.
  package var values: PathValues { found.values }
  /// The values of the host's placeholders, in the pattern's order.
  package var hostValues: [String] { found.hostValues ?? [] }
}

/// Where a request is to go instead.
package struct RouteRedirect: Hashable, Sendable {
  /// The path, percent-encoded; it never begins with two slashes.
  package let path: String
  /// The host, if the route stands on another than the request's.
  package let host: String?
}
