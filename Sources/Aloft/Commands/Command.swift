public import AloftCore
public import Logging

/// A command of the program, `blog import posts.csv --dry-run`: its name, what it takes, and what it does.
struct Command: Sendable {
  let name: String
  let help: String
  /// What it takes, by flags and by place.
  let options: [FieldDescription]
  /// The names of the options that are given by their place, in order.
  let positionals: [String]
  /// Whether the last of these takes all that follows.
  let takesRest: Bool
  /// Whether the start hooks run before it.
  var startsApplication = true
  let place: SourcePlace
  /// Reads its options, before anything is started for it.
  let prepare: @Sendable (CommandWords) throws -> Action

  typealias Action = @Sendable (CommandContext) async throws -> Void

  /// What it takes by flags.
  var flags: [CommandFlag] { options.filter { !positionals.contains($0.name) }.map { CommandFlag($0) } }
}

/// What a command takes, as a type: its fields are flags, `pageSize` is `--page-size`, or have a place.
///
/// ```swift
/// struct ImportOptions: CommandOptions {
///   let file: String
///   let dryRun: Bool
///   static let positionals = ["file"]
///   static let fields = Fields(ImportOptions.init, Field("file", help: "What to read."), Field("dryRun", default: false))
/// }
/// ```
public protocol CommandOptions: Described, Sendable {
  /// The fields that are given by their place, without a flag, in that order; the last one may be a list.
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
  /// Where the application reports.
  public var logger: Logger { application.logger }
  /// The arguments behind the command's name that are no flags.
  public let arguments: [String]
  let output: CommandOutput

  /// Prints a line.
  public func print(_ line: String) { output.print(line) }
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
  ///   - status: What the program ends with: 1 to 125; another one becomes 1.
  public init(_ description: String, status: Int = 1) {
    self.description = description
    // The system keeps eight bits, 0 would be success, and from 126 on shells have their own meanings.
    self.status = (1...125).contains(status) ? status : 1
  }
}

/// Where commands print.
struct CommandOutput: Sendable {
  let print: @Sendable (String) -> Void
  let complain: @Sendable (String) -> Void

  /// The program's own.
  static let standard = CommandOutput(print: { StandardOutput.print($0) }, complain: { StandardError.print($0) })

  /// Says what an error is about; what others have written may be in it.
  func complain(of error: String) { complain(error.shownInLines) }
}

extension PartContainer {
  /// Adds a command.
  ///
  /// ```swift
  /// app.command("seed", help: "Fills the database with samples.") { context in context.print("done") }
  /// ```
  ///
  /// The start hooks have run before, and the stop hooks run after it. What it throws is printed, and the program ends
  /// with status 1. SIGTERM or Ctrl-C cancels its task; a second signal ends the program at once.
  ///
  /// - Parameters:
  ///   - name: What it is called by, in lower case with hyphens.
  ///   - help: What it does, in a sentence.
  ///   - startsApplication: Whether the start hooks run before it; without them the application provides only what needs
  ///     no start.
  ///   - run: Does it.
  public func command(
    _ name: String, help: String, startsApplication: Bool = true, file: String = #fileID, line: Int = #line,
    _ run: @escaping @Sendable (CommandContext) async throws -> Void
  ) {
    let command = Command(
      name: name, help: help, options: [], positionals: ["arguments"], takesRest: true,
      startsApplication: startsApplication, place: SourcePlace(file: file, line: line), prepare: { _ in run })
    add(Part { $0.commands.append(command) })
  }

  /// Adds a command that takes options.
  ///
  /// - Parameters:
  ///   - name: What it is called by, in lower case with hyphens.
  ///   - help: What it does, in a sentence.
  ///   - options: The type of its options.
  ///   - startsApplication: Whether the start hooks run before it; without them the application provides only what needs
  ///     no start.
  ///   - run: Does it.
  public func command<Options: CommandOptions>(
    _ name: String, help: String, options: Options.Type, startsApplication: Bool = true, file: String = #fileID,
    line: Int = #line,
    _ run: @escaping @Sendable (Options, CommandContext) async throws -> Void
  ) {
    let fields = Options.fields.descriptions
    let last = Options.positionals.last.flatMap { name in fields.first { $0.name == name } }
    let command = Command(
      name: name, help: help, options: fields, positionals: Options.positionals,
      takesRest: last?.kind.isList ?? false, startsApplication: startsApplication,
      place: SourcePlace(file: file, line: line),
      prepare: { words in
        let options = try Options.read(words)
        return { try await run(options, $0) }
      })
    add(Part { $0.commands.append(command) })
  }
}
