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
    do {
      return try Group.read(from: SettingsInput(self, prefix: Group.prefix))
    } catch let errors as ValidationErrors {
      throw SettingsError(problems: errors.errors.map { problem($0, of: type) })
    }
  }

  /// The texts of a setting, and where they were found.
  func texts(of name: SettingName) -> (texts: [String], origin: Origin)? {
    let flags = flagTexts(of: name)
    if !flags.isEmpty { return (flags, .flag(name.flag)) }
    if let value = environment[name.variable] { return ([value], .environment) }
    return file?[name.variable].map { ([$0.value], .file(line: $0.line)) }
  }

  private func flagTexts(of name: SettingName) -> [String] {
    var texts: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst(), argument != "--" {
      if argument == name.negation {
        texts.append("false")
      } else if argument.hasPrefix("\(name.flag)=") {
        texts.append(String(argument.dropFirst(name.flag.count + 1)))
      } else if argument == name.flag {
        // A flag without a value says that something is so.
        if let next = rest.first, !next.hasPrefix("--") { texts.append(next) } else { texts.append("true") }
      }
    }
    return texts
  }

  /// One line for a setting that is missing or wrong.
  private func problem<Group: Settings>(_ error: ValidationError, of type: Group.Type) -> String {
    guard case .name(let field)? = error.path.steps.first else { return "\(type): \(error)" }
    let name = SettingName(field, prefix: Group.prefix)
    let description = Group.fields.descriptions.first { $0.name == field }
    guard let (texts, origin) = texts(of: name) else {
      let names = Array(environment.keys) + (file?.entries.map(\.name) ?? [])
      let near = NearestName.of(name.variable, in: names.sorted()).map { "; there is \($0)" } ?? ""
      let help = description?.help.map { " (\($0))" } ?? ""
      return "\(name.variable) is missing\(near): set it in the environment or .env, or by \(name.flag)\(help)"
    }
    // What is wrong with a secret may have the secret in it.
    guard description?.isSecret != true else { return "\(name.variable) is '••••' (\(origin)): has not the right form" }
    return "\(name.variable) is '\(Self.shown(texts.joined(separator: ", ")))' (\(origin)): \(error.message)"
  }

  /// A value for a terminal: short, and without what would control it.
  static func shown(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(80).map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
    return String(String.UnicodeScalarView(scalars)) + (text.unicodeScalars.count > 80 ? "…" : "")
  }
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
