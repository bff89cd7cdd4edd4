/// Adds routes that have some middleware in common: `app.with(RequireLogin()).get("/me") { … }`.
public struct RouteGroup: RouteContainer {
  private let container: any RouteContainer
  private let middleware: [any Middleware]

  init(_ container: any RouteContainer, _ middleware: [any Middleware]) {
    self.container = container
    self.middleware = middleware
  }

  /// Adds a route behind the middleware.
  public func add(_ route: Route) {
    var route = route
    route.middleware = middleware + route.middleware
    container.add(route)
  }
}

extension RouteContainer {
  /// Where routes are added that some middleware stands around, and around no others.
  ///
  /// ```swift
  /// app.with(RequireLogin()).get("/me") { (user: User) in user.name }
  /// ```
  ///
  /// - Parameter middleware: The middleware, outermost first; that of the application and the blueprint is further out.
  public func with(_ middleware: any Middleware...) -> RouteGroup { RouteGroup(self, middleware) }
}
