internal import AloftCore
internal import AloftServer
internal import Synchronization

/// One run of the program: finds the command that the arguments name, and runs it.
struct CommandLineRun: Sendable {
  let app: Application
  let output: CommandOutput
  let program: String
  let configuration: ServerConfiguration?
  /// Whether it is the process's own run, which signals end.
  let takesSignals: Bool

  /// Runs what the arguments say.
  ///
  /// - Parameter arguments: Those behind the program's name.
  /// - Returns: What the program ends with.
  func run(_ arguments: [String]) async -> Int32 {
    do {
      return try await start(ProgramArguments(arguments))
    } catch let error as UsageError {
      for line in error.lines { output.complain(of: "error: \(line)") }
      return 2
    } catch let error as CommandError {
      output.complain(of: "error: \(error)")
      return Int32(error.status)
    } catch {
      output.complain(of: "\(error)")
      return 1
    }
  }

  private func start(_ arguments: ProgramArguments) async throws -> Int32 {
    let settings = app.allSettings
    let settingFlags = settings.flatMap { $0.items.map { CommandFlag($0) } }
    let commands = BuiltInCommand.allCases.map(\.command) + app.declaredCommands
    var rest = arguments.others
    let index = arguments.commandIndex(settingFlags)
    let name = index.map { rest[$0] } ?? BuiltInCommand.serve.rawValue
    if name == "help" || (arguments.asksForHelp && index == nil) {
      let named = index.flatMap { rest.indices.contains($0 + 1) ? rest[$0 + 1] : nil }
      return try help(named, commands, settings)
    }
    guard let command = commands.first(where: { $0.name == name }) else {
      // What follows a flag that nobody knows may be its value.
      if let index { _ = try words(Array(rest[..<index]), BuiltInCommand.serve.command, settingFlags) }
      throw unknown(name, commands)
    }
    if arguments.asksForHelp { return try help(name, commands, settings) }
    if let index { rest.remove(at: index) }
    let words = try words(rest, command, settingFlags)
    app.takeArguments(rest, mode: arguments.mode)
    for warning in app.settingsWarnings { output.complain(of: "warning: \(warning)") }
    if let builtIn = BuiltInCommand(rawValue: name) { return try await builtIn.run(self, words) }
    return try await run(command, words)
  }

  /// Tells arguments apart.
  ///
  /// - Throws: ``UsageError`` for flags that nobody knows, and arguments that nobody takes.
  private func words(
    _ arguments: [String], _ command: Command, _ settingFlags: [CommandFlag]
  ) throws(UsageError) -> CommandWords {
    let flags = command.flags + settingFlags
    let words = CommandWords(arguments, flags: flags)
    let names = flags.flatMap(\.spellings) + ProgramArguments.flags
    var lines = words.unknown.map { flag in
      let near = NearestName.of(flag, in: names).map { " Did you mean '\($0)'?" } ?? ""
      return "there is no flag '\(flag.shown)'.\(near) See '\(program) \(command.name) --help'."
    }
    lines += words.malformed
    // What follows a flag that nobody knows may be its value.
    if lines.isEmpty, !command.takesRest, words.positionals.count > command.positionals.count {
      let extra = words.positionals[command.positionals.count].shown
      lines.append("'\(command.name)' does not take '\(extra)'. See '\(program) \(command.name) --help'.")
    }
    guard lines.isEmpty else { throw UsageError(lines: lines) }
    return words
  }

  private func unknown(_ name: String, _ commands: [Command]) -> UsageError {
    let near = NearestName.of(name, in: commands.map(\.name)).map { " Did you mean '\($0)'?" } ?? ""
    return UsageError(lines: ["there is no command '\(name.shown)'.\(near) See '\(program) --help'."])
  }

  private func help(_ name: String?, _ commands: [Command], _ settings: [SettingsDeclaration]) throws -> Int32 {
    let text = HelpText(program: program, commands: commands, settings: settings)
    guard let name, name != "help" else {
      output.print(text.ofProgram)
      return 0
    }
    guard let command = commands.first(where: { $0.name == name }) else { throw unknown(name, commands) }
    output.print(text.text(of: command))
    return 0
  }

  /// Runs a command of the application's own, between its start and stop hooks.
  private func run(_ command: Command, _ words: CommandWords) async throws -> Int32 {
    try app.requireSettings()
    let action = try command.prepare(words)
    let frozen = try app.freeze()
    let stop = takesSignals ? StopSignal() : nil
    let lifecycle = command.startsApplication ? Lifecycle(frozen) : nil
    let started = try await lifecycle?.start(frozen) ?? frozen
    let context = CommandContext(application: started.context, arguments: words.positionals, output: output)
    let result = await perform(action, context, until: stop)
    await lifecycle?.stop(started.context)
    // Until here a second signal ends the process.
    withExtendedLifetime(stop) {}
    try result.get()
    return 0
  }

  /// Runs a command until it is done; the first signal cancels it.
  private func perform(
    _ action: @escaping Command.Action, _ context: CommandContext, until stop: StopSignal?
  ) async -> Result<Void, any Error> {
    let result = Mutex(Result<Void, any Error>.success(()))
    let run: @Sendable () async -> Void = {
      do {
        try await action(context)
      } catch {
        result.withLock { $0 = .failure(error) }
      }
    }
    if let stop {
      let isAsked = await stop.wait(orFor: run) { output.complain("stopping; a second signal ends it at once") }
      if isAsked, case .failure(is CancellationError) = result.withLock({ $0 }) {
        return .failure(CommandError("it was stopped before it was done"))
      }
    } else {
      await run()
    }
    return result.withLock { $0 }
  }
}
