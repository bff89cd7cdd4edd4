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
  /// What is provided, at once or by a start hook.
  var provisions: [Provision] = []

  /// Whether a value of a type is provided.
  func provides(_ type: ObjectIdentifier) -> Bool {
    provisions.contains { $0.type == type } || settings.contains { $0.type == type }
  }

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
    // A part that is mounted twice brings commands and what it provides twice, and they are the same ones.
    let known = Set(provisions)
    let repeated = Set(part.provisions.filter { known.contains($0) }.map(\.type))
    hooks += part.hooks.filter { hook in !(hook.provides.map(repeated.contains) ?? false) }
    provisions += part.provisions.filter { !known.contains($0) }
    commands += part.commands.filter { new in !commands.contains { $0.name == new.name && $0.place == new.place } }
    settings += part.settings.filter { new in !settings.contains { $0.type == new.type } }
    checks += part.checks
    observers += part.observers
    values.add(part.values)
  }

  /// The observers of all events.
  var allObservers: Observers {
    var all = Observers()
    for add in observers { add(&all) }
    return all
  }
}
