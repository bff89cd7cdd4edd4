import Aloft
import Testing

/// Files of settings.
@Suite struct EnvironmentFileTests {
  private func read(_ text: String) throws -> [String: String] {
    Dictionary(try EnvironmentFile(parsing: text).entries.map { ($0.name, $0.value) }) { $1 }
  }

  @Test func linesAreNamesAndValues() throws {
    let text = """
      # settings
      HOST=example.com
      export PORT = 80   # the port
      EMPTY=
        URL=sqlite:///a#b
      SPACED=a b  c\u{20}\u{20}
      """
    #expect(
      try read(text)
        == ["HOST": "example.com", "PORT": "80", "EMPTY": "", "URL": "sqlite:///a#b", "SPACED": "a b  c"])
  }

  @Test func quotesKeepWhatIsInThem() throws {
    #expect(try read(#"A=' $HOME \n # x '"#) == ["A": #" $HOME \n # x "#])
    #expect(try read(#"A="a\n\t\"\\\$HOME\q" # x"#) == ["A": "a\n\t\"\\$HOME\\q"])
    #expect(try read("A=\"one\ntwo\"\nB=3") == ["A": "one\ntwo", "B": "3"])
  }

  @Test func linesMayEndAsOnWindows() throws {
    #expect(try read("\u{FEFF}A=1\r\nB=\"2\"\r\n\r\nC=3\r\n") == ["A": "1", "B": "2", "C": "3"])
  }

  @Test func nothingIsPutInAndNothingIsRun() throws {
    #expect(try read("A=$HOME ${HOME} $(id) `id`") == ["A": "$HOME ${HOME} $(id) `id`"])
  }

  @Test func theLastLineOfANameCounts() throws {
    #expect(try read("A=1\nA=2") == ["A": "2"])
  }

  @Test(arguments: [
    ("A=1\n=2", ".env, line 2, column 1: a name was expected, of letters, digits and '_'"),
    ("A 1", ".env, line 1, column 3: '=' was expected behind the name"),
    ("\n A=\"x\ny", ".env, line 2, column 4: the quote is not closed"),
    ("A='x' y", ".env, line 1, column 7: the line was expected to end behind the quote"),
    ("A=\0", ".env, line 1, column 3: there is a null character"),
    ("1A=1", ".env, line 1, column 1: a name was expected, of letters, digits and '_'"),
  ])
  func whatIsNoLineIsNamedWithItsPlace(text: String, message: String) {
    let error = #expect(throws: EnvironmentFile.Malformed.self) { _ = try EnvironmentFile(parsing: text) }
    #expect(error?.description == message)
  }

  @Test func whatLooksLikeManyGapsInGapsIsText() throws {
    let text = String(repeating: "${", count: 100_000)
    #expect(try read("A=\"\(text)\"")["A"] == text)
  }

  @Test func aQuoteThatIsNeverClosedIsFoundOnce() {
    let text = String(repeating: "A='x'\n", count: 50_000) + "B=\"" + String(repeating: "\n", count: 500_000)
    let error = #expect(throws: EnvironmentFile.Malformed.self) { _ = try EnvironmentFile(parsing: text) }
    #expect(error?.line == 50_001)
  }

  @Test func aMegabyteInOneLineIsRead() throws {
    #expect(try read("A=" + String(repeating: "\\", count: 1_000_000))["A"]?.utf8.count == 1_000_000)
  }
}
