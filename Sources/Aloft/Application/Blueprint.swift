/// A part of an application: routes that belong together, mounted under any prefix.
///
/// ```swift
/// struct Blog: Blueprint {
///   func configure(_ blog: BlueprintBuilder) {
///     blog.get("/", name: "index") { "All posts" }                // named blog.index
///   }
/// }
/// app.mount(Blog(), at: "/blog")
/// ```
public protocol Blueprint {
  /// The first part of the names of its routes, `blog`.
  var name: String { get }

  /// Adds its routes, and other blueprints below it.
  func configure(_ blueprint: BlueprintBuilder)
}

extension Blueprint {
  /// The type's name with a small first letter.
  public var name: String {
    let type = String(describing: Self.self)
    return type.prefix(1).lowercased() + type.dropFirst()
  }
}

/// What a blueprint adds its routes to.
public final class BlueprintBuilder: RouteContainer {
  private(set) var routes: [MountedRoute] = []

  init() {}

  /// Adds a route.
  public func add(_ route: Route) { routes.append(MountedRoute(route)) }

  /// Mounts another blueprint below this one.
  ///
  /// - Parameters:
  ///   - blueprint: What to mount.
  ///   - prefix: The path it is mounted at; placeholders in it are read by name.
  ///   - name: Replaces the blueprint's own name; needed to mount one twice.
  ///   - host: The host it answers, `{tenant}.example.com`; `nil` leaves that to where this one is mounted.
  public func mount(
    _ blueprint: some Blueprint, at prefix: String = "", name: String? = nil, host: String? = nil
  ) {
    routes += Self.routes(of: blueprint, at: prefix, name: name ?? blueprint.name, host: host)
  }

  /// Adds routes below a prefix, or for a host, without a name of their own.
  ///
  /// - Parameters:
  ///   - prefix: The path they stand below.
  ///   - host: The host they answer.
  ///   - configure: Adds the routes.
  public func group(_ prefix: String = "", host: String? = nil, _ configure: (BlueprintBuilder) -> Void) {
    routes += Self.routes(at: prefix, host: host, configure)
  }

  static func routes(
    of blueprint: some Blueprint, at prefix: String, name: String, host: String?
  ) -> [MountedRoute] {
    let builder = BlueprintBuilder()
    blueprint.configure(builder)
    return builder.routes.map { $0.mounted(at: prefix, name: name, host: host) }
  }

  static func routes(at prefix: String, host: String?, _ configure: (BlueprintBuilder) -> Void) -> [MountedRoute] {
    let builder = BlueprintBuilder()
    configure(builder)
    return builder.routes.map { $0.mounted(at: prefix, name: nil, host: host) }
  }
}

/// A route with what the places where its blueprints are mounted add to it.
struct MountedRoute: Sendable {
  let route: Route
  /// The prefixes, outermost first.
  private(set) var prefixes: [String] = []
  /// The names of the blueprints, `shop.admin`: what a name that begins with a dot is completed by.
  private(set) var scope: String?
  private(set) var host: String?

  init(_ route: Route) { self.route = route }

  /// The route's name behind those of its blueprints.
  var name: String? { route.name.map { name in scope.map { "\($0).\(name)" } ?? name } }

  func mounted(at prefix: String, name: String?, host: String?) -> MountedRoute {
    var mounted = self
    mounted.prefixes.insert(prefix, at: 0)
    if let name { mounted.scope = scope.map { "\(name).\($0)" } ?? name }
    mounted.host = self.host ?? host
    return mounted
  }

  /// The prefixes as one, without a slash at its end.
  var prefix: String {
    prefixes.map { prefix in
      var prefix = prefix
      while prefix.hasSuffix("/") { prefix.removeLast() }
      return prefix.isEmpty || prefix.hasPrefix("/") ? prefix : "/\(prefix)"
    }.joined()
  }

  /// The whole pattern.
  var pattern: String { prefix + route.path }
}
