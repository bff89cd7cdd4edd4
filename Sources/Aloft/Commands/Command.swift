public import AloftCore

/// A command of the program, `blog import posts.csv --dry-run`: its name, what it takes, and what it does.
struct Command: Sendable {
  let name: String
  let help: String
  /// The flags that it takes.
  let options: [FieldDescription]
  /// The names of the options that are given by their place, in order.
  let positionals: [String]
  /// Whether the last of these takes all that follows.
  let takesRest: Bool
  let run: @Sendable (CommandContext) async throws -> Void
  let place: SourcePlace
}

/// What a command takes, as a type: its fields are flags, `pageSize` is `--page-size`.
///
/// ```swift
/// struct ImportOptions: CommandOptions {
///   let file: String
///   let dryRun: Bool
///   static let positionals = ["file"]
///   static let fields = Fields(ImportOptions.init, Field("file", help: "What to read."), Field("dryRun", default: false))
/// }
/// ```
public protocol CommandOptions: Described {
  /// The fields that are given without a flag, in the order of their places; the last one may be a list.
  static var positionals: [String] { get }
}

extension CommandOptions {
  /// None.
  public static var positionals: [String] { [] }
}

/// What a command sees while it runs.
public struct CommandContext: Sendable {
  /// The application, with what its start hooks have left.
  public let application: ApplicationContext
  /// The arguments behind the command's name that are no flags.
  public let arguments: [String]
  let output: CommandOutput
  /// All arguments behind the command's name.
  let rawArguments: [String]

  /// Prints a line.
  public func print(_ line: String) { output.print(line) }

  /// Reads the command's options.
  func options<Options: CommandOptions>(_ type: Options.Type) throws -> Options {
    try type.read(from: OptionsInput(arguments: rawArguments, type: type))
  }
}

/// An error of a command that is said in a sentence, without the word for its type.
public struct CommandError: Error, Sendable, CustomStringConvertible {
  /// What went wrong, and what to do about it.
  public let description: String
  /// What the program ends with.
  public let status: Int

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - description: What went wrong, and what to do about it.
  ///   - status: What the program ends with: 1 to 125.
  public init(_ description: String, status: Int = 1) {
    self.description = description
    self.status = status
  }
}

/// Where commands print.
struct CommandOutput: Sendable {
  let print: @Sendable (String) -> Void
  let complain: @Sendable (String) -> Void

  /// The program's own.
  static let standard = CommandOutput(print: { StandardOutput.print($0) }, complain: { StandardError.print($0) })
}

extension PartContainer {
  /// Adds a command.
  ///
  /// ```swift
  /// app.command("seed", help: "Fills the database with samples.") { context in context.print("done") }
  /// ```
  ///
  /// The start hooks have run before, and the stop hooks run after it. What it throws is printed, and the program ends
  /// with status 1.
  ///
  /// - Parameters:
  ///   - name: What it is called by, in lower case with hyphens.
  ///   - help: What it does, in a sentence.
  ///   - run: Does it.
  public func command(
    _ name: String, help: String, file: String = #fileID, line: Int = #line,
    _ run: @escaping @Sendable (CommandContext) async throws -> Void
  ) {
    let command = Command(
      name: name, help: help, options: [], positionals: ["arguments"], takesRest: true, run: run,
      place: SourcePlace(file: file, line: line))
    add(Part { $0.commands.append(command) })
  }

  /// Adds a command that takes options.
  ///
  /// - Parameters:
  ///   - name: What it is called by, in lower case with hyphens.
  ///   - help: What it does, in a sentence.
  ///   - options: The type of its options.
  ///   - run: Does it.
  public func command<Options: CommandOptions>(
    _ name: String, help: String, options: Options.Type, file: String = #fileID, line: Int = #line,
    _ run: @escaping @Sendable (Options, CommandContext) async throws -> Void
  ) {
    let fields = Options.fields.descriptions
    let last = Options.positionals.last.flatMap { name in fields.first { $0.name == name } }
    let takesRest = if case .list? = last?.kind { true } else { false }
    let command = Command(
      name: name, help: help, options: fields, positionals: Options.positionals, takesRest: takesRest,
      run: { try await run(try $0.options(options), $0) }, place: SourcePlace(file: file, line: line))
    add(Part { $0.commands.append(command) })
  }
}
