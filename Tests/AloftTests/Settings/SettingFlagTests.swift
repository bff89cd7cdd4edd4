import Aloft
import Testing

/// Flags of settings, and the names that settings have in their three spellings.
@Suite struct SettingFlagTests {
  private struct Site: Settings {
    let title: String?
    let port: Int?
    let cache: Bool
    let hostURLs: [String]?
    let baseURLPath: String
    let oauth2Key: String
    static let fields = Fields(
      Site.init, Field("title"), Field("port"), Field("cache", default: false), Field("hostURLs"),
      Field("baseURLPath", default: "/"), Field("oauth2Key", default: ""))
  }

  private func read(_ environment: [String: String] = [:], flags: [String] = []) throws -> Site {
    try SettingsReader(environment: environment, arguments: flags).read(Site.self)
  }

  private func problems(_ environment: [String: String] = [:], flags: [String] = []) -> [String] {
    let error = #expect(throws: SettingsError.self) { _ = try read(environment, flags: flags) }
    return error?.problems ?? []
  }

  @Test func wordsOfANameAreToldApart() throws {
    let site = try read([
      "HOST_URLS": "a,b", "BASE_URL_PATH": "/x", "OAUTH2_KEY": "k",
    ])
    #expect(site.hostURLs == ["a", "b"])
    #expect(site.baseURLPath == "/x")
    #expect(site.oauth2Key == "k")
  }

  @Test func aFlagThatSaysYesTakesNothingFromTheCommandBehindIt() throws {
    #expect(try read(flags: ["--cache", "serve"]).cache)
  }

  @Test func ofSeveralFlagsTheLastOneCounts() throws {
    #expect(try read(flags: ["--title=a", "--title", "b"]).title == "b")
  }

  @Test func severalFlagsMakeAListThoughItMayBeMissing() throws {
    #expect(try read(flags: ["--host-urls=a", "--host-urls=b"]).hostURLs == ["a", "b"])
  }

  @Test func whatIsSetToNothingIsMissingWhereItMayBe() throws {
    let site = try read(["PORT": "", "TITLE": ""])
    #expect(site.port == nil)
    #expect(site.title == nil)
  }

  @Test func nothingBehindTwoHyphensIsAFlag() throws {
    #expect(try read(flags: ["--", "--title=a"]).title == nil)
  }

  @Test(arguments: [["--title"], ["--title", "--cache"]])
  func aFlagThatLacksItsValueIsAProblem(flags: [String]) {
    #expect(problems(flags: flags) == ["TITLE is not set: --title needs a value"])
  }

  @Test func onlyWhatMayBeTrueCanBeDenied() throws {
    #expect(try read(flags: ["--no-title"]).title == nil)
  }

  @Test func aMisspelledFlagIsNamedWhereItsSettingIsMissing() {
    struct Needy: Settings {
      let databaseURL: String
      static let fields = Fields(Needy.init, Field("databaseURL"))
    }
    let error = #expect(throws: SettingsError.self) {
      _ = try SettingsReader(arguments: ["--databse-url=x"]).read(Needy.self)
    }
    #expect(
      error?.problems == [
        "DATABASE_URL is missing; there is --databse-url: set it in the environment or .env, or by --database-url"
      ])
  }

  @Test func aDefaultThatBreaksALimitIsNotCalledMissing() {
    struct Wrong: Settings {
      let size: Int
      static let fields = Fields(Wrong.init, Field("size", .range(1...), default: 0))
    }
    let error = #expect(throws: SettingsError.self) { _ = try SettingsReader().read(Wrong.self) }
    #expect(error?.problems == ["SIZE is not set: must be at least 1"])
  }

  @Test func fieldsWithinFieldsAreRefusedRatherThanReadFromOtherNames() {
    struct Database: Described, Sendable {
      let host: String
      static let fields = Fields(Database.init, Field("host"))
    }
    struct Nested: Settings {
      let database: Database
      static let fields = Fields(Nested.init, Field("database"))
    }
    let error = #expect(throws: SettingsError.self) {
      _ = try SettingsReader(environment: ["DATABASE": "x", "HOST": "y"]).read(Nested.self)
    }
    #expect(
      error?.problems
        == ["Nested: 'database' has fields of its own. Make it a type of settings with a prefix"])
  }

  @Test func whatIsWrongWithSeveralSettingsTogetherIsSaidOfTheirType() {
    struct Pair: Settings {
      let least: Int
      let most: Int
      static let fields = Fields(Pair.init, Field("least", default: 2), Field("most", default: 1))
      func validate(_ check: inout Validation) {
        if least > most { check.fail(FieldPath(), "the least is more than the most") }
      }
    }
    let error = #expect(throws: SettingsError.self) { _ = try SettingsReader().read(Pair.self) }
    #expect(error?.problems == ["Pair: the least is more than the most"])
  }

  @Test func linesOfAValueCanNotLookLikeTheProgramsOwn() {
    let shown = problems(["PORT": "1\nerror: all is well\u{202E}\u{9B}2J"])
    #expect(shown == ["PORT is '1\u{FFFD}error: all is well\u{FFFD}\u{FFFD}2J' (environment): must be a whole number"])
  }
}
