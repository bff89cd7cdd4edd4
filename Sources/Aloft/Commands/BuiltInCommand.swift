internal import AloftCore
internal import AloftServer
internal import Logging

/// The commands that every application has.
enum BuiltInCommand: String, CaseIterable {
  case serve, routes, check, describe

  private struct RoutesOptions: CommandOptions {
    let filter: String?
    let middleware: Bool
    static let positionals = ["filter"]
    static let fields = Fields(
      RoutesOptions.init, Field("filter", help: "Lists only routes whose pattern or name has this in it."),
      Field("middleware", default: false, help: "Lists what stands around each handler, too."))
  }

  private struct DescribeOptions: CommandOptions {
    let json: Bool
    static let fields = Fields(DescribeOptions.init, Field("json", default: false, help: "As JSON, for programs."))
  }

  /// The command for lists and checks; what it does needs more than others see.
  var command: Command {
    let help =
      switch self {
      case .serve: "Serves until it is told to stop."
      case .routes: "Lists the routes."
      case .check: "Checks the application and says all that is wrong with it."
      case .describe: "Describes the application: routes, settings, commands."
      }
    let fields =
      switch self {
      case .routes: RoutesOptions.fields.descriptions
      case .describe: DescribeOptions.fields.descriptions
      case .serve, .check: [FieldDescription]()
      }
    return Command(
      name: rawValue, help: help, options: fields, positionals: self == .routes ? RoutesOptions.positionals : [],
      takesRest: false, place: SourcePlace(file: "Aloft", line: 0), prepare: { _ in { _ in } })
  }

  /// Runs the command.
  func run(_ run: CommandLineRun, _ words: CommandWords) async throws -> Int32 {
    // A check says it with all that is wrong besides.
    if self == .check { return Self.check(run) }
    try run.app.requireSettings()
    switch self {
    case .serve: return try await Self.serve(run)
    case .routes:
      let options = try RoutesOptions.read(words)
      let listing = RouteListing(try run.app.freeze())
      run.output.print(listing.text(filter: options.filter, showsMiddleware: options.middleware))
    case .describe:
      let options = try DescribeOptions.read(words)
      let description = ApplicationDescription(
        try run.app.freeze(), settings: run.app.allSettings, commands: run.app.declaredCommands)
      run.output.print(options.json ? try description.json : description.text)
    case .check: break
    }
    return 0
  }

  private static func check(_ run: CommandLineRun) -> Int32 {
    let settings = run.app.settingsProblems
    let problems = settings + run.app.check().filter { !settings.contains($0) }
    guard !problems.isEmpty else {
      run.output.print("nothing is wrong")
      return 0
    }
    for problem in problems { run.output.print("\(problem)".shownInLines) }
    run.output.complain("\(problems.count) problem\(problems.count == 1 ? "" : "s")")
    return 1
  }

  private static func serve(_ run: CommandLineRun) async throws -> Int32 {
    // Before anybody can learn that it runs.
    let stop = StopSignal()
    let settings = try run.app.serverSettings()
    if run.configuration != nil, run.app.hasListeningFlag {
      throw UsageError(lines: [
        "the program says itself where it listens: '--host', '--port' and '--socket' mean nothing"
      ])
    }
    let configuration =
      try run.configuration
      ?? ServerConfiguration(address: settings.address(handedOver: try ListeningAddress.handedOver()))
    DescriptorLimit.raise(toServe: configuration.limits.connections)
    let running = try await run.app.start(configuration)
    let logger = running.application.logger
    logger.info("listening on \(running.address)")
    if running.application.mode == .development { sayWhoReaches(running.address, logger) }
    running.server.logDescriptorLimit()
    let isAsked = await stop.wait(orFor: running.server.waitUntilFailed)
    logger.info("stopping")
    await running.stop()
    // Until here a second signal ends the process.
    withExtendedLifetime(stop) {}
    return isAsked ? 0 : 1
  }

  private static func sayWhoReaches(_ address: ListeningAddress, _ logger: Logger) {
    guard case .tcp(let host, _) = address, HostName(host)?.isLoopback != true else {
      return logger.info("development mode: only this machine can reach it, and errors show the inside")
    }
    logger.warning(
      "development mode: errors show the inside of the program to whoever can reach \(address). Leave HOST out")
  }
}
