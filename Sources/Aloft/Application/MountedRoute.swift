/// A route with what the places where its blueprints are mounted add to it.
struct MountedRoute: Sendable {
  let route: Route
  /// The middleware of its blueprints and its own, outermost first.
  var middleware: [PlacedMiddleware]
  /// The scopes of error handlers that it lies in, innermost first.
  var errorScopes: [ErrorScope] = []
  /// The prefixes, outermost first.
  private(set) var prefixes: [String] = []
  /// The names of the blueprints, `shop.admin`: what a name that begins with a dot is completed by.
  private(set) var scope: String?
  private(set) var host: String?

  init(_ route: Route) {
    self.route = route
    middleware = route.middleware.map { PlacedMiddleware(middleware: $0, place: route.place) }
  }

  /// The route's name behind those of its blueprints.
  var name: String? { route.name.map { name in scope.map { "\($0).\(name)" } ?? name } }

  mutating func mount(at prefix: String, name: String?, host: String?) {
    prefixes.insert(prefix, at: 0)
    if let name { scope = scope.map { "\(name).\($0)" } ?? name }
    self.host = self.host ?? host
  }

  /// The prefixes as one, without a slash at its end.
  var prefix: String { Self.joined(prefixes) }

  /// The whole pattern.
  var pattern: String { prefix + route.path }

  /// Prefixes as one, without a slash at its end.
  static func joined(_ prefixes: [String]) -> String {
    prefixes.map { prefix in
      var prefix = prefix
      while prefix.hasSuffix("/") { prefix.removeLast() }
      return prefix.isEmpty || prefix.hasPrefix("/") ? prefix : "/\(prefix)"
    }.joined()
  }
}
