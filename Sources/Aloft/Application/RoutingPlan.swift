internal import AloftCore

/// The routes of a description, read and in order.
struct RoutingPlan: Sendable {
  struct PlannedRoute: Sendable {
    let mounted: MountedRoute
    let firstOwnPlaceholder: Int
  }

  let router: Router
  let routes: [PlannedRoute]
  /// The scopes of error handlers, the deepest first.
  let errorScopes: [PathScope]

  init(_ description: Application.Description) throws(ApplicationError) {
    let mounted = description.parts.routes
    let converters = description.converters
    let problems = mounted.flatMap { $0.bindingProblems(converters) + description.provisionProblems(of: $0) }
    do throws(RoutingProblems) {
      router = try Router(
        routes: mounted.map { $0.described(converters) }, converters: converters,
        policy: RouterPolicy(slashes: description.slashes))
    } catch {
      throw ApplicationError(diagnostics: Self.sorted(error.diagnostics + problems, by: mounted))
    }
    guard problems.isEmpty else { throw ApplicationError(diagnostics: problems) }
    routes = mounted.map {
      PlannedRoute(mounted: $0, firstOwnPlaceholder: $0.prefixPlaceholderCount(converters))
    }
    let scopes = description.parts.errorScopes.compactMap { PathScope($0, converters) }
    errorScopes = scopes.sorted { $0.depth > $1.depth }
  }

  /// Problems in the order of the routes they belong to.
  private static func sorted(_ problems: [Diagnostic], by routes: [MountedRoute]) -> [Diagnostic] {
    let order = Dictionary(routes.enumerated().map { ($1.route.place, $0) }, uniquingKeysWith: min)
    return problems.sorted { (order[$0.place] ?? .max) < (order[$1.place] ?? .max) }
  }
}

extension Application.Description {
  /// What a route's handler takes from the application that nothing provides.
  fileprivate func provisionProblems(of mounted: MountedRoute) -> [Diagnostic] {
    mounted.route.handler.parameters.compactMap { type in
      guard let type = type as? any ProvidedParameter.Type, !provides(type.provided) else { return nil }
      let name = type.providedName
      return Diagnostic(
        id: "application.provided",
        message: "the handler of '\(mounted.pattern)' takes a \(name), which nothing provides",
        place: mounted.route.place,
        fix:
          "Provide one: app.provide(\(name)(…)), or one that is made at the start: app.provide(\(name).self) { _ in … }."
      )
    }
  }

  private func provides(_ type: ObjectIdentifier) -> Bool {
    parts.provides(type) || replacedValues.contains(type)
  }

  /// What is provided at once, and over it what was put in its place.
  var values: ApplicationValues {
    var values = parts.values
    values.replace(with: replacedValues)
    return values
  }

  /// What middleware and the checks that others bring have found.
  func problems(in context: ApplicationContext) -> [Diagnostic] {
    parts.commandProblems + parts.repeatedProvisionProblems + middlewareProblems
      + parts.checks.flatMap { $0.run(context) }
  }

  private var middlewareProblems: [Diagnostic] {
    let problems =
      parts.middleware.flatMap { $0.problems(on: .application) }
      + parts.routes.flatMap { $0.middleware.flatMap { $0.problems(on: .route) } }
    // A blueprint's middleware is that of all its routes, and one problem.
    var seen = Set<Diagnostic>()
    return problems.filter { seen.insert($0).inserted }
  }

  /// The application's middleware, outermost first: what tells of requests, what is there by default, its own.
  var allMiddleware: [PlacedMiddleware] {
    var defaults: [any Middleware] = []
    if let signals = RequestSignals(parts.allObservers) { defaults.append(signals) }
    if hasDefaults {
      // Whoever develops wants to see what comes; a test asks its client.
      if mode == .development, !isTested, !has(AccessLog.self) { defaults.append(AccessLog()) }
      if !has(SecurityHeaders.self) { defaults.append(SecurityHeaders()) }
      // Whoever leads a browser's request astray could else read what only this machine may see.
      if mode == .development, !has(AllowedHosts.self) { defaults.append(AllowedHosts.loopback) }
    }
    return defaults.map { PlacedMiddleware(middleware: $0, place: SourcePlace(file: "Aloft", line: 0)) }
      + parts.middleware
  }

  private func has<Kind: Middleware>(_ type: Kind.Type) -> Bool { parts.middleware.contains { $0.middleware is Kind } }
}
