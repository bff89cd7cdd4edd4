public import AloftCore
public import AloftHTTP
public import AloftJSON
public import AloftServer
public import Logging
internal import Synchronization

/// A web application: its parts are declared on it, then it runs.
///
/// ```swift
/// let app = Application()
/// app.get("/hello/{name}") { (name: String) in "Hello, \(name)!" }
/// try await app.run()
/// ```
public final class Application: PartContainer, Sendable {
  struct Description: Sendable {
    var parts = Declarations()
    var converters = PathConverters()
    var replacements: [ObjectIdentifier: Preparation] = [:]
    var slashes = SlashPolicy.redirect
    var jsonCoding = JSONCoding()
    /// What it is run for, if that was said.
    var mode: Mode?
  }

  /// Where the application reports.
  public let logger: Logger
  private let state: Mutex<State>

  private struct State: Sendable {
    var description = Description()
    /// What was frozen of it last, as long as nothing has changed since.
    var frozen: FrozenApplication?
    var changes = 0
  }

  /// Creates an application without parts.
  ///
  /// - Parameters:
  ///   - mode: What it is run for; if left out, `ALOFT_MODE` of the environment says it, else it is production.
  ///   - logger: Where it reports; one of the label `aloft` if left out.
  public init(mode: Mode? = nil, logger: Logger = Logger(label: "aloft")) {
    self.logger = logger
    state = Mutex(State(description: Description(mode: mode)))
  }

  // MARK: - Describing

  private func change(_ change: (inout Description) -> Void) {
    state.withLock { state in
      change(&state.description)
      state.frozen = nil
      state.changes += 1
    }
  }

  /// Adds a route.
  public func add(_ route: Route) { change { $0.parts.routes.append(MountedRoute(route)) } }

  /// Adds a part.
  public func add(_ part: Part) { change { part.declare(&$0.parts) } }

  /// Adds what a plug-in brings.
  public func install(_ plugin: some Plugin) { plugin.install(in: self) }

  /// Mounts a blueprint.
  ///
  /// - Parameters:
  ///   - blueprint: What to mount.
  ///   - prefix: The path it is mounted at; placeholders in it are read by name.
  ///   - name: Replaces the blueprint's own name; needed to mount one twice.
  ///   - host: The host it answers, `{tenant}.example.com`; `nil` for every host.
  public func mount(_ blueprint: some Blueprint, at prefix: String = "", name: String? = nil, host: String? = nil) {
    let part = BlueprintBuilder.declarations(of: blueprint)
    change { $0.parts.mount(part, at: prefix, name: name ?? blueprint.name, host: host) }
  }

  /// Adds routes below a prefix, or for a host, without a name of their own.
  ///
  /// - Parameters:
  ///   - prefix: The path they stand below.
  ///   - host: The host they answer; `nil` for every host.
  ///   - configure: Adds the routes, and what belongs to them.
  public func group(_ prefix: String = "", host: String? = nil, _ configure: (BlueprintBuilder) -> Void) {
    let part = BlueprintBuilder.declarations(configure)
    change { $0.parts.mount(part, at: prefix, name: nil, host: host) }
  }

  /// Adds a converter for placeholders, `{code:country}`.
  ///
  /// - Parameters:
  ///   - name: Its name in patterns; it replaces an earlier one of that name.
  ///   - converter: What it accepts.
  public func converter(_ name: String, _ converter: some PathConverter) {
    change { $0.converters.register(name, converter) }
  }

  /// Adds a converter that is made from arguments, `{code:country(region=eu)}`.
  ///
  /// - Parameters:
  ///   - name: Its name in patterns; it replaces an earlier one of that name.
  ///   - make: Makes the converter of one placeholder; it throws a ``ConverterArgumentError`` if an argument has no
  ///     sense. Arguments that it does not ask for are reported as unknown.
  public func converter(
    _ name: String, _ make: @escaping @Sendable (inout ConverterArguments) throws -> any PathConverter
  ) {
    change { $0.converters.register(name, make) }
  }

  /// Sets what happens to a path that differs from a route's in its trailing slash alone; a redirect unless set.
  public func trailingSlashes(_ policy: SlashPolicy) { change { $0.slashes = policy } }

  /// Sets how values become JSON and JSON becomes values: the form of dates, the order of keys, indentation.
  public func jsonCoding(_ coding: JSONCoding) { change { $0.jsonCoding = coding } }

  /// Puts another preparation of a parameter's values in the place of the type's own, as tests do.
  ///
  /// - Parameters:
  ///   - type: The parameter's type.
  ///   - prepare: Makes the values.
  public func replacePreparation<Value: PreparedParameter>(
    of type: Value.Type, with prepare: @escaping @Sendable (Request) async throws -> Value
  ) {
    change { $0.replacements[ObjectIdentifier(type)] = Preparation(of: type, with: prepare) }
  }

  /// Puts a value in the place of what is provided of its type, as tests do: that is neither made nor closed.
  ///
  /// - Parameter value: The value.
  public func replaceProvided<Value: Sendable>(with value: Value) {
    change {
      $0.parts.values[Value.self] = value
      $0.parts.values[Replaced<Value>.self] = Replaced<Value>()
      $0.parts.provided.insert(ObjectIdentifier(Value.self))
    }
  }

  // MARK: - Checking

  /// Checks the description and reports everything that is wrong with it at once.
  ///
  /// - Returns: The problems; none if the application can run.
  public func check() -> [Diagnostic] {
    do throws(ApplicationError) {
      _ = try freeze()
      return []
    } catch {
      return error.diagnostics
    }
  }

  package func freeze() throws(ApplicationError) -> FrozenApplication {
    let (description, frozen, changes) = state.withLock { ($0.description, $0.frozen, $0.changes) }
    if let frozen { return frozen }
    let new = try FrozenApplication(description, logger: logger)
    // What was added meanwhile is not in it.
    state.withLock { if $0.changes == changes { $0.frozen = new } }
    return new
  }

  /// The URL of a named route, outside of a request; within one ask the request.
  ///
  /// - Parameters:
  ///   - name: The route's name, `blog.show`.
  ///   - values: A value for each placeholder; what the pattern has no placeholder for becomes the query.
  ///   - origin: The scheme and host for a whole URL; `nil` for a path.
  /// - Throws: ``URLBuildError`` that names the nearest route or the missing value, or ``ApplicationError`` where the
  ///   routes are not in order.
  public func url(for name: String, _ values: URLValues = [:], origin: URLOrigin? = nil) throws -> String {
    try freeze().context.url(for: name, values, origin: origin)
  }

  // MARK: - Running

  /// Starts to serve and returns, for tests and for programs that do more than serve.
  ///
  /// - Parameter configuration: How to listen and what to bear from clients.
  /// - Returns: The running application, to be stopped.
  /// - Throws: ``ApplicationError`` with every problem of the description, ``StartError`` of a start hook, or
  ///   `ServerError` when the address can't be had.
  public func start(_ configuration: ServerConfiguration = ServerConfiguration()) async throws -> RunningApplication {
    try await RunningApplication(freeze(), configuration, logger: logger)
  }

  /// Serves until the process is told to stop, by SIGTERM or Ctrl-C, and then finishes what is in flight.
  ///
  /// It is the program: what hinders it is printed, and the process ends with status 1, as it does when the listening
  /// socket fails. A second signal ends it at once. The limit of descriptors (`ulimit -n`) is raised to what the
  /// connections need, as far as the system allows.
  ///
  /// - Parameter configuration: How to listen and what to bear from clients; if left out, `HOST` and `PORT` of the
  ///   environment say where, else it is port 8080 of the loopback interface.
  public func run(_ configuration: ServerConfiguration? = nil) async throws {
    do {
      // Before anybody can learn that it runs.
      let stop = StopSignal()
      let configuration = try configuration ?? ServerConfiguration(address: .fromEnvironment())
      DescriptorLimit.raise(toServe: configuration.limits.connections)
      let running = try await start(configuration)
      logger.info("listening on \(running.address)")
      running.server.logDescriptorLimit()
      let isAsked = await stop.wait(orFor: running.server.waitUntilFailed)
      logger.info("stopping")
      await running.stop()
      // Until here a second signal ends the process.
      withExtendedLifetime(stop) {}
      if !isAsked { ProcessExit.failure() }
    } catch {
      StandardError.print("\(error)")
      ProcessExit.failure()
    }
  }
}

/// Why an application can't run.
public struct ApplicationError: Error, CustomStringConvertible {
  /// Every problem that was found.
  public let diagnostics: [Diagnostic]

  /// The number of problems, and each with its place and fix.
  public var description: String {
    let count = diagnostics.count == 1 ? "1 problem" : "\(diagnostics.count) problems"
    return "the application has \(count):\n" + diagnostics.map { "\($0)" }.joined(separator: "\n")
  }
}
