public import AloftCore

/// What the parts of an application are declared on: the application itself, or a blueprint that is mounted into one.
///
/// Whatever is declared on a blueprint goes where it is mounted: its middleware and its error handlers hold for its own
/// routes and paths, the rest for the application.
public protocol PartContainer: RouteContainer {
  /// Adds a part.
  func add(_ part: Part)

  /// Mounts a blueprint.
  ///
  /// - Parameters:
  ///   - blueprint: What to mount.
  ///   - prefix: The path it is mounted at; placeholders in it are read by name.
  ///   - name: Replaces the blueprint's own name; needed to mount one twice.
  ///   - host: The host it answers, `{tenant}.example.com`; `nil` leaves that to where this is mounted.
  func mount(_ blueprint: some Blueprint, at prefix: String, name: String?, host: String?)
}

/// A part of an application that is no route: middleware, an error handler, a hook, a check, a contribution.
public struct Part: Sendable {
  let declare: @Sendable (inout Declarations) -> Void

  init(_ declare: @escaping @Sendable (inout Declarations) -> Void) { self.declare = declare }
}

extension PartContainer {
  /// Adds middleware; what was added first is outermost.
  ///
  /// - Parameters:
  ///   - middleware: What stands around the application's router, or around the handlers of a blueprint's routes,
  ///     whether they are added before or after.
  public func use(_ middleware: any Middleware..., file: String = #fileID, line: Int = #line) {
    let place = SourcePlace(file: file, line: line)
    add(Part { $0.middleware += middleware.map { PlacedMiddleware(middleware: $0, place: place) } })
  }

  /// Adds a check, which is run with the application's own before it starts and by its `check` command.
  ///
  /// - Parameters:
  ///   - check: Looks at the application and says what is wrong with it.
  public func check(
    file: String = #fileID, line: Int = #line, _ check: @escaping @Sendable (ApplicationContext) -> [Diagnostic]
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Part { $0.checks.append(Check(run: check, place: place)) })
  }

  /// Contributes a value for whoever uses the key.
  ///
  /// - Parameters:
  ///   - key: What it is contributed to.
  ///   - value: The value.
  public func contribute<Key: ContributionKey>(
    to key: Key.Type, _ value: Key.Value, file: String = #fileID, line: Int = #line
  ) {
    let place = SourcePlace(file: file, line: line)
    let contribution = MountedContribution(key: ObjectIdentifier(key), value: value, place: place)
    add(Part { $0.contributions.append(contribution) })
  }

  /// Follows events of a type: ``RequestStarted``, ``RequestFinished``, ``RequestFailed``, ``ApplicationStarted``,
  /// ``ApplicationStopping``, or those of other packages.
  ///
  /// - Parameters:
  ///   - event: The type of the events.
  ///   - observe: Called with each, where it happens; it must not wait.
  public func on<Event: Sendable>(_ event: Event.Type, _ observe: @escaping @Sendable (Event) -> Void) {
    add(Part { $0.observers.append { $0.add(observe) } })
  }
}

// MARK: - Settings

extension PartContainer {
  /// Declares settings: they are read when the application is checked, and handlers find them as what is provided.
  ///
  /// What the program itself needs before that is read by ``Application/readSettings(_:)``.
  ///
  /// ```swift
  /// blog.settings(BlogSettings.self)
  /// blog.get("/") { (settings: Provided<BlogSettings>) in "\(settings.pageSize) posts a page" }
  /// ```
  ///
  /// - Parameter type: Their type; what is missing or wrong keeps the application from starting.
  public func settings<Group: Settings>(_ type: Group.Type, file: String = #fileID, line: Int = #line) {
    let declaration = SettingsDeclaration(type, place: SourcePlace(file: file, line: line))
    add(
      Part {
        if !$0.settings.contains(where: { $0.type == declaration.type }) { $0.settings.append(declaration) }
      })
  }
}

// MARK: - Start, stop and what is provided

extension PartContainer {
  /// Does something before the application listens; hooks run one after the other, in the order of their adding.
  ///
  /// - Parameters:
  ///   - hook: What to do; it leaves what handlers need, `start[Mailer.self] = mailer`. If it throws, the application
  ///     does not start, and what earlier hooks began is stopped.
  public func onStart(
    file: String = #fileID, line: Int = #line,
    _ hook: @escaping @Sendable (inout ApplicationStart) async throws -> Void
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Part { $0.hooks.append(LifecycleHook(start: hook, stop: nil, place: place)) })
  }

  /// Does something when the application stops, after its last response; hooks run in the reverse order of their adding.
  ///
  /// - Parameters:
  ///   - hook: What to do; what it throws is logged, and the others still run.
  public func onStop(
    file: String = #fileID, line: Int = #line,
    _ hook: @escaping @Sendable (ApplicationContext) async throws -> Void
  ) {
    let place = SourcePlace(file: file, line: line)
    add(Part { $0.hooks.append(LifecycleHook(start: nil, stop: hook, place: place)) })
  }

  /// Provides a value for handlers, which find it by its type: ``Provided``.
  ///
  /// - Parameter value: The value, the only one of its type.
  public func provide<Value: Sendable>(_ value: Value, file: String = #fileID, line: Int = #line) {
    let provision = Provision(Value.self, place: SourcePlace(file: file, line: line))
    add(
      Part {
        $0.values[Value.self] = value
        $0.provisions.append(provision)
      })
  }

  /// Provides a value that is made when the application starts, and closed when it stops.
  ///
  /// ```swift
  /// app.provide(Pool.self) { _ in try await Pool(size: 4) } close: { try await $0.close() }
  /// ```
  ///
  /// - Parameters:
  ///   - type: The type by which handlers find it: ``Provided``. It is provided once.
  ///   - make: Makes the value, in turn with the start hooks.
  ///   - close: Puts it away, in turn with the stop hooks.
  public func provide<Value: Sendable>(
    _ type: Value.Type, file: String = #fileID, line: Int = #line,
    _ make: @escaping @Sendable (ApplicationContext) async throws -> Value,
    close: @escaping @Sendable (Value) async throws -> Void = { _ in }
  ) {
    let provision = Provision(type, place: SourcePlace(file: file, line: line))
    let hook = LifecycleHook(
      start: { start in
        // One that was put in its place, as tests do, is neither made nor closed.
        guard start.application[Replaced<Value>.self] == nil else { return }
        start[Value.self] = try await make(start.application)
      },
      stop: { application in
        guard application[Replaced<Value>.self] == nil, let value = application[Value.self] else { return }
        try await close(value)
      }, place: provision.place, provides: provision.type)
    add(
      Part {
        $0.hooks.append(hook)
        $0.provisions.append(provision)
      })
  }
}

/// Marks that a value of a type was put in the place of the one that is provided.
struct Replaced<Value: Sendable>: Sendable {}
