import Aloft
import Testing

/// What commands take, by flags and by place.
@Suite struct CommandOptionTests {
  private struct CopyOptions: CommandOptions {
    let source: String
    let target: String?
    let size: Int
    let tags: [String]?
    let quiet: Bool
    static let positionals = ["source", "target"]
    static let fields = Fields(
      CopyOptions.init, Field("source"), Field("target"), Field("size", default: 1), Field("tags"),
      Field("quiet", default: false))
  }

  private struct Site: Settings {
    let title: String
    static let fields = Fields(Site.init, Field("title", default: "none"))
  }

  private let diary = Diary()

  private func app() -> Application {
    let app = Application(settings: SettingsReader())
    app.settings(Site.self)
    app.command("copy", help: "Copies.", options: CopyOptions.self) { options, context in
      let tags = options.tags.map { $0.joined(separator: "+") } ?? "-"
      context.print("\(options.source) \(options.target ?? "-") \(options.size) \(tags) \(options.quiet)")
    }
    app.command("title", help: "Says it.") { context in
      context.print("\(context.application[Site.self]?.title ?? "") \(context.arguments)")
    }
    app.onStart { [diary] _ in diary.note("start") }
    return app
  }

  @Test(arguments: [
    (["a"], "a - 1 - false"), (["a", "b", "--quiet"], "a b 1 - true"),
    (["--size=1", "a", "--size", "-2"], "a - -2 - false"), (["a", "--tags", "x", "--tags=y"], "a - 1 x+y false"),
    (["a", "--quiet", "--no-quiet"], "a - 1 - false"), (["--", "--help", "--size"], "--help --size 1 - false"),
    (["--", "-h", "--development"], "-h --development 1 - false"),
  ])
  func argumentsAreToldApart(arguments: [String], printed: String) async {
    let result = await app().runCommand(["copy"] + arguments)
    #expect(result.output == printed)
    #expect(result.errors == "")
  }

  @Test(arguments: [
    (["a", "b", "c"], "error: 'copy' does not take 'c'. See 'app copy --help'."),
    (["a", "--size"], "error: the flag '--size' needs a value"),
    (["a", "--size", "--quiet"], "error: the flag '--size' needs a value"),
    (["a", "--no-quiet=1"], "error: the flag '--no-quiet' takes no value"),
    (["a", "--size=many"], "error: --size must be a whole number"),
    (["a", "--size=99999999999999999999"], "error: --size is too large or too small"),
    (["a", "--source=b"], "error: there is no flag '--source'. See 'app copy --help'."),
    (
      ["a", "--siez=1", "--qiet"],
      "error: there is no flag '--siez'. Did you mean '--size'? See 'app copy --help'.\n"
        + "error: there is no flag '--qiet'. Did you mean '--quiet'? See 'app copy --help'."
    ),
    ([], "error: SOURCE is missing"),
  ])
  func whatHasNoSenseEndsItWithStatus2BeforeAnythingStarts(arguments: [String], errors: String) async {
    let result = await app().runCommand(["copy"] + arguments)
    #expect(result.status == 2)
    #expect(result.errors == errors)
    #expect(result.output == "")
    #expect(diary.entries == [])
  }

  @Test func flagsOfARunReachTheSettingsThatItProvides() async {
    let app = app()
    #expect(await app.runCommand(["title", "--title", "Birds", "x"]).output == #"Birds ["x"]"#)
    #expect(await app.runCommand(["--title=Owls", "title"]).output == "Owls []")
    #expect(await app.runCommand(["title"]).output == "none []")
  }

  @Test func aModeHoldsForOneRun() async {
    let app = app()
    app.command("mode", help: "Says it.") { context in context.print("\(context.application.mode)") }
    #expect(await app.runCommand(["mode", "--development"]).output == "development")
    #expect(await app.runCommand(["mode"]).output == "production")
    #expect(await app.runCommand(["mode", "--production", "--development"]).output == "development")
  }

  @Test func theModeOfTheProgramItselfComesFirst() async {
    let app = Application(mode: .development, settings: SettingsReader(environment: ["ALOFT_MODE": "production"]))
    app.command("mode", help: "Says it.") { context in context.print("\(context.application.mode)") }
    #expect(await app.runCommand(["mode", "--production"]).output == "development")
  }

  @Test func theModeOfAFlagComesBeforeTheEnvironmentAndThatBeforeTheFile() async throws {
    let file = try EnvironmentFile(parsing: "ALOFT_MODE=development")
    func mode(_ environment: [String: String], _ flags: [String]) async -> String {
      let app = Application(settings: SettingsReader(environment: environment, file: file))
      app.command("mode", help: "Says it.") { context in context.print("\(context.application.mode)") }
      return await app.runCommand(["mode"] + flags).output
    }
    #expect(await mode([:], []) == "development")
    #expect(await mode(["ALOFT_MODE": "production"], []) == "production")
    #expect(await mode(["ALOFT_MODE": "production"], ["--development"]) == "development")
  }

  @Test(arguments: [0, -1, 126, 256, .max])
  func noErrorLooksLikeSuccess(status: Int) async {
    let app = app()
    app.command("fail", help: "Fails.") { _ in throw CommandError("no", status: status) }
    #expect(await app.runCommand(["fail"]).status == 1)
  }

  @Test func whatAnErrorQuotesControlsNoTerminal() async {
    let app = app()
    app.command("fail", help: "Fails.") { _ in throw CommandError("no file\n'\u{1B}]0;x\u{7}'") }
    #expect(await app.runCommand(["fail"]).errors == "error: no file\n'\u{FFFD}]0;x\u{FFFD}'")
    for arguments in [
      ["\u{1B}[2J"], ["--\u{1B}[2J"], ["copy", "a", "b", "\u{1B}[2J"], ["routes", "\u{1B}[2J"], ["help", "\u{1B}[2J"],
    ] {
      let result = await app.runCommand(arguments)
      #expect(!(result.output + result.errors).contains("\u{1B}"))
      #expect((result.output + result.errors).contains("\u{FFFD}[2J"))
    }
  }

  @Test func errorsOfInputThatACommandReadsAreItsOwn() async {
    let app = app()
    app.command("read", help: "Reads.") { _ in throw ValidationErrors("title", "is missing", code: "required") }
    let result = await app.runCommand(["read"])
    #expect(result.status == 1)
    #expect(result.errors == "title: is missing")
  }

  @Test func aCommandMayRunWithoutTheStartHooks() async {
    let app = app()
    app.command("secret", help: "Makes one.", startsApplication: false) { context in context.print("done") }
    #expect(await app.runCommand(["secret"]).output == "done")
    #expect(diary.entries == [])
  }

  @Test func aSettingThatIsNotInOrderHindersACommand() async {
    let app = Application(settings: SettingsReader(environment: ["PORT": "http"]))
    app.command("title", help: "Says it.") { context in context.print("never") }
    app.onStart { [diary] _ in diary.note("start") }
    let result = await app.runCommand(["title"])
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(
      result.errors == "1 setting is not in order:\n  PORT is 'http' (environment): must be a whole number")
    #expect(diary.entries == [])
  }
}
