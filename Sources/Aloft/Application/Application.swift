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
    /// Values that hold in the place of what is provided, wherever and whenever that is said.
    var replacedValues = ApplicationValues()
    var slashes = SlashPolicy.redirect
    var jsonCoding = JSONCoding()
    /// Whether it has the middleware that every application has.
    var hasDefaults = true
    var isTested = false
    /// What it is run for, if the program says that itself.
    var statedMode: Mode?
    /// What it is run for as flags and settings say.
    var chosenMode: Mode?
    /// The least level that is logged, if that was said.
    var logLevel: Logger.Level?
    var settingsReader: SettingsReader

    /// What it is run for.
    var mode: Mode { statedMode ?? chosenMode ?? .production }
  }

  /// Where the application reports.
  public let logger: Logger
  private let state: Mutex<State>

  private struct State: Sendable {
    var description: Description
    /// What was frozen of it last, as long as nothing has changed since.
    var frozen: FrozenApplication?
    var changes = 0
  }

  /// Creates an application without parts.
  ///
  /// - Parameters:
  ///   - mode: What it is run for; if left out, ``run(_:arguments:)`` takes it from the flag `--development` or from
  ///     `ALOFT_MODE`, else it is production.
  ///   - settings: Where settings come from; if left out, the program's flags, its environment and `.env`.
  ///   - logger: Where it reports; one of the label `aloft` if left out.
  public init(mode: Mode? = nil, settings: SettingsReader? = nil, logger: Logger = Logger(label: "aloft")) {
    self.logger = logger
    state = Mutex(State(description: Description(statedMode: mode, settingsReader: settings ?? .process)))
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

  /// Leaves out the middleware that every application has: ``SecurityHeaders``, and ``AllowedHosts`` of this machine's
  /// names in development.
  ///
  /// Each is also left out if the application brings one of its own kind.
  public func leaveOutDefaults() { change { $0.hasDefaults = false } }

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
      $0.replacedValues[Value.self] = value
      $0.replacedValues[Replaced<Value>.self] = Replaced<Value>()
    }
  }

  // MARK: - Settings

  /// Reads settings at once, for what the program itself needs, and provides them for handlers.
  ///
  /// ```swift
  /// let settings = app.readSettings(BlogSettings.self)
  /// ```
  ///
  /// If something is missing or wrong, all of it is printed, with what is wrong with other settings, and the program ends
  /// with status 1: it could do nothing without. ``settings(_:file:line:)`` leaves that to the check of the application,
  /// as plug-ins do; ``SettingsReader/read(_:)`` throws.
  ///
  /// - Parameter type: Their type.
  /// - Returns: The settings.
  public func readSettings<Group: Settings>(_ type: Group.Type, file: String = #fileID, line: Int = #line) -> Group {
    settings(type, file: file, line: line)
    let reader = state.withLock { $0.description.settingsReader }
    do {
      return try reader.read(type)
    } catch {
      endWithoutSettings(error, reader)
    }
  }

  /// Says what is wrong with settings that the program needs, or gives the help that was asked for.
  private func endWithoutSettings(_ error: any Error, _ reader: SettingsReader) -> Never {
    // Who asks for help may not know yet what is missing.
    guard !ProgramArguments(reader.arguments).asksForHelp else {
      let commands = BuiltInCommand.allCases.map(\.command) + declaredCommands
      let help = HelpText(program: ProcessName.current, commands: commands, settings: allSettings)
      StandardOutput.print("\(help.ofProgram)\n\nThere may be more once the settings are in order.")
      StandardError.print("\(error)".shownInLines)
      ProcessExit.end(0)
    }
    let problems = settingsProblems.map(\.message)
    let all: any Error = problems.isEmpty ? error : SettingsError(problems: problems)
    StandardError.print("\(all)".shownInLines)
    ProcessExit.end(1)
  }

  var declaredCommands: [Command] { state.withLock { $0.description.parts.commands } }

  /// The settings that are declared, and before them those of the framework itself.
  var allSettings: [SettingsDeclaration] { state.withLock { $0.description.parts.allSettings } }

  /// What is wrong with any settings.
  var settingsProblems: [Diagnostic] {
    var description = state.withLock { $0.description }
    description.parts.settings = description.parts.allSettings
    return description.readSettings()
  }

  /// Names that no settings are read from, though they may be meant for one.
  var settingsWarnings: [String] {
    let description = state.withLock { $0.description }
    return description.settingsReader.warnings(of: description.parts.allSettings)
  }

  /// Sees to it that all settings are in order.
  ///
  /// - Throws: ``SettingsError``.
  func requireSettings() throws(SettingsError) {
    let problems = settingsProblems
    guard problems.isEmpty else { throw SettingsError(problems: problems.map(\.message)) }
  }

  /// How the application is served.
  ///
  /// - Throws: ``SettingsError``.
  func serverSettings() throws -> ServerSettings {
    try state.withLock { $0.description.settingsReader }.read(ServerSettings.self)
  }

  /// Whether a flag of a run says where to listen.
  var hasListeningFlag: Bool {
    let reader = state.withLock { $0.description.settingsReader }
    return SettingsDeclaration.items(of: ServerSettings.self).contains { item in
      guard ["host", "port", "socket"].contains(item.description.name) else { return false }
      if case .flag? = (try? reader.texts(of: item))??.origin { return true } else { return false }
    }
  }

  /// Reads settings from the arguments of a run from now on, and takes from them what is said of the application itself.
  ///
  /// - Parameters:
  ///   - arguments: Those behind the program's name, without the command's.
  ///   - mode: What it is run for, if a flag of the program says so.
  func takeArguments(_ arguments: [String], mode: Mode?) {
    let reader = state.withLock { $0.description.settingsReader }.with(arguments: arguments)
    // What is wrong with them is said with all the rest.
    let settings = try? reader.read(ServerSettings.self)
    change {
      $0.settingsReader = reader
      $0.chosenMode = mode ?? settings?.aloftMode
      $0.logLevel = settings?.logLevel?.level
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
    var logger = logger
    if let level = description.logLevel { logger.logLevel = level }
    let new = try FrozenApplication(description, logger: logger)
    // What was added meanwhile is not in it.
    state.withLock { if $0.changes == changes { $0.frozen = new } }
    return new
  }

  /// Freezes the application for a test.
  ///
  /// - Parameters:
  ///   - logger: Where it reports in place of its own.
  ///   - observer: Who is told that the contract is broken.
  package func freeze(logger: Logger, observer: any TestObserver) throws(ApplicationError) -> FrozenApplication {
    var description = state.withLock { $0.description }
    description.isTested = true
    return try FrozenApplication(description, logger: logger, observer: observer)
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
    try await RunningApplication(freeze(), configuration)
  }

  /// Runs the command that the program's arguments name; without one it serves.
  ///
  /// It serves until the process is told to stop, by SIGTERM or Ctrl-C, and then finishes what is in flight; a second
  /// signal ends it at once. `--help` lists the other commands. It is the program: what hinders it is printed, and the
  /// process ends with status 1, as it does when the listening socket fails, or with 2 for arguments that have no sense.
  /// The limit of descriptors (`ulimit -n`) is raised to what the connections need, as far as the system allows.
  ///
  /// - Parameters:
  ///   - configuration: How to listen and what to bear from clients; if left out, `HOST`, `PORT` and `SOCKET` of flags,
  ///     environment and `.env` say where, else it is port 8080 of the loopback interface.
  ///   - arguments: What to run; the program's own arguments if left out. Settings that were read before don't know of
  ///     them.
  public func run(_ configuration: ServerConfiguration? = nil, arguments: [String]? = nil) async throws {
    let run = CommandLineRun(
      app: self, output: .standard, program: ProcessName.current, configuration: configuration, takesSignals: true)
    let status = await run.run(arguments ?? Array(CommandLine.arguments.dropFirst()))
    if status != 0 { ProcessExit.end(status) }
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
