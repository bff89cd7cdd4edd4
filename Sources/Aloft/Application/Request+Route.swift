public import AloftHTTP

extension Request {
  /// The pattern of the route that was found, with the prefixes it is mounted under: `/users/{id}`.
  ///
  /// Metrics and logs group requests by it. It is `nil` where no route was found, and on the way in for middleware of the
  /// application, which stands around the router.
  public var routePattern: String? { (route as? Endpoint)?.mounted.pattern }

  /// The full name of the route that was found, `blog.show`; `nil` where none was found or it has no name.
  public var routeName: String? { (route as? Endpoint)?.mounted.name }
}
