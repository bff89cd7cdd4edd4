import Aloft
import Testing

/// What is wrong with commands, found before the application starts.
@Suite struct CommandProblemTests {
  private struct ExportOptions: CommandOptions {
    let file: String
    let port: Int?
    let help: Bool
    static let positionals = ["flie"]
    static let fields = Fields(ExportOptions.init, Field("file"), Field("port"), Field("help", default: false))
  }

  private struct Blog: Blueprint {
    func configure(_ blog: BlueprintBuilder) {
      blog.settings(BlogSettings.self)
      blog.command("tidy", help: "Tidies up.") { context in context.print("tidy") }
    }
  }

  private struct BlogSettings: Settings {
    let databaseURL: String
    static let fields = Fields(BlogSettings.init, Field("databaseURL"))
  }

  private struct Mail: Plugin {
    func install(in app: Application) {
      app.command("send", help: "Sends.") { context in context.print("sent") }
    }
  }

  @Test func aFlagOfASettingIsNoOption() {
    let app = Application(settings: SettingsReader())
    let line = #line + 1
    app.command("export", help: "Exports.", options: ExportOptions.self) { _, _ in }
    let problems = app.check()
    #expect(problems.map(\.id) == ["command.positionals", "command.flag", "command.flag"])
    #expect(
      problems.map(\.message) == [
        "'export' has no option 'flie' to give a place to. Did you mean 'file'?",
        "'export' takes '--port', which is a flag of a setting too",
        "'export' takes '--help', which is a flag of a setting too",
      ])
    #expect(problems.allSatisfy { $0.place.line == line })
  }

  @Test(arguments: ["Import", "import posts", "db:seed", "-x", "", "ünder", "\u{1B}"])
  func aNameThatIsHardToTypeIsRefused(name: String) {
    let app = Application(settings: SettingsReader())
    app.command(name, help: "Does it.") { _ in }
    #expect(app.check().map(\.id) == ["command.name"])
    #expect(!app.check().map(\.message).joined().contains("\u{1B}"))
  }

  @Test func aBlueprintThatIsMountedTwiceBringsItsCommandOnce() async {
    let app = Application(settings: SettingsReader(environment: ["DATABASE_URL": "x"]))
    app.mount(Blog(), at: "/a", name: "a")
    app.mount(Blog(), at: "/b", name: "b")
    #expect(app.check() == [])
    #expect(await app.runCommand(["tidy"]).output == "tidy")
    #expect(await app.runCommand(["--help"]).output.split(separator: "\n").count { $0.contains("tidy") } == 1)
  }

  @Test func aPlugInBringsCommands() async {
    let app = Application(settings: SettingsReader())
    app.install(Mail())
    #expect(await app.runCommand(["send"]).output == "sent")
  }

  @Test func aCheckNamesAllThatIsWrongAtOnce() async {
    let app = Application(settings: SettingsReader(environment: ["PORT": "http"]))
    app.mount(Blog(), at: "/blog")
    app.get("/{") { "" }
    let result = await app.runCommand(["check"])
    #expect(result.status == 1)
    #expect(result.errors == "3 problems")
    for words in ["PORT is 'http'", "DATABASE_URL is missing", "route."] { #expect(result.output.contains(words)) }
  }

  @Test func helpIsThereThoughSettingsAreMissing() async {
    let app = Application(settings: SettingsReader())
    app.mount(Blog(), at: "/blog")
    let help = await app.runCommand(["--help"])
    #expect(help.status == 0)
    #expect(help.errors == "")
    #expect(help.output.contains("  tidy "))
    #expect(help.output.contains("DATABASE_URL. Required."))
  }
}
