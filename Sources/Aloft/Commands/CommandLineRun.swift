internal import AloftCore
internal import AloftServer
internal import Logging

/// One run of the program: finds the command that the arguments name, and runs it.
struct CommandLineRun: Sendable {
  private enum Usage {
    /// The program's own flags that are no settings.
    static let flags = ["--help", "-h", "--development", "--production"]
  }

  let app: Application
  let output: CommandOutput
  let program: String
  let configuration: ServerConfiguration?

  /// Runs what the arguments say.
  ///
  /// - Parameter arguments: Those behind the program's name.
  /// - Returns: What the program ends with.
  func run(_ arguments: [String]) async -> Int32 {
    do {
      return try await start(arguments)
    } catch let error as CommandError {
      output.complain("error: \(error)")
      return Int32(clamping: error.status)
    } catch let error as ValidationErrors {
      for error in error.errors { output.complain("error: \(Self.flagged(error))") }
      return 2
    } catch {
      output.complain("\(error)")
      return 1
    }
  }

  private func start(_ arguments: [String]) async throws -> Int32 {
    let settings = try app.declareServerSettings()
    var rest = arguments
    let asksHelp = rest.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    takeMode(&rest)
    rest.removeAll { $0 == "--help" || $0 == "-h" }
    let commands = BuiltInCommand.allCases.map(\.command) + app.declaredCommands
    let flags = settings.flatMap { $0.items.map { CommandFlag($0) } }
    let index = Self.commandIndex(rest, flags)
    let name = index.map { rest[$0] } ?? BuiltInCommand.serve.rawValue
    if name == "help" || (asksHelp && index == nil) {
      let named = index.flatMap { rest.indices.contains($0 + 1) ? rest[$0 + 1] : nil }
      return try help(named, commands, settings)
    }
    guard let command = commands.first(where: { $0.name == name }) else {
      // What follows a flag that nobody knows may be its value.
      if let index { try check(Array(rest[..<index]), BuiltInCommand.serve.command, flags) }
      throw unknown(name, commands)
    }
    if asksHelp { return try help(name, commands, settings) }
    if let index { rest.remove(at: index) }
    try check(rest, command, flags)
    warnOfUnknownLines(settings)
    if let builtIn = BuiltInCommand(rawValue: name) {
      return try await builtIn.run(self, rest, settings: app.serverSettings(rest))
    }
    return try await run(command, rest, flags)
  }

  /// `--development` and `--production`, which a reader of settings knows by their long form only.
  private func takeMode(_ arguments: inout [String]) {
    for mode in Mode.allCases where arguments.prefix(while: { $0 != "--" }).contains("--\(mode.rawValue)") {
      app.setMode(mode)
      arguments.removeAll { $0 == "--\(mode.rawValue)" }
    }
  }

  /// The place of the first argument that is neither a flag nor the value of one.
  private static func commandIndex(_ arguments: [String], _ flags: [CommandFlag]) -> Int? {
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      guard argument.hasPrefix("-") else { return index }
      if argument == "--" { return nil }
      let takesValue = flags.contains { $0.name.flag == argument && !$0.isBoolean }
      index += takesValue ? 2 : 1
    }
    return nil
  }

  /// Refuses flags that nobody knows, and arguments that nobody takes.
  private func check(_ arguments: [String], _ command: Command, _ flags: [CommandFlag]) throws(CommandError) {
    let known = command.options.map { CommandFlag($0) } + flags
    let words = CommandWords(arguments, flags: known)
    let names = known.flatMap { $0.isBoolean ? [$0.name.flag, $0.name.negation] : [$0.name.flag] } + Usage.flags
    if let flag = words.unknown.first {
      let near = NearestName.of(flag, in: names).map { " Did you mean '\($0)'?" } ?? ""
      throw CommandError(
        "there is no flag '\(flag.shown)'.\(near) See '\(program) \(command.name) --help'.", status: 2)
    }
    if let flag = words.incomplete.first { throw CommandError("the flag '\(flag)' needs a value", status: 2) }
    if !command.takesRest, words.positionals.count > command.positionals.count {
      let extra = words.positionals[command.positionals.count].shown
      throw CommandError(
        "'\(command.name)' does not take '\(extra)'. See '\(program) \(command.name) --help'.", status: 2)
    }
  }

  /// Names the lines of `.env` that no setting is read from: they have no effect.
  private func warnOfUnknownLines(_ settings: [SettingsDeclaration]) {
    let known = settings.flatMap { $0.items.map(\.name.variable) }
    for entry in app.settingsFile?.entries ?? [] where !known.contains(entry.name) {
      let near = NearestName.of(entry.name, in: known).map { " Did you mean '\($0)'?" } ?? ""
      output.complain("warning: .env, line \(entry.line): no setting is named '\(entry.name)'.\(near)")
    }
  }

  private func unknown(_ name: String, _ commands: [Command]) -> CommandError {
    let near = NearestName.of(name, in: commands.map(\.name)).map { " Did you mean '\($0)'?" } ?? ""
    return CommandError(
      "there is no command '\(name.shown)'.\(near) See '\(program) --help'.", status: 2)
  }

  private func help(_ name: String?, _ commands: [Command], _ settings: [SettingsDeclaration]) throws -> Int32 {
    guard let name, name != "help" else {
      output.print(HelpText(program: program, commands: commands, settings: settings).ofProgram)
      return 0
    }
    guard let command = commands.first(where: { $0.name == name }) else { throw unknown(name, commands) }
    output.print(HelpText(program: program, commands: commands, settings: settings).text(of: command))
    return 0
  }

  /// Runs a command of the application's own, between its start and stop hooks.
  private func run(_ command: Command, _ arguments: [String], _ flags: [CommandFlag]) async throws -> Int32 {
    let settings = try app.serverSettings(arguments)
    app.prepare(settings)
    let frozen = try app.freeze()
    let lifecycle = Lifecycle(frozen)
    let started = try await lifecycle.start(frozen)
    let words = CommandWords(arguments, flags: command.options.map { CommandFlag($0) } + flags)
    let context = CommandContext(
      application: started.context, arguments: words.positionals, output: output,
      rawArguments: Self.without(flags, command, arguments))
    do {
      try await command.run(context)
    } catch {
      await lifecycle.stop(started.context)
      throw error
    }
    await lifecycle.stop(started.context)
    return 0
  }

  /// The arguments without the flags of settings, which the command's options know nothing of.
  private static func without(_ flags: [CommandFlag], _ command: Command, _ arguments: [String]) -> [String] {
    let own = Set(command.options.map { SettingName($0.name).flag })
    let others = flags.filter { !own.contains($0.name.flag) }
    var kept: [String] = []
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      if argument == "--" { return kept + arguments[index...] }
      let name = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).first.map { String($0) }
      if let flag = others.first(where: { $0.name.flag == name || $0.name.negation == name }) {
        index += argument.contains("=") || flag.isBoolean ? 1 : 2
      } else {
        kept.append(argument)
        index += 1
      }
    }
    return kept
  }

  /// An error of a command's options by its flag.
  private static func flagged(_ error: ValidationError) -> String {
    guard case .name(let field)? = error.path.steps.first else { return "\(error)" }
    return "\(SettingName(field).flag) \(error.message)"
  }
}
