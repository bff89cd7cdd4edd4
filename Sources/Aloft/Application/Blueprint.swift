/// A part of an application: routes and what belongs to them, mounted under any prefix.
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

  /// Adds its routes, middleware, error handlers, hooks and contributions, and other blueprints below it.
  func configure(_ blueprint: BlueprintBuilder)
}

extension Blueprint {
  /// The type's name with a small first letter.
  public var name: String {
    let type = String(describing: Self.self)
    return type.prefix(1).lowercased() + type.dropFirst()
  }
}

/// What a blueprint declares itself on.
public final class BlueprintBuilder: PartContainer {
  private(set) var declarations = Declarations()

  init() {}

  /// Adds a route.
  public func add(_ route: Route) { declarations.routes.append(MountedRoute(route)) }

  /// Adds a part.
  public func add(_ part: Part) { part.declare(&declarations) }

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
    declarations.mount(Self.declarations(of: blueprint), at: prefix, name: name ?? blueprint.name, host: host)
  }

  /// Adds routes below a prefix, or for a host, without a name of their own.
  ///
  /// - Parameters:
  ///   - prefix: The path they stand below.
  ///   - host: The host they answer.
  ///   - configure: Adds the routes.
  public func group(_ prefix: String = "", host: String? = nil, _ configure: (BlueprintBuilder) -> Void) {
    declarations.mount(Self.declarations(configure), at: prefix, name: nil, host: host)
  }

  static func declarations(of blueprint: some Blueprint) -> Declarations {
    declarations { blueprint.configure($0) }
  }

  static func declarations(_ configure: (BlueprintBuilder) -> Void) -> Declarations {
    let builder = BlueprintBuilder()
    configure(builder)
    return builder.declarations
  }
}
