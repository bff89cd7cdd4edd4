import Aloft
import Testing

/// Names that no setting is read from, though they may be meant for one.
@Suite struct SettingWarningTests {
  private struct Blog: Settings {
    let pageSize: Int
    static let prefix = "BLOG_"
    static let fields = Fields(Blog.init, Field("pageSize", default: 20))
  }

  private func warnings(_ environment: [String: String] = [:], file: String = "") async throws -> [String] {
    let reader = SettingsReader(environment: environment, file: try EnvironmentFile(parsing: file))
    let app = Application(settings: reader)
    app.settings(Blog.self)
    let result = await app.runCommand(["check"])
    #expect(result.status == 0)
    return result.errors.split(separator: "\n").map { String($0) }
  }

  @Test func aVariableBehindAPrefixIsMeantForASetting() async throws {
    #expect(
      try await warnings(["BLOG_PAGESIZE": "3", "ALOFT_MOD": "development", "PATH": "/bin", "BLOGGER": "x"])
        == [
          "warning: environment: no setting is named 'ALOFT_MOD'. Did you mean 'ALOFT_MODE'?",
          "warning: environment: no setting is named 'BLOG_PAGESIZE'. Did you mean 'BLOG_PAGE_SIZE'?",
        ])
  }

  @Test func namesThatSettingsHaveAreNotWarnedOf() async throws {
    #expect(try await warnings(["BLOG_PAGE_SIZE": "3", "ALOFT_MODE": "production"], file: "PORT=0\nHOST=::1") == [])
  }

  @Test func aFileOfMillionsOfNamesDoesNotHideWhatElseIsSaid() async throws {
    let file = String(repeating: "A=\n", count: 100_000)
    let warnings = try await warnings(file: file)
    #expect(warnings.count == 11)
    #expect(warnings.last == "warning: 99990 more names mean no setting")
  }

  @Test func aNameOfAMegabyteIsShownInShort() async throws {
    let warnings = try await warnings(file: String(repeating: "A", count: 1_000_000) + "=1")
    #expect(warnings.count == 1)
    #expect(try #require(warnings.first).count < 200)
  }
}
