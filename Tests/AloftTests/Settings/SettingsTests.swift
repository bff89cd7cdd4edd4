import Aloft
import AloftHTTP
import AloftServer
import Testing

/// Settings of a program as a type.
@Suite struct SettingsTests {
  private enum Theme: String, Decodable, CaseIterable, Sendable { case dark, light }

  private struct BlogSettings: Settings {
    let databaseURL: String
    let pageSize: Int
    let theme: Theme
    let cache: Bool
    let hosts: [String]
    let secretKey: Secret<String>
    static let fields = Fields(
      BlogSettings.init, Field("databaseURL", .length(1...), help: "Where the posts are."),
      Field("pageSize", .range(1...100), default: 20), Field("theme", default: .dark), Field("cache", default: true),
      Field("hosts", default: []), Field("secretKey", default: Secret("")))
  }

  private struct Prefixed: Settings {
    let baseURLPath: String
    let apiKey: Secret<Int>?
    static let prefix = "shop"
    static let fields = Fields(Prefixed.init, Field("baseURLPath", default: "/"), Field("apiKey"))
  }

  private func read(
    _ environment: [String: String] = [:], file: String = "", flags: [String] = []
  ) throws -> BlogSettings {
    try SettingsReader(environment: environment, file: try EnvironmentFile(parsing: file), arguments: flags)
      .read(BlogSettings.self)
  }

  private func problems(
    _ environment: [String: String] = [:], file: String = "", flags: [String] = []
  ) -> [String] {
    do {
      _ = try read(environment, file: file, flags: flags)
      return []
    } catch {
      return (error as? SettingsError)?.problems ?? ["\(error)"]
    }
  }

  @Test func aFlagComesBeforeTheEnvironmentAndThatBeforeTheFile() throws {
    let file = "DATABASE_URL=file\nPAGE_SIZE=1\nTHEME=light"
    let settings = try read(["DATABASE_URL": "env", "PAGE_SIZE": "2"], file: file, flags: ["--page-size", "3"])
    #expect(settings.databaseURL == "env")
    #expect(settings.pageSize == 3)
    #expect(settings.theme == .light)
    #expect(settings.cache)
  }

  @Test(arguments: [
    (["--cache"], true), (["--no-cache"], false), (["--cache=false"], false), (["--cache", "no"], true),
    (["serve", "--no-cache", "--cache"], true), (["--", "--no-cache"], true),
  ])
  func aFlagMaySayYesOrNo(flags: [String], value: Bool) throws {
    #expect(try read(["DATABASE_URL": "x"], flags: flags).cache == value)
  }

  @Test func aListIsWrittenWithCommasOrAsSeveralFlags() throws {
    #expect(try read(["DATABASE_URL": "x", "HOSTS": "a, b,c"]).hosts == ["a", "b", "c"])
    #expect(try read(["DATABASE_URL": "x"], flags: ["--hosts=a", "--hosts=b"]).hosts == ["a", "b"])
  }

  @Test func aPrefixStandsBeforeEachName() throws {
    let reader = SettingsReader(environment: ["SHOP_BASE_URL_PATH": "/a"], arguments: ["--shop-api-key=7"])
    let settings = try reader.read(Prefixed.self)
    #expect(settings.baseURLPath == "/a")
    #expect(settings.apiKey?.value == 7)
  }

  @Test func everythingThatIsMissingOrWrongIsNamedAtOnce() {
    #expect(
      problems(["DATABSE_URL": "x", "PAGE_SIZE": "many", "THEME": "pink"], file: "CACHE=maybe")
        == [
          "DATABASE_URL is missing; there is DATABSE_URL: set it in the environment or .env, or by --database-url "
            + "(Where the posts are.)",
          "PAGE_SIZE is 'many' (environment): must be a whole number",
          "THEME is 'pink' (environment): must be one of dark, light",
          "CACHE is 'maybe' (.env, line 1): must be true or false",
        ])
    #expect(
      problems(["DATABASE_URL": ""], flags: ["--page-size=0"])
        == [
          "DATABASE_URL is '' (environment): must not be empty",
          "PAGE_SIZE is '0' (--page-size): must be at least 1",
        ])
  }

  @Test func aSecretIsNeverShown() throws {
    let settings = try read(["DATABASE_URL": "x", "SECRET_KEY": "hunter2"])
    #expect(settings.secretKey.value == "hunter2")
    var dumped = ""
    dump(settings, to: &dumped)
    #expect(!"\(settings) \(String(reflecting: settings)) \(dumped)".contains("hunter2"))
    do {
      _ = try SettingsReader(environment: ["SHOP_API_KEY": "hunter2"]).read(Prefixed.self)
      Issue.record("a text is no number")
    } catch {
      #expect("\(error)".contains("SHOP_API_KEY is '••••' (environment): "))
      #expect(!"\(error)".contains("hunter2"))
    }
  }

  @Test func whatIsShownOfAValueIsShortAndControlsNoTerminal() {
    let shown = problems(["DATABASE_URL": "x", "PAGE_SIZE": "\u{1B}[2J" + String(repeating: "9", count: 500)])
    #expect(shown.allSatisfy { !$0.contains("\u{1B}") && $0.count < 200 })
    #expect(!shown.isEmpty)
  }

  @Test func anApplicationProvidesThemToHandlers() async throws {
    let app = Application(settings: SettingsReader(environment: ["DATABASE_URL": "x", "PAGE_SIZE": "7"]))
    let settings = app.readSettings(BlogSettings.self)
    app.get("/") { (settings: Provided<BlogSettings>) in "\(settings.pageSize)" }
    #expect(settings.pageSize == 7)
    #expect(try await app.get("/") == "200 7")
  }

  @Test func aBlueprintsSettingsAreReadWhenTheApplicationIsChecked() async throws {
    let app = Application(settings: SettingsReader())
    let line = #line + 1
    app.group("/blog") { $0.settings(BlogSettings.self) }
    app.get("/") { (settings: Provided<BlogSettings>) in "\(settings.pageSize)" }
    let problem = try #require(app.check().first)
    #expect(problem.id == "settings.value")
    #expect(problem.message.hasPrefix("DATABASE_URL is missing"))
    #expect(problem.place.line == line)
  }

  @Test func anApplicationsSettingsAreReadWhenItIsChecked() throws {
    let app = Application(settings: SettingsReader())
    app.settings(BlogSettings.self)
    #expect(app.check().contains { $0.message.hasPrefix("DATABASE_URL is missing") })
  }

  @Test func settingsThatAreProvidedOtherwiseAsWellAreAProblem() throws {
    let app = Application(settings: SettingsReader(environment: ["DATABASE_URL": "x"]))
    app.settings(BlogSettings.self)
    app.provide(try read(["DATABASE_URL": "y"]))
    #expect(app.check().map(\.id) == ["application.provided-twice"])
  }

  @Test func testsPutOthersInTheirPlace() async throws {
    let app = Application(settings: SettingsReader())
    app.group("/blog") { $0.settings(BlogSettings.self) }
    app.get("/") { (settings: Provided<BlogSettings>) in "\(settings.pageSize)" }
    let settings = try read(["DATABASE_URL": "x", "PAGE_SIZE": "9"])
    app.replaceProvided(with: settings)
    #expect(try await app.get("/") == "200 9")
  }
}
