import Aloft
import AloftTesting
import Quota
import Synchronization
import Testing

/// What the plug-in brings, each through the application that it was installed in.
@Suite(.timeLimit(.minutes(1))) struct QuotaTests {
  private final class TurnedClock: Sendable {
    private let start = ContinuousClock.now
    private let seconds = Atomic(0)
    var now: ContinuousClock.Instant { start.advanced(by: .seconds(seconds.load(ordering: .relaxed))) }
    func turn(by count: Int) { seconds.add(count, ordering: .relaxed) }
  }

  private let clock = TurnedClock()

  private func app(_ environment: [String: String] = ["QUOTA_REQUESTS": "2"]) -> Application {
    let app = Application(settings: SettingsReader(environment: environment))
    app.install(Quota(now: { [clock] in clock.now }))
    app.get("/") { "ok" }
    app.get("/health") { "well" }
    return app
  }

  @Test(arguments: TestDepth.allCases) func theMiddlewareTurnsAwayWhatIsTooMuch(depth: TestDepth) async throws {
    try await app().test(depth) { client in
      for _ in 0..<2 { #expect(try await client.get("/").status == .ok) }
      let refused = try await client.get("/")
      #expect(refused.status == .tooManyRequests)
      #expect(refused[.retryAfter] == "60")
      clock.turn(by: 60)
      #expect(try await client.get("/").status == .ok)
    }
  }

  @Test func eachClientIsCountedByItself() async throws {
    try await app().test { client in
      for address in ["192.0.2.1:1", "192.0.2.2:1"] {
        client.address = address
        for _ in 0..<2 { #expect(try await client.get("/").status == .ok) }
        let refused = try await client.get("/")
        #expect(refused.status == .tooManyRequests)
      }
    }
  }

  @Test func theSettingDecides() async throws {
    try await app(["QUOTA_REQUESTS": "5"]).test { client in
      for _ in 0..<5 { #expect(try await client.get("/").status == .ok) }
      let refused = try await client.get("/")
      #expect(refused.status == .tooManyRequests)
    }
  }

  @Test func aContributionExemptsAPath() async throws {
    let app = app()
    app.group("/api") { $0.contribute(to: QuotaExemptions.self, "/health") }
    try await app.test { client in
      for _ in 0..<10 { #expect(try await client.get("/health").status == .ok) }
      let response = try await client.get("/")
      #expect(response.status == .ok)
    }
  }

  @Test func theCheckFindsAnExemptionThatIsNoPath() {
    let app = app()
    let line = #line + 1
    app.contribute(to: QuotaExemptions.self, "health")
    let problem = app.check().first
    #expect(problem?.id == "quota.exemption")
    #expect(problem?.place.line == line)
  }

  @Test func theCommandSaysWhatTheStartHookHasMade() async throws {
    let app = app()
    app.contribute(to: QuotaExemptions.self, "/health")
    let result = await app.test(command: "quota")
    #expect(result.status == 0)
    #expect(result.output == "2 requests a minute\nexempt: /health")
  }

  @Test func helpNamesCommandAndSetting() async throws {
    let help = await app().test(command: "--help").output
    #expect(help.contains("quota"))
    #expect(help.contains("QUOTA_REQUESTS"))
  }
}
