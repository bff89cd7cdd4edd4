internal import AloftCore

/// Where settings come from: flags, the environment and a `.env` file.
public struct SettingsReader: Sendable {
  /// Where a value was found.
  enum Origin: Sendable, Hashable, CustomStringConvertible {
    case flag(String)
    case environment
    case file(line: Int)

    var description: String {
      switch self {
      case .flag(let name): name
      case .environment: "environment"
      case .file(let line): ".env, line \(line)"
      }
    }
  }

  let environment: [String: String]
  let file: EnvironmentFile?
  let arguments: [String]
  /// Why the file could not be read.
  let fileProblem: String?

  /// Creates a reader of given sources, for tests.
  ///
  /// - Parameters:
  ///   - environment: Variables by name.
  ///   - file: The lines of a `.env` file.
  ///   - arguments: The program's arguments without its name.
  public init(environment: [String: String] = [:], file: EnvironmentFile? = nil, arguments: [String] = []) {
    self.init(environment: environment, file: file, arguments: arguments, fileProblem: nil)
  }

  private init(environment: [String: String], file: EnvironmentFile?, arguments: [String], fileProblem: String?) {
    self.environment = environment
    self.file = file
    self.arguments = arguments
    self.fileProblem = fileProblem
  }

  /// The same with other flags.
  func with(arguments: [String]) -> SettingsReader {
    SettingsReader(environment: environment, file: file, arguments: arguments, fileProblem: fileProblem)
  }

  /// The sources of this process.
  static let process: SettingsReader = {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let environment = ProcessEnvironment.variables
    do {
      let file = try ProcessEnvironment.file().map { text throws(EnvironmentFile.Malformed) in
        try EnvironmentFile(parsing: text)
      }
      return SettingsReader(environment: environment, file: file, arguments: arguments)
    } catch {
      return SettingsReader(environment: environment, file: nil, arguments: arguments, fileProblem: "\(error)")
    }
  }()

  /// Reads settings.
  ///
  /// - Parameter type: Their type.
  /// - Returns: The settings.
  /// - Throws: ``SettingsError`` with everything that is missing or wrong.
  public func read<Group: Settings>(_ type: Group.Type) throws -> Group {
    if let fileProblem { throw SettingsError(problems: [fileProblem]) }
    let items = SettingsDeclaration.items(of: type)
    // Their fields would be looked for under their own names, among all the others.
    let nested = items.filter(\.description.kind.hasFields).map { item in
      "\(type): '\(item.description.name)' has fields of its own. Make it a type of settings with a prefix"
    }
    guard nested.isEmpty else { throw SettingsError(problems: nested) }
    do {
      return try Group.read(from: SettingsInput(self, items))
    } catch let errors as ValidationErrors {
      throw SettingsError(problems: errors.errors.map { problem($0, of: type, items) })
    }
  }

  /// The texts of a setting, and where they were found.
  func texts(of item: SettingsDeclaration.Item) throws(MissingFlagValue) -> (texts: [String], origin: Origin)? {
    let name = item.name
    let flags = try flagTexts(of: CommandFlag(item))
    if !flags.isEmpty { return (flags, .flag(name.flag)) }
    if let value = environment[name.variable] { return ([value], .environment) }
    return file?[name.variable].map { ([$0.value], .file(line: $0.line)) }
  }

  /// The values of a flag, as commands tell arguments apart: other flags may have any value but another flag.
  private func flagTexts(of flag: CommandFlag) throws(MissingFlagValue) -> [String] {
    var texts: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst(), argument != "--" {
      if flag.isBoolean, argument == flag.name.negation {
        texts.append("false")
      } else if argument.hasPrefix("\(flag.name.flag)=") {
        texts.append(String(argument.dropFirst(flag.name.flag.count + 1)))
      } else if argument == flag.name.flag {
        if flag.isBoolean {
          texts.append("true")
        } else if let next = rest.first, !next.hasPrefix("--") {
          texts.append(next)
        } else {
          throw MissingFlagValue(flag: argument)
        }
      }
    }
    return texts
  }

  /// One line for a setting that is missing or wrong.
  private func problem<Group: Settings>(
    _ error: ValidationError, of type: Group.Type, _ items: [SettingsDeclaration.Item]
  ) -> String {
    guard case .name(let field)? = error.path.steps.first,
      let item = items.first(where: { $0.description.name == field })
    else { return "\(type): \(error)" }
    let variable = item.name.variable
    let help = item.description.help.map { " (\($0))" } ?? ""
    guard let (texts, origin) = (try? texts(of: item)) ?? nil else {
      guard error.code == "required" else { return "\(variable) is not set: \(error.message)\(help)" }
      return "\(variable) is missing\(nearest(to: item.name)): set it in the environment or .env, or by "
        + "\(item.name.flag)\(help)"
    }
    guard !item.description.isSecret else {
      // Other messages may have the secret in them.
      let message = Self.harmlessCodes.contains(error.code) ? error.message : "has not the right form"
      return "\(variable) is '••••' (\(origin)): \(message)"
    }
    return "\(variable) is '\(texts.joined(separator: ", ").shown)' (\(origin)): \(error.message)"
  }

  /// What is wrong with a secret where the message comes from this package and knows nothing but its limits.
  private static let harmlessCodes: Set<String> = ["length"]

  /// What may have been meant by a name that is missing: `; there is DATABSE_URL`.
  private func nearest(to name: SettingName) -> String {
    let flags = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }.map { argument in
      String(argument.prefix { $0 != "=" })
    }
    let variables = Array(environment.keys) + (file?.entries.map(\.name) ?? [])
    let near = NearestName.of(name.flag, in: flags) ?? NearestName.of(name.variable, in: variables.sorted())
    return near.map { "; there is \($0.shown)" } ?? ""
  }
}

/// A flag of a setting that ends the command line, or that another flag follows.
struct MissingFlagValue: Error {
  let flag: String
}

/// What is wrong with settings.
public struct SettingsError: Error, Sendable, CustomStringConvertible {
  /// A line for each setting that is missing or wrong.
  public let problems: [String]

  /// The number of problems, and a line for each.
  public var description: String {
    let count = problems.count == 1 ? "1 setting is not in order:" : "\(problems.count) settings are not in order:"
    return ([count] + problems.map { "  \($0)" }).joined(separator: "\n")
  }
}
