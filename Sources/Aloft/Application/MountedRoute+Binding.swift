internal import AloftCore
internal import AloftHTTP

/// How a handler's parameters bind to a route's placeholders.
extension MountedRoute {
  /// The number of placeholders in the prefixes.
  func prefixPlaceholderCount(_ converters: PathConverters) -> Int {
    // What is wrong with the pattern is reported for the whole of it.
    RoutePatternParser.path(prefix, converters).pattern.parameters.count
  }

  private var pathParameters: [any HandlerParameter.Type] { route.handler.parameters.filter { $0.origin == .path } }

  /// The route as the router wants it: an untyped placeholder has the converter of the parameter it binds to.
  func described(_ converters: PathConverters) -> RouteDescription {
    var description = RouteDescription(
      methods: route.methods, pattern: pattern, host: host, name: name, defaults: route.defaults, place: route.place)
    description.urlValue = route.urlValue
    description.impliedConverters =
      Array(repeating: "string", count: prefixPlaceholderCount(converters))
      + pathParameters.map { ($0 as? any PathParameter.Type)?.converter ?? "string" }
    return description
  }

  /// What is wrong between the handler and the pattern: every value needs a placeholder, and the other way round.
  func bindingProblems(_ converters: PathConverters) -> [Diagnostic] {
    let description = described(converters)
    let parsed = RoutePatternParser.path(description.pattern, converters, implied: description.impliedConverters)
    // What can't be read binds to nothing; the router reports it.
    guard parsed.problems.isEmpty else { return [] }
    let own = parsed.pattern.parameters.dropFirst(prefixPlaceholderCount(converters)).map(\.name)
    let parameters = pathParameters
    // A handler that takes the request alone may read placeholders by name.
    let readsByName = parameters.isEmpty && route.handler.parameters.contains { $0 == Request.self }
    guard own.count != parameters.count, !readsByName else { return [] }
    let types = parameters.map { "\($0)" }.joined(separator: ", ")
    let names = own.map { "{\($0)}" }.joined(separator: ", ")
    if own.count > parameters.count {
      return [
        Diagnostic(
          id: "route.placeholder",
          message: "'\(pattern)' has the placeholder\(own.count == 1 ? "" : "s") \(names), but its handler takes "
            + (parameters.isEmpty ? "no values of the path" : "\(types) only"),
          place: route.place,
          fix:
            "Give the handler one parameter for each placeholder, in order, or only the request to read them by name.")
      ]
    }
    return [
      Diagnostic(
        id: "route.parameter",
        message: "the handler of '\(pattern)' takes \(types) from the path, which has "
          + (own.isEmpty ? "no placeholder of its own" : "only \(names)"),
        place: route.place,
        fix: "Add a placeholder for each, or take what a mount's prefix holds with request.pathValue(\"name\").")
    ]
  }
}
