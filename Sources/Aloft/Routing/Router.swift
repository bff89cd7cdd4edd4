package import AloftHTTP

/// The routes of an application, frozen: finds the route of a request, and builds the URL of a route.
package struct Router: Sendable {
  /// The routes in the order of their descriptions.
  package let routes: [FrozenRoute]
  let tree: RouteTree
  let policy: RouterPolicy
  /// The routes of each name in the order in which they are tried for building.
  let names: [String: [Int]]
  private let mergesSlashes: Bool

  /// Builds a router of all routes at once; their order does not matter.
  ///
  /// - Parameters:
  ///   - routes: What the application describes.
  ///   - converters: What the patterns may name.
  ///   - policy: What holds for routes that do not say otherwise.
  /// - Throws: Every problem of every route.
  package init(
    routes descriptions: [RouteDescription], converters: PathConverters = PathConverters(),
    policy: RouterPolicy = RouterPolicy()
  ) throws(RoutingProblems) {
    var freezer = RouterFreezer(policy: policy, converters: converters)
    for description in descriptions { freezer.add(description) }
    freezer.finish()
    guard freezer.problems.isEmpty else { throw RoutingProblems(diagnostics: freezer.problems) }
    names = freezer.names
    tree = freezer.tree
    self.policy = policy
    routes = policy.redirectsToDefaults ? freezer.routesWithCanonicals() : freezer.routes
    mergesSlashes = freezer.routes.contains(where: \.mergesSlashes)
  }

  /// Finds the route of a request.
  ///
  /// - Parameters:
  ///   - method: The request's method.
  ///   - host: The host the request names, perhaps with a port; empty if it names none.
  ///   - path: The path as it was sent, percent-encoded.
  ///   - connection: The kind of connection the request asks for.
  /// - Returns: The route with its values, or why there is none.
  package func match(
    method: Method, host: Span<UInt8>, path: Span<UInt8>, connection: ConnectionKind = .http
  ) -> RouteMatch {
    var steps = 0
    return match(method: method, host: host, path: path, connection: connection, steps: &steps)
  }

  /// Finds the route of a request and counts the steps that took, for tests of what a hostile path can cost.
  package func match(
    method: Method, host: Span<UInt8>, path: Span<UInt8>, connection: ConnectionKind, steps: inout Int
  ) -> RouteMatch {
    if let route = staticRoute(method, path, connection) {
      let values = PathValues(count: 0, ranges: ValueRanges(), decoded: nil)
      return .matched(MatchedRoute(route: route, found: PathMatch(values: values, hostValues: nil)))
    }
    let traits = PathText.traits(path)
    if traits.hasNull { return .malformed }
    let criteria = Criteria(method: method, connection: connection, mayHaveDots: traits.hasDot || traits.hasPercent)
    if traits.hasPercent {
      do throws(PathText.Flaw) {
        let decoded = try PathText.decoded(path)
        return match(criteria, host, decoded.span, decoded: decoded, &steps)
      } catch {
        return error == .malformed ? .malformed : .notFound
      }
    }
    if traits.hasHighByte && (path.indices.contains { path[$0] == PathText.encodedSlash } || !PathText.isUTF8(path)) {
      return .notFound
    }
    return match(criteria, host, path, decoded: nil, &steps)
  }

  /// The route of a path that is known as a whole, where nothing could come before it.
  private func staticRoute(_ method: Method, _ path: Span<UInt8>, _ connection: ConnectionKind) -> Int? {
    guard !tree.hasHosts, let node = tree.node(ofStaticPath: path),
      let endpoint = tree.answering(method, connection, at: node), routes[endpoint.route].canonicals.isEmpty
    else { return nil }
    return endpoint.route
  }

  /// What of a request stays the same while its path is tried in several forms.
  private struct Criteria {
    let method: Method
    let connection: ConnectionKind
    let mayHaveDots: Bool
  }

  private func match(
    _ criteria: Criteria, _ host: Span<UInt8>, _ path: Span<UInt8>, decoded: [UInt8]?, _ steps: inout Int
  ) -> RouteMatch {
    guard path.isEmpty || path[0] == UInt8(ascii: "/") else { return .notFound }
    if criteria.mayHaveDots && PathText.hasDotComponent(path, 0, path.count) { return .notFound }
    var search = HostSearch(RouteWalk(method: criteria.method, connection: criteria.connection))
    let outcome = search.run(tree, host, path)
    defer { steps += search.walk.steps }
    switch outcome {
    case .found(let endpoint): return matched(endpoint, search, criteria, host, path, decoded)
    case .slashMissing: return redirect(path, adding: true)
    case nil: break
    }
    if mergesSlashes, hasDoubledSlash(path) {
      let merged = PathText.mergingSlashes(path)
      var again = HostSearch(RouteWalk(method: criteria.method, connection: criteria.connection))
      let outcome = again.run(tree, host, merged.span)
      steps += again.walk.steps
      switch outcome {
      case .found(let endpoint) where routes[endpoint.route].mergesSlashes: return redirect(merged.span)
      case .slashMissing(let endpoint) where routes[endpoint.route].mergesSlashes:
        return redirect(merged.span, adding: true)
      case .found, .slashMissing: return .notFound
      case nil:
        if let endpoint = again.walk.slashTooMany, routes[endpoint.route].mergesSlashes {
          return redirect(merged.span.extracting(0..<merged.count - 1))
        }
        return miss(search.walk, again.walk)
      }
    }
    if search.walk.slashTooMany != nil { return redirect(path.extracting(0..<path.count - 1)) }
    return miss(search.walk, nil)
  }

  private func matched(
    _ endpoint: RouteTree.Endpoint, _ search: HostSearch, _ criteria: Criteria, _ host: Span<UInt8>,
    _ path: Span<UInt8>, _ decoded: [UInt8]?
  ) -> RouteMatch {
    // Projected where it lies: a copy of a route costs as much as the match.
    let count = routes[endpoint.route].path.parameters.count
    let ranges = search.walk.ranges
    if criteria.mayHaveDots {
      for index in 0..<count
      where PathText.hasDotComponent(path, ranges[index].lowerBound, ranges[index].upperBound) {
        return .notFound
      }
    }
    let values = PathValues(count: count, ranges: ranges, decoded: decoded)
    let match = MatchedRoute(
      route: endpoint.route, found: PathMatch(values: values, hostValues: search.hostValues))
    if !routes[endpoint.route].canonicals.isEmpty,
      let redirect = canonical(of: match, method: criteria.method, host: host, path: path)
    {
      return .redirect(redirect)
    }
    return .matched(match)
  }

  private func redirect(_ path: Span<UInt8>, adding slash: Bool = false) -> RouteMatch {
    var bytes = path.indices.map { path[$0] }
    if slash { bytes.append(UInt8(ascii: "/")) }
    // Two slashes at the front would name a host.
    let front = bytes.prefix { $0 == UInt8(ascii: "/") }.count
    return .redirect(
      RouteRedirect(path: PathText.encoded(bytes.dropFirst(max(0, front - 1)), keepsSlashes: true), host: nil))
  }

  private func miss(_ first: RouteWalk, _ second: RouteWalk?) -> RouteMatch {
    var methods = first.allowedMethods(tree)
    if let second { methods.formUnion(second.allowedMethods(tree)) }
    if !methods.isEmpty {
      if methods.contains(.get) { methods.insert(.head) }
      methods.insert(.options)
      return .methodNotAllowed(allow: methods.sorted { $0.name < $1.name })
    }
    return first.hasOtherConnection || second?.hasOtherConnection == true ? .connectionMismatch : .notFound
  }

  private func hasDoubledSlash(_ path: Span<UInt8>) -> Bool {
    path.indices.dropLast().contains { path[$0] == UInt8(ascii: "/") && path[$0 + 1] == UInt8(ascii: "/") }
  }
}
