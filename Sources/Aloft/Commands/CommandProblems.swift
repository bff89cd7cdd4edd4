internal import AloftCore

extension Declarations {
  /// What is wrong with the commands: names that mean two things, and places that nothing stands at.
  var commandProblems: [Diagnostic] { clashes + commands.flatMap { nameProblems(of: $0) + optionProblems(of: $0) } }

  private var clashes: [Diagnostic] {
    let own = SourcePlace(file: "Aloft", line: 0)
    var known = Dictionary(uniqueKeysWithValues: (BuiltInCommand.allCases.map(\.rawValue) + ["help"]).map { ($0, own) })
    return commands.compactMap { command in
      guard let other = known[command.name] else {
        known[command.name] = command.place
        return nil
      }
      return Diagnostic(
        id: "command.clash", message: "there are two commands named '\(command.name)'; the other is of \(other)",
        place: command.place, fix: "Give one of them another name.")
    }
  }

  private func nameProblems(of command: Command) -> [Diagnostic] {
    let letters = command.name.utf8
    let isCallable = letters.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
      default: false
      }
    }
    guard isCallable, letters.first.map({ $0 != UInt8(ascii: "-") }) ?? false else {
      return [
        Diagnostic(
          id: "command.name", message: "'\(command.name.shown)' is no name of a command", place: command.place,
          fix: "Use lower case letters, digits and hyphens: 'import-posts'.")
      ]
    }
    return []
  }

  private func optionProblems(of command: Command) -> [Diagnostic] {
    guard !command.options.isEmpty else { return [] }
    let names = command.options.map(\.name)
    var problems = command.positionals.filter { !names.contains($0) }.map { name in
      let near = NearestName.of(name, in: names).map { " Did you mean '\($0)'?" } ?? ""
      return Diagnostic(
        id: "command.positionals", message: "'\(command.name)' has no option '\(name)' to give a place to.\(near)",
        place: command.place, fix: "Name fields of its options in 'positionals'.")
    }
    let flags = (settings.flatMap { $0.items.map(\.name.flag) } + ServerSettings.flags + ProgramArguments.flags)
    problems += command.flags.filter { flags.contains($0.name.flag) }.map { flag in
      Diagnostic(
        id: "command.flag", message: "'\(command.name)' takes '\(flag.name.flag)', which is a flag of a setting too",
        place: command.place, fix: "Give the option another name, or the type of the settings a prefix.")
    }
    return problems
  }
}
