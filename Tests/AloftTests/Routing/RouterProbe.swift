import Aloft
import AloftCore
import AloftHTTP
import Testing

/// Builds a router of patterns written in short, and asks it.
struct RouterProbe {
  let router: Router

  init(
    _ routes: [RouteDescription], converters: PathConverters = PathConverters(), policy: RouterPolicy = RouterPolicy()
  ) throws {
    router = try Router(routes: routes, converters: converters, policy: policy)
  }

  /// Routes of `GET`, each named by its pattern.
  init(_ patterns: String..., policy: RouterPolicy = RouterPolicy()) throws {
    try self.init(patterns.map { get($0) }, policy: policy)
  }

  /// The answer in one line: `/users/{id:int} [5]`, `redirect /a/`, `405 GET, HEAD, OPTIONS`, `404`, …
  func ask(
    _ path: String, _ method: AloftHTTP.Method = .get, host: String = "", connection: ConnectionKind = .http
  ) -> String {
    ask(Array(path.utf8), method, host: host, connection: connection)
  }

  func ask(
    _ path: [UInt8], _ method: AloftHTTP.Method = .get, host: String = "", connection: ConnectionKind = .http
  ) -> String {
    let host = Array(host.utf8)
    switch router.match(method: method, host: host.span, path: path.span, connection: connection) {
    case .matched(let match):
      let values = (0..<match.values.count).map { match.values.text(at: $0, in: path.span) } + match.hostValues
      let name = router.routes[match.route].description.name ?? router.routes[match.route].description.pattern
      return values.isEmpty ? name : "\(name) [\(values.joined(separator: "|"))]"
    case .redirect(let redirect): return "redirect \(redirect.host.map { "//" + $0 } ?? "")\(redirect.path)"
    case .methodNotAllowed(let allow): return "405 " + allow.map(\.name).joined(separator: ", ")
    case .connectionMismatch: return "mismatch"
    case .notFound: return "404"
    case .malformed: return "400"
    }
  }

  /// How many steps the search for a path takes.
  func steps(_ path: String) -> Int {
    var steps = 0
    let host: [UInt8] = []
    let path = Array(path.utf8)
    _ = router.match(method: .get, host: host.span, path: path.span, connection: .http, steps: &steps)
    return steps
  }
}

/// A route of `GET`.
func get(
  _ pattern: String, host: String? = nil, name: String? = nil, defaults: [String: URLValue] = [:],
  slashes: SlashPolicy? = nil, isAlias: Bool = false, line: Int = #line
) -> RouteDescription {
  route(
    [.get], pattern, host: host, name: name, defaults: defaults, slashes: slashes, isAlias: isAlias, line: line)
}

/// A route of any methods.
func route(
  _ methods: [AloftHTTP.Method]?, _ pattern: String, host: String? = nil, name: String? = nil,
  defaults: [String: URLValue] = [:], connection: ConnectionKind = .http, slashes: SlashPolicy? = nil,
  mergesSlashes: Bool? = nil, isAlias: Bool = false, isBuildOnly: Bool = false, line: Int = #line
) -> RouteDescription {
  RouteDescription(
    methods: methods, pattern: pattern, host: host, name: name, defaults: defaults, connection: connection,
    slashes: slashes, mergesSlashes: mergesSlashes, isAlias: isAlias, isBuildOnly: isBuildOnly,
    place: SourcePlace(file: "Tests/Routes.swift", line: line))
}
