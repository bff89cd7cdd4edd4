internal import AloftCore

/// All that was declared on an application or on a part of it.
struct Declarations: Sendable {
  var routes: [MountedRoute] = []
  /// Its own middleware, outermost first.
  var middleware: [PlacedMiddleware] = []
  /// Its own error handlers.
  var errorHandlers: [ErrorHandler] = []
  /// The scopes of the parts that are mounted in it.
  var errorScopes: [MountedErrorScope] = []
  var hooks: [LifecycleHook] = []
  var commands: [Command] = []
  var settings: [SettingsDeclaration] = []
  var checks: [Check] = []
  var contributions: [MountedContribution] = []
  /// What adds observers, since their types are known only there.
  var observers: [@Sendable (inout Observers) -> Void] = []
  /// What is provided at once.
  var values = ApplicationValues()
  /// The types that are provided, at once or by a start hook.
  var provided: Set<ObjectIdentifier> = []

  /// Mounts what was declared on a part.
  ///
  /// - Parameters:
  ///   - part: Its declarations.
  ///   - prefix: The path it is mounted at.
  ///   - name: What its routes' names begin with; `nil` for nothing.
  ///   - host: The host it answers; `nil` for every host.
  mutating func mount(_ part: Declarations, at prefix: String, name: String?, host: String?) {
    let scope = part.errorHandlers.isEmpty ? nil : ErrorScope(part.errorHandlers)
    for var route in part.routes {
      route.mount(at: prefix, name: name, host: host)
      route.middleware.insert(contentsOf: part.middleware, at: 0)
      if let scope { route.errorScopes.append(scope) }
      routes.append(route)
    }
    for var inner in part.errorScopes {
      inner.mount(at: prefix, host: host)
      errorScopes.append(inner)
    }
    if let scope { errorScopes.append(MountedErrorScope(scope: scope, prefixes: [prefix], host: host)) }
    for var contribution in part.contributions {
      contribution.mount(at: prefix, name: name)
      contributions.append(contribution)
    }
    hooks += part.hooks
    // A part that is mounted twice brings its commands twice, and they are the same ones.
    commands += part.commands.filter { new in !commands.contains { $0.name == new.name && $0.place == new.place } }
    settings += part.settings.filter { new in !settings.contains { $0.type == new.type } }
    checks += part.checks
    observers += part.observers
    values.merge(part.values)
    provided.formUnion(part.provided)
  }

  /// The observers of all events.
  var allObservers: Observers {
    var all = Observers()
    for add in observers { add(&all) }
    return all
  }
}
