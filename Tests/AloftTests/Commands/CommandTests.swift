import Aloft
import AloftHTTP
import AloftJSON
import AloftServer
import Testing

/// Commands of a program: those that every application has, and its own.
@Suite struct CommandTests {
  private enum Format: String, Decodable, CaseIterable, Sendable { case csv, json }

  private struct ImportOptions: CommandOptions {
    let file: String
    let pageSize: Int
    let dryRun: Bool
    let format: Format?
    let tags: [String]
    static let positionals = ["file", "tags"]
    static let fields = Fields(
      ImportOptions.init, Field("file", help: "What to read."), Field("pageSize", .range(1...50), default: 10),
      Field("dryRun", default: false, help: "Changes nothing."), Field("format"), Field("tags", default: []))
  }

  private struct BlogSettings: Settings {
    let pageSize: Int
    let title: String
    static let prefix = "blog"
    static let fields = Fields(
      BlogSettings.init, Field("pageSize", default: 20, help: "Posts a page."), Field("title", default: "Blog"))
  }

  private let diary = Diary()

  private func app() -> Application {
    let app = Application(settings: SettingsReader(), logger: RecordedLog().logger)
    app.use(Track("all", diary))
    app.get("/", name: "home") { "home" }
    app.group("/blog") { blog in
      blog.use(Track("blog", diary))
      blog.settings(BlogSettings.self)
      blog.with(Track("one", diary)).get("/{id}", name: "post") { (id: Int, new: URLQuery<ImportOptions>) in "post" }
      blog.command("tidy", help: "Tidies up.") { context in context.print("tidy \(context.arguments)") }
    }
    app.command("import", help: "Imports posts.", options: ImportOptions.self) { options, context in
      context.print(
        "\(options.file) \(options.pageSize) \(options.dryRun) \(options.format.map { "\($0)" } ?? "-") \(options.tags)"
      )
    }
    app.onStart { [diary] _ in diary.note("start") }
    app.onStop { [diary] _ in diary.note("stop") }
    return app
  }

  @Test func aCommandOfOnesOwnRunsBetweenStartAndStop() async throws {
    let app = app()
    app.command("count", help: "Counts.") { [diary] context in
      diary.note("run in \(context.application.mode)")
      context.print("3")
    }
    let result = await app.runCommand(["count"])
    #expect(result.status == 0)
    #expect(result.output == "3")
    #expect(diary.entries == ["start", "run in production", "stop"])
  }

  @Test(arguments: [
    (["a.csv"], "a.csv 10 false - []"),
    (["--page-size", "3", "a.csv", "--dry-run", "x", "--format=json", "y"], #"a.csv 3 true json ["x", "y"]"#),
    (["--no-dry-run", "--", "--a.csv"], "--a.csv 10 false - []"),
  ])
  func optionsAreFlagsAndPlaces(arguments: [String], printed: String) async throws {
    let result = await app().runCommand(["import"] + arguments)
    #expect(result.output == printed)
    #expect(result.errors == "")
  }

  @Test func allThatIsWrongWithOptionsIsSaid() async throws {
    let result = await app().runCommand(["import", "--page-size=0", "--format", "xml"])
    #expect(result.status == 2)
    #expect(
      result.errors
        == "error: FILE is missing\nerror: --page-size must be at least 1\nerror: --format must be one of csv, json")
  }

  @Test(arguments: [
    (["imprt"], "error: there is no command 'imprt'. Did you mean 'import'? See 'app --help'."),
    (["\u{1B}[2J"], "error: there is no command '\u{FFFD}[2J'. See 'app --help'."),
    (
      ["import", "--dryrun", "a"],
      "error: there is no flag '--dryrun'. Did you mean '--dry-run'? See 'app import --help'."
    ),
    (["--prot", "80"], "error: there is no flag '--prot'. Did you mean '--port'? See 'app serve --help'."),
    (["serve", "now"], "error: 'serve' does not take 'now'. See 'app serve --help'."),
    (["import", "a", "--page-size"], "error: the flag '--page-size' needs a value"),
  ])
  func whatHasNoSenseIsNamedWithTheNearest(arguments: [String], message: String) async throws {
    let result = await app().runCommand(arguments)
    #expect(result.status == 2)
    #expect(result.errors == message)
  }

  @Test func aFlagOfASettingMayStandBeforeOrBehindTheCommand() async throws {
    let app = app()
    app.command("size", help: "Says it.") { context in
      context.print("\(context.application[BlogSettings.self]?.title ?? "-")")
    }
    #expect(await app.runCommand(["--blog-title", "tidy", "tidy", "x"]).output == #"tidy ["x"]"#)
    #expect(await app.runCommand(["tidy", "--blog-page-size", "3", "x"]).output == #"tidy ["x"]"#)
  }

  @Test func anErrorOfACommandIsItsLastWord() async throws {
    let app = app()
    app.command("fail", help: "Fails.") { _ in throw CommandError("the file is empty", status: 7) }
    app.command("crash", help: "Crashes.") { _ in throw Broken() }
    let failed = await app.runCommand(["fail"])
    #expect(failed.status == 7)
    #expect(failed.errors == "error: the file is empty")
    #expect(await app.runCommand(["crash"]).status == 1)
    #expect(diary.entries == ["start", "stop", "start", "stop"])
  }

  @Test func twoCommandsOfANameAreAProblem() async throws {
    let app = app()
    app.command("import", help: "Again.") { _ in }
    app.command("serve", help: "Mine.") { _ in }
    #expect(app.check().map(\.id) == ["command.clash", "command.clash"])
    let result = await app.runCommand(["check"])
    #expect(result.status == 1)
    #expect(
      result.output.contains("there are two commands named 'import'; the other is of AloftTests/CommandTests.swift:"))
    #expect(result.errors == "2 problems")
  }

  @Test func aCheckWithoutProblemsSaysSo() async throws {
    let result = await app().runCommand(["check"])
    #expect(result.status == 0)
    #expect(result.output == "nothing is wrong")
  }

  @Test func helpListsCommandsAndSettings() async throws {
    let help = await app().runCommand(["--help"])
    #expect(help.status == 0)
    for word in [
      "usage: app [command] [flags]", "  serve ", "  routes ", "  check ", "  describe ", "  tidy ", "  import ",
      "--port NUMBER",
      "BLOG_PAGE_SIZE. Posts a page. Default: 20.", "--aloft-mode production|development",
    ] {
      #expect(help.output.contains(word), "\(word)")
    }
    #expect(help.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(await app().runCommand(["help"]).output == help.output)
  }

  @Test func helpOfACommandListsWhatItTakes() async throws {
    let help = await app().runCommand(["import", "--help"])
    #expect(help.output.hasPrefix("usage: app import FILE [TAGS …] [flags]\n\nImports posts.\n\nOptions:\n"))
    #expect(help.output.contains("--dry-run, --no-dry-run"))
    #expect(help.output.contains("--format csv|json"))
    #expect(await app().runCommand(["help", "import"]).output == help.output)
  }

  @Test func routesAreListedWithTheirPlaces() async throws {
    let output = await app().runCommand(["routes"]).output.replacing(/:\d+/, with: ":N")
    #expect(
      output == """
        METHODS  PATTERN     NAME  PLACE
        GET      /           home  AloftTests/CommandTests.swift:N
        GET      /blog/{id}  post  AloftTests/CommandTests.swift:N
        """)
    #expect(await app().runCommand(["routes", "post"]).output.split(separator: "\n").count == 2)
    #expect(await app().runCommand(["routes", "nothing"]).output == "no route has 'nothing' in it")
  }

  @Test func whatStandsAroundAHandlerIsListedOutermostFirst() async throws {
    let output = await app().runCommand(["routes", "--middleware", "post"]).output.replacing(/:\d+/, with: ":N")
    let lines = output.split(separator: "\n").dropFirst(2)
    #expect(
      Array(lines) == [
        "    SecurityHeaders (Aloft)",
        "    Track (AloftTests/CommandTests.swift:N)", "    Track (AloftTests/CommandTests.swift:N)",
        "    Track (AloftTests/CommandTests.swift:N)",
      ])
  }

  @Test func aDescriptionIsJSONForPrograms() async throws {
    let app = app()
    app.onError(.notFound) { _, _ in "lost" }
    let output = await app.runCommand(["describe", "--json"]).output
    let description = try JSONCoding().decode(JSONValue.self, from: output)
    #expect(description["version"] == 1)
    let route = description["routes"]?[1]
    #expect(route?["pattern"] == "/blog/{id}")
    #expect(route?["parameters"]?[0]?["type"] == "Int")
    let field = route?["parameters"]?[1]?["fields"]?[1]
    #expect(field?["name"] == "pageSize")
    #expect(field?["limits"]?[0]?["maximum"] == "50")
    #expect(description["settings"]?[1]?["fields"]?[0]?["variable"] == "BLOG_PAGE_SIZE")
    #expect(description["commands"]?[0]?["name"] == "tidy")
    #expect(description["errorHandlers"]?[0]?["subject"] == "404 Not Found")
    #expect(description["middleware"]?[1]?["name"] == "Track")
  }

  @Test func aDescriptionIsTextForPeople() async throws {
    let output = await app().runCommand(["describe"]).output
    #expect(output.contains("Mode: production"))
    #expect(output.contains("BLOG_PAGE_SIZE"))
  }

  @Test(arguments: [
    ([], "production"), (["--development"], "development"), (["--aloft-mode", "development"], "development"),
    (["--production", "--aloft-mode=development"], "production"),
  ])
  func theModeIsAFlag(flags: [String], mode: String) async throws {
    let app = app()
    app.command("mode", help: "Says it.") { context in context.print("\(context.application.mode)") }
    #expect(await app.runCommand(["mode"] + flags).output == mode)
  }

  @Test func theModeOfTheEnvironmentIsTaken() async throws {
    let app = Application(settings: SettingsReader(environment: ["ALOFT_MODE": "development"]))
    app.command("mode", help: "Says it.") { context in context.print("\(context.application.mode)") }
    #expect(await app.runCommand(["mode"]).output == "development")
  }

  @Test func aLineOfTheFileThatNoSettingReadsIsNamed() async throws {
    let file = try EnvironmentFile(parsing: "PORT=0\nBLOG_PAGESIZE=3\nOTHER_TOOL=x")
    let app = Application(settings: SettingsReader(file: file))
    app.settings(BlogSettings.self)
    let result = await app.runCommand(["check"])
    #expect(result.status == 0)
    #expect(
      result.errors
        == "warning: .env, line 2: no setting is named 'BLOG_PAGESIZE'. Did you mean 'BLOG_PAGE_SIZE'?\n"
        + "warning: .env, line 3: no setting is named 'OTHER_TOOL'.")
  }

  @Test func aModeThatIsNoneIsNamed() async throws {
    let app = Application(settings: SettingsReader(environment: ["ALOFT_MODE": "debug"]))
    let result = await app.runCommand(["check"])
    #expect(result.status == 1)
    #expect(result.output.contains("ALOFT_MODE is 'debug' (environment): must be one of production, development"))
  }
}
