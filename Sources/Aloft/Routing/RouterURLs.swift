import AloftCore
package import AloftHTTP

extension Router {
  /// Builds the URL of a named route.
  ///
  /// - Parameters:
  ///   - name: The route's name.
  ///   - values: The values of its placeholders; what it has no placeholder for becomes the query, in the given order.
  ///   - method: A method it has to answer; without one, routes of `GET` come before others of the name.
  ///   - fragment: What stands behind `#`.
  ///   - origin: Where the page is that the URL is for. URLs of other hosts, and those of web sockets, are absolute.
  ///   - isAbsolute: Whether the URL is absolute also if `origin` has the same host.
  /// - Returns: The URL, percent-encoded: a path, or with scheme and host.
  /// - Throws: If there is no such route, or it does not accept the values.
  package func url(
    for name: String, _ values: URLValues = [:], method: Method? = nil, fragment: String? = nil,
    from origin: URLOrigin? = nil, isAbsolute: Bool = false
  ) throws(URLBuildError) -> String {
    guard let candidates = names[name] else {
      throw .unknownName(name, nearest: NearestName.of(name, in: names.keys.sorted()))
    }
    let (index, built) = try build(name, candidates, values, method, origin)
    let url = try located(built, routes[index].description.connection, name, origin, isAbsolute)
    return url + query(values, without: routes[index].names)
      + (fragment.map { "#" + PathText.encodedForQuery($0) } ?? "")
  }

  /// The first route that takes the values, rather one on the origin's host.
  private func build(
    _ name: String, _ candidates: [Int], _ values: URLValues, _ method: Method?, _ origin: URLOrigin?
  ) throws(URLBuildError) -> (Int, BuiltURL) {
    let preferred = method ?? .get
    let ordered =
      candidates.filter { routes[$0].answers(preferred) }
      + (method == nil ? candidates.filter { !routes[$0].answers(preferred) } : [])
    if ordered.isEmpty {
      let methods = candidates.flatMap { routes[$0].description.methods ?? [] }.map(\.name)
      throw .wrongMethod(name: name, methods: Set(methods).sorted())
    }
    var first: (Int, BuiltURL)?
    var problem: URLBuildError?
    for index in ordered {
      do throws(URLBuildError) {
        let built = try build(routes[index], name, values)
        if built.host == nil || built.host == origin?.hostName { return (index, built) }
        if first == nil { first = (index, built) }
      } catch {
        problem = Self.nearer(problem, error)
      }
    }
    if let first { return first }
    throw problem ?? .unknownName(name, nearest: nil)
  }

  private func build(
    _ route: FrozenRoute, _ name: String, _ values: URLValues
  ) throws(URLBuildError) -> BuiltURL {
    let differing = route.description.defaults.filter { parameter, value in
      values[parameter].map { !isSame($0, value, parameter, in: route) } ?? false
    }
    guard differing.isEmpty else { throw .differingDefaults(name: name, parameters: differing.keys.sorted()) }
    guard let urlValue = route.description.urlValue else { return try BuiltURL(route, name: name) { values[$0] } }
    var written = values
    for (parameter, value) in values.pairs { written.append(parameter, urlValue(parameter, value)) }
    return try BuiltURL(route, name: name) { written[$0] }
  }

  /// Of several routes' problems the one that says most: a refused value rather than a missing one.
  private static func nearer(_ a: URLBuildError?, _ b: URLBuildError) -> URLBuildError {
    func rank(_ error: URLBuildError) -> Int {
      switch error {
      case .refusedValue, .ambiguousValues: 0
      case .missingValues(_, let missing): missing.count
      default: .max
      }
    }
    guard let a else { return b }
    return rank(b) < rank(a) ? b : a
  }

  private func located(
    _ built: BuiltURL, _ connection: ConnectionKind, _ name: String, _ origin: URLOrigin?, _ isAbsolute: Bool
  ) throws(URLBuildError) -> String {
    if let host = built.host {
      if host == origin?.hostName && !isAbsolute && connection == .http { return built.path }
      return "\(origin?.scheme(for: connection) ?? "")//\(host)\(origin?.port ?? "")\(built.path)"
    }
    guard isAbsolute || connection == .webSocket else { return built.path }
    if let origin { return "\(origin.scheme(for: connection))//\(origin.host)\(built.path)" }
    if isAbsolute { throw .unknownHost(name: name) }
    return built.path
  }

  private func query(_ values: URLValues, without names: Set<String>) -> String {
    var items: [String] = []
    for (name, value) in values.pairs where !names.contains(name) {
      let texts = if case .list(let values) = value { values.map(\.text) } else { [value.text] }
      items += texts.compactMap(\.self).map { "\(PathText.encodedForQuery(name))=\(PathText.encodedForQuery($0))" }
    }
    return items.isEmpty ? "" : "?" + items.joined(separator: "&")
  }

  /// Where a matched URL is to go if a route of the same name has its values as defaults, or the route is an alias.
  func canonical(
    of match: MatchedRoute, method: Method, host: Span<UInt8>, path: Span<UInt8>
  ) -> RouteRedirect? {
    let route = routes[match.route]
    var values = route.description.defaults
    for (index, parameter) in route.parameters.enumerated() {
      values[parameter.name] = .string(match.values.text(at: index, in: path))
    }
    for (parameter, text) in zip(route.hostParameters, match.hostValues) { values[parameter.name] = .string(text) }
    for index in route.canonicals {
      let other = routes[index]
      let isSuitable =
        other.answers(method)
        && other.description.defaults.allSatisfy { name, value in
          values[name].map { isSame($0, value, name, in: route) } ?? false
        }
      guard isSuitable, let built = try? BuiltURL(other, name: "", value: { values[$0] }) else { continue }
      let name = String(decoding: HostPattern.name(in: host).map { HostPattern.lowercased(host[$0]) }, as: UTF8.self)
      return RouteRedirect(path: built.path, host: built.host == name ? nil : built.host)
    }
    return nil
  }

  /// Whether two values of a parameter have one text in a path: 1, `"1"` and `"01"` for an `int`.
  private func isSame(_ a: URLValue, _ b: URLValue, _ name: String, in route: FrozenRoute) -> Bool {
    if a == b { return true }
    if let converter = route.parameter(name)?.converter, let text = converter.text(for: a) {
      return text == converter.text(for: b)
    }
    return a.text != nil && a.text == b.text
  }
}
