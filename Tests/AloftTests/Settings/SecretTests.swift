import Aloft
import Testing

/// Values that are kept out of whatever is printed.
@Suite struct SecretTests {
  private struct Keys: Settings {
    let signingKey: Secret<String>
    let oldKeys: [Secret<Int>]
    let apiKey: Secret<String>?
    static let fields = Fields(
      Keys.init, Field("signingKey", .length(32...), help: "At least 32 characters."),
      Field("oldKeys", default: [Secret(4711)]), Field("apiKey", .length(8...)))
  }

  private func problems(_ environment: [String: String], flags: [String] = []) -> [String] {
    let error = #expect(throws: SettingsError.self) {
      _ = try SettingsReader(environment: environment, arguments: flags).read(Keys.self)
    }
    return error?.problems ?? []
  }

  @Test func aSecretMayHaveALength() throws {
    let key = String(repeating: "k", count: 32)
    let keys = try SettingsReader(environment: ["SIGNING_KEY": key]).read(Keys.self)
    #expect(keys.signingKey.value == key)
    #expect(keys.apiKey == nil)
  }

  @Test func whatIsWrongWithItIsSaidWithoutIt() {
    #expect(
      problems(["SIGNING_KEY": "hunter2", "API_KEY": "swordf"])
        == [
          "SIGNING_KEY is '••••' (environment): must have at least 32 characters",
          "API_KEY is '••••' (environment): must have at least 8 characters",
        ])
  }

  @Test func aListMayBeSecretAsAWhole() throws {
    struct Hashes: Settings {
      let keys: Secret<[Int]>
      static let fields = Fields(Hashes.init, Field("keys"))
    }
    #expect(try SettingsReader(environment: ["KEYS": "1, 2"]).read(Hashes.self).keys.value == [1, 2])
  }

  @Test func aDescriptionSaysWhatIsSecretAndOfWhichKind() async {
    let app = Application(settings: SettingsReader(environment: ["SIGNING_KEY": String(repeating: "k", count: 32)]))
    app.settings(Keys.self)
    #expect(await app.runCommand(["describe"]).output.contains("SIGNING_KEY  text, required, secret"))
  }

  @Test func secretsInAListAreSecretToo() {
    let key = String(repeating: "k", count: 32)
    #expect(
      problems(["SIGNING_KEY": key, "OLD_KEYS": "1,hunter2"])
        == ["OLD_KEYS is '••••' (environment): has not the right form"])
  }

  @Test(arguments: [
    ["--help"], ["describe"], ["describe", "--json"], ["check"], ["routes"], ["serve", "--signing-key"],
  ])
  func noCommandPrintsOne(arguments: [String]) async throws {
    let key = "hunter2hunter2hunter2hunter2hunter2"
    let app = Application(settings: SettingsReader(environment: ["SIGNING_KEY": key]))
    app.settings(Keys.self)
    let result = await app.runCommand(arguments)
    #expect(!result.output.isEmpty || !result.errors.isEmpty)
    #expect(!(result.output + result.errors).contains("hunter2"))
    #expect(!(result.output + result.errors).contains("4711"))
  }

  @Test func aMisspelledFlagDoesNotBringOneIntoAnError() async {
    for arguments in [["--signing-kye=hunter2"], ["serve", "--signing-kye", "hunter2"], ["--signing-kye", "hunter2"]] {
      let result = await Application(settings: SettingsReader()).runCommand(arguments)
      #expect(result.status == 2)
      #expect(result.errors.contains("there is no flag '--signing-kye'"))
      #expect(!result.errors.contains("hunter2"))
    }
  }

  @Test func aLineThatContinuesOneIsNotSaidAgain() {
    let text = "KEY=-----BEGIN PRIVATE KEY-----\nhunter2hunter2+/hunter2\n-----END PRIVATE KEY-----"
    let error = #expect(throws: EnvironmentFile.Malformed.self) { _ = try EnvironmentFile(parsing: text) }
    #expect(error?.description == ".env, line 2, column 15: '=' was expected behind the name")
  }
}
