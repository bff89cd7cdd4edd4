import TemporaryFiles
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A program with settings and commands, run as a process of its own.
@Suite(.timeLimit(.minutes(1))) struct CommandProcessTests {
  private let environment = ["DATABASE_URL=notes.db", "SIGNING_KEY=hunter2hunter2", "PORT=0"]

  /// Runs the program to its end.
  private func run(
    _ arguments: String..., environment: [String]? = nil, folder: String? = nil
  ) async throws -> (status: Int32, printed: String, complained: String) {
    let process = try ServedProcess(
      "CommandProgram", arguments: arguments, environment: environment ?? self.environment, folder: folder ?? "/")
    let (status, text) = try await process.end()
    return (status, try await process.printed(), text)
  }

  @Test func aCommandPrintsOnStandardOutputAndEndsWell() async throws {
    let result = try await run("add", "milk", "--pinned")
    #expect(result.status == 0)
    #expect(result.printed == "milk, pinned in notes.db\n")
  }

  @Test func aFailureIsSaidOnStandardErrorAndByTheStatus() async throws {
    let result = try await run("fail")
    #expect(result.status == 7)
    #expect(result.printed == "")
    #expect(result.complained.contains("error: there is no paper\n"))
  }

  @Test func argumentsWithoutSenseEndItWithStatus2() async throws {
    let result = try await run("ad", "milk")
    #expect(result.status == 2)
    #expect(result.printed == "")
    #expect(
      result.complained
        == "error: there is no command 'ad'. Did you mean 'add'? See 'CommandProgram --help'.\n")
  }

  @Test func allSettingsThatAreNotInOrderAreNamedAtOnce() async throws {
    let result = try await run("add", "milk", environment: ["DATABSE_URL=x", "SIGNING_KEY=hunter2", "PORT=http"])
    #expect(result.status == 1)
    #expect(result.printed == "")
    #expect(
      result.complained == """
        3 settings are not in order:
          PORT is 'http' (environment): must be a whole number
          DATABASE_URL is missing; there is DATABSE_URL: set it in the environment or .env, or by --database-url \
        (Where the notes are.)
          SIGNING_KEY is '••••' (environment): must have at least 8 characters

        """)
  }

  @Test func helpIsThereThoughSettingsAreMissing() async throws {
    let result = try await run("add", "--help", environment: [])
    #expect(result.status == 0)
    for words in ["  version ", "--database-url VALUE", "There may be more once the settings are in order."] {
      #expect(result.printed.contains(words))
    }
    #expect(result.complained.contains("DATABASE_URL is missing"))
  }

  @Test func settingsComeFromTheFileOfTheFolderWhereItIsStarted() async throws {
    let folder = TemporaryFolder()
    folder.write(".env", "DATABASE_URL=file.db\r\nexport SIGNING_KEY='hunter2hunter2' # mine\nPAGESIZE=3\n")
    let result = try await run("add", "milk", environment: ["DATABASE_URL=other.db"], folder: folder.path)
    #expect(result.status == 0)
    #expect(result.printed == "milk in other.db\n")
    #expect(
      result.complained.hasPrefix(
        "warning: .env, line 3: no setting is named 'PAGESIZE'. Did you mean 'PAGE_SIZE'?\n"))
    #expect(!result.complained.contains("hunter2"))
  }

  @Test(arguments: [
    (Array("A=1\nnonsense hunter2".utf8), ".env, line 2, column 10: '=' was expected behind the name"),
    (Array("A=\"hunter2".utf8), ".env, line 1, column 3: the quote is not closed"),
    ([0x41, 0x3D, 0xFF, 0xFE], ".env is no UTF-8. Save it as that"),
    ([UInt8](repeating: 0x41, count: 1024 * 1024 + 1), ".env has more than 1048576 bytes"),
  ])
  func aFileThatCanNotBeReadIsOneProblem(bytes: [UInt8], problem: String) async throws {
    let folder = TemporaryFolder()
    folder.write(".env", bytes)
    let result = try await run("version", folder: folder.path)
    #expect(result.status == 1)
    #expect(result.complained == "1 setting is not in order:\n  \(problem)\n")
  }

  @Test func aFolderOfThatNameIsNoFile() async throws {
    let folder = TemporaryFolder()
    folder.makeFolder(".env")
    #expect(try await run("version", folder: folder.path).printed == "1.0\n")
  }

  @Test func aPipeOfThatNameIsNotWaitedFor() async throws {
    let folder = TemporaryFolder()
    folder.makePipe(".env")
    #expect(try await run("version", folder: folder.path).printed == "1.0\n")
  }

  @Test func aSignalLetsACommandPutThingsAway() async throws {
    let process = try ServedProcess("CommandProgram", arguments: ["work"], environment: environment)
    _ = try await process.said("working")
    process.signal(SIGTERM)
    let (status, text) = try await process.end()
    #expect(status == 1)
    #expect(text.contains("stopping; a second signal ends it at once"))
    #expect(text.contains("put away"))
    #expect(text.hasSuffix("error: it was stopped before it was done\n"))
  }

  @Test func developmentIsServedToThisMachineAndSaysSo() async throws {
    let process = try ServedProcess("Hello", arguments: ["serve", "--development"], environment: ["PORT=0"])
    #expect(try await process.port() > 0)
    _ = try await process.said("development mode: only this machine can reach it")
    process.signal(SIGTERM)
    #expect(try await process.end().status == 0)
  }

  @Test func developmentForEverybodyIsWarnedOf() async throws {
    let process = try ServedProcess(
      "Hello", environment: ["PORT=0", "HOST=0.0.0.0", "ALOFT_MODE=development"])
    _ = try await process.said("development mode: errors show the inside of the program to whoever can reach")
    process.signal(SIGTERM)
    #expect(try await process.end().status == 0)
  }

  @Test func productionSaysNothingOfDevelopment() async throws {
    let process = try ServedProcess("Hello", environment: ["PORT=0"])
    #expect(try await process.port() > 0)
    process.signal(SIGTERM)
    #expect(try await !process.end().text.contains("development"))
  }
}
