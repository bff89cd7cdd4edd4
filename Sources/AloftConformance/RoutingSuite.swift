import Aloft
import AloftCore
import AloftHTTP

/// Answers cases of Werkzeug's routing.
struct RoutingSuite {
  private let router: Router
  private let rules: [WerkzeugRule]
  private let adapter: WerkzeugAdapter
  private let sortsQuery: Bool

  /// The answer to one case: a result for each call.
  static func answer(_ testCase: JSON) -> JSON.Member {
    do throws(Unsupported) {
      let suite = try RoutingSuite(testCase)
      return JSON.Member(name: "results", value: .array(testCase["calls"].array.map(suite.answer)))
    } catch {
      return JSON.Member(name: "unsupported", value: .string(error.reason))
    }
  }

  private init(_ testCase: JSON) throws(Unsupported) {
    let map = testCase["map"]
    if !map["converters"].members.isEmpty || map["sort_key"] != .null { throw Unsupported("code of Python") }
    adapter = WerkzeugAdapter(testCase["adapter"], matchesHosts: map["host_matching"].bool ?? false)
    sortsQuery = map["sort_parameters"].bool ?? false
    var rules: [WerkzeugRule] = []
    for rule in map["rules"].array { rules.append(try WerkzeugRule(rule, adapter)) }
    self.rules = rules
    let policy = RouterPolicy(
      slashes: .addOnly, mergesSlashes: map["merge_slashes"].bool ?? true,
      redirectsToDefaults: map["redirect_defaults"].bool ?? true, sharedNames: .anyParameters)
    do throws(RoutingProblems) {
      router = try Router(routes: rules.map(\.description), policy: policy)
    } catch {
      throw Unsupported(error.description)
    }
  }

  private func answer(_ call: JSON) -> JSON {
    let arguments = call["args"]
    switch call["op"].string {
    case "match": return match(arguments)
    case "build": return build(arguments)
    case "allowed_methods": return allowedMethods(arguments)
    default: return .object([JSON.Member(name: "unsupported", value: call["op"])])
    }
  }

  private func search(_ arguments: JSON, method: String) -> (path: [UInt8], match: RouteMatch) {
    let path = adapter.path(arguments["path_info"].string)
    let host = Array(adapter.host.utf8)
    let isSocket = arguments["websocket"].bool ?? adapter.isWebSocket
    let match = router.match(
      method: Method(method.uppercased()), host: host.span, path: path.span,
      connection: isSocket ? .webSocket : .http)
    return (path, match)
  }

  private func match(_ arguments: JSON) -> JSON {
    let query = arguments["query_args"] == .null ? adapter.query : WerkzeugAdapter.query(arguments["query_args"])
    let (path, match) = search(arguments, method: arguments["method"].string ?? adapter.method)
    switch match {
    case .matched(let match):
      let rule = rules[match.route]
      let values = self.values(of: match, path)
      if let target = rule.redirectTarget(values) { return Self.redirect(adapter.joined(target)) }
      return .object([
        JSON.Member(
          name: "result",
          value: .object([
            JSON.Member(name: "endpoint", value: rule.endpoint), JSON.Member(name: "args", value: .object(values)),
          ]))
      ])
    case .redirect(let redirect):
      return Self.redirect(adapter.url(redirect.path, host: redirect.host) + (query.isEmpty ? "" : "?" + query))
    case .methodNotAllowed(let allow):
      return Self.error("MethodNotAllowed", 405, JSON.Member(name: "valid_methods", value: names(of: allow)))
    case .connectionMismatch: return Self.error("WebsocketMismatch", 400)
    case .notFound: return Self.error("NotFound", 404)
    case .malformed: return Self.error("BadRequest", 400)
    }
  }

  private func allowedMethods(_ arguments: JSON) -> JSON {
    guard case .methodNotAllowed(let allow) = search(arguments, method: "--").match else {
      return .object([JSON.Member(name: "result", value: .array([]))])
    }
    return .object([JSON.Member(name: "result", value: names(of: allow))])
  }

  /// The methods without the `OPTIONS` that our framework answers and a map of Werkzeug does not.
  private func names(of methods: [Method]) -> JSON {
    let isDeclared = rules.contains { $0.description.methods?.contains(.options) == true }
    return .array(methods.filter { $0 != .options || isDeclared }.map { .string($0.name) })
  }

  private func values(of match: MatchedRoute, _ path: [UInt8]) -> [JSON.Member] {
    let route = router.routes[match.route]
    var members = zip(route.hostParameters, match.hostValues).map { Self.member($0, $1) }
    members += route.parameters.enumerated().map { index, parameter in
      Self.member(parameter, match.values.text(at: index, in: path.span))
    }
    return members + rules[match.route].defaults
  }

  private static func member(_ parameter: RouteParameter, _ text: String) -> JSON.Member {
    let value: JSON? =
      switch parameter.converterName {
      case "int": Int(text).map(JSON.int)
      case "float": Double(text).map(JSON.double)
      case "uuid": .string(text.lowercased())
      default: nil
      }
    return JSON.Member(name: parameter.name, value: value ?? .string(text))
  }

  private func build(_ arguments: JSON) -> JSON {
    let name = WerkzeugRule.name(arguments["endpoint"])
    let values = WerkzeugRule.values(arguments["values"], sorted: sortsQuery)
    let origin = URLOrigin(scheme: arguments["url_scheme"].string ?? adapter.scheme, host: adapter.host)
    let isAbsolute = arguments["force_external"].bool ?? false
    func url(_ method: String?) throws(URLBuildError) -> String {
      try router.url(for: name, values, method: method.map { Method($0) }, from: origin, isAbsolute: isAbsolute)
    }
    do throws(URLBuildError) {
      let asked = arguments["method"].string
      var result = if asked == nil, let result = try? url(adapter.method) { result } else { try url(asked) }
      if arguments["append_unknown"].bool == false { result = String(result.prefix { $0 != "?" }) }
      return .object([JSON.Member(name: "result", value: .string(adapter.mounted(result)))])
    } catch {
      if case .refusedValue = error { return Self.error("ValueError", nil) }
      return Self.error("BuildError", nil)
    }
  }

  private static func redirect(_ url: String) -> JSON {
    error("RequestRedirect", 308, JSON.Member(name: "new_url", value: .string(url)))
  }

  private static func error(_ name: String, _ code: Int?, _ more: JSON.Member...) -> JSON {
    let code = code.map { [JSON.Member(name: "code", value: .int($0))] } ?? []
    let members = [JSON.Member(name: "class", value: .string(name))] + code + more
    return .object([JSON.Member(name: "error", value: .object(members))])
  }
}
