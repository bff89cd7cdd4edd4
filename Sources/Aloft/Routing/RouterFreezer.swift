import AloftCore
import AloftHTTP

/// Reads descriptions into a tree, and gathers all that is wrong with them.
struct RouterFreezer {
  private(set) var routes: [FrozenRoute] = []
  private(set) var tree = RouteTree()
  private(set) var names: [String: [Int]] = [:]
  private(set) var problems: [Diagnostic] = []
  private let policy: RouterPolicy
  private let converters: PathConverters

  init(policy: RouterPolicy, converters: PathConverters) {
    self.policy = policy
    self.converters = converters
  }

  /// Reads one route.
  mutating func add(_ description: RouteDescription) {
    let path = RoutePatternParser.path(
      description.pattern, converters, implied: description.impliedConverters)
    let host = description.host.map { RoutePatternParser.host($0, converters) }
    let found = path.problems + (host?.problems ?? [])
    problems += found.map { Diagnostic(id: $0.id, message: $0.message, place: description.place, fix: $0.fix) }
    let route = FrozenRoute(
      description, path: path.pattern, host: host?.pattern,
      mergesSlashes: description.mergesSlashes ?? policy.mergesSlashes)
    routes.append(route)
    guard found.isEmpty else { return }
    checkParameters(route)
    if !description.isBuildOnly { plant(route) }
    if let name = description.name { names[name, default: []].append(routes.count - 1) }
  }

  private mutating func checkParameters(_ route: FrozenRoute) {
    let pathNames = Set(route.parameters.map(\.name))
    for name in route.hostParameters.map(\.name) where pathNames.contains(name) {
      report(
        "route.pattern", route, "the host and the path of '\(route.path.text)' both name '\(name)'",
        fix: "Give each placeholder a name of its own.")
    }
    for name in route.description.defaults.keys.sorted() where route.parameter(name) != nil {
      report(
        "route.default", route, "'\(route.path.text)' has both a placeholder and a default for '\(name)'",
        fix: "Leave the default to the route whose pattern lacks the placeholder.")
    }
  }

  private mutating func plant(_ route: FrozenRoute) {
    let root = tree.root(for: route.host.map { HostPattern($0) })
    let node = tree.node(for: route.segments, from: root)
    for other in tree.nodes[node].endpoints
    where other.connection == route.description.connection
      && overlap(tree.methods(of: other), route.description.methods)
    {
      let earlier = routes[other.route].description
      report(
        "route.clash", route,
        "'\(route.path.text)' answers the same requests as '\(earlier.pattern)' at \(earlier.place)",
        fix: "Change one of the paths, or their methods.")
    }
    tree.add(
      route: routes.count - 1, methods: route.description.methods, connection: route.description.connection,
      slashes: route.description.slashes ?? policy.slashes, at: node)
    if route.host == nil { tree.addStaticPath(of: route.segments, to: node) }
  }

  private func overlap(_ a: [Method]?, _ b: [Method]?) -> Bool {
    guard let a, let b else { return true }
    return a.contains(where: b.contains)
  }

  /// Puts what was read into order, once it is all: the tree, and the routes of each name.
  mutating func finish() {
    tree.seal()
    for name in names.keys.sorted() {
      guard let sharing = names[name], sharing.count > 1 else { continue }
      if policy.sharedNames == .sameParameters { checkSameParameters(name, sharing) }
      names[name] = sharing.sorted { isBuiltBefore(routes[$0], routes[$1]) }
    }
  }

  private mutating func checkSameParameters(_ name: String, _ sharing: [Int]) {
    guard let first = sharing.first.map({ routes[$0] }) else { return }
    for route in sharing.dropFirst().map({ routes[$0] }) where route.names != first.names {
      let differing = route.names.symmetricDifference(first.names).sorted().joined(separator: "', '")
      report(
        "route.name", route,
        "the name '\(name)' is also that of '\(first.path.text)' at \(first.description.place), which differs in "
          + "'\(differing)'",
        fix: "Give one of them another name, or a default for what its pattern lacks.")
    }
  }

  /// The order of routes of one name: those that take most values first, of these those with most defaults.
  private func isBuiltBefore(_ a: FrozenRoute, _ b: FrozenRoute) -> Bool {
    if a.description.isAlias != b.description.isAlias { return b.description.isAlias }
    if a.names.count != b.names.count { return a.names.count > b.names.count }
    let defaults = (a.description.defaults.count, b.description.defaults.count)
    if defaults.0 != defaults.1 { return defaults.0 > defaults.1 }
    return (a.path.text, a.host?.text ?? "") < (b.path.text, b.host?.text ?? "")
  }

  /// The routes, each with those that may be canonical for its URLs.
  func routesWithCanonicals() -> [FrozenRoute] {
    var result = routes
    for sharing in names.values {
      for (place, index) in sharing.enumerated() {
        let names = routes[index].names
        result[index].canonicals =
          if routes[index].description.isAlias {
            sharing.filter { !routes[$0].description.isAlias }
          } else {
            sharing.prefix(place).filter {
              let other = routes[$0]
              return !other.description.isBuildOnly && !other.description.isAlias && other.names == names
                && !other.description.defaults.isEmpty
            }
          }
      }
    }
    return result
  }

  private mutating func report(_ id: String, _ route: FrozenRoute, _ message: String, fix: String) {
    problems.append(Diagnostic(id: id, message: message, place: route.description.place, fix: fix))
  }
}
