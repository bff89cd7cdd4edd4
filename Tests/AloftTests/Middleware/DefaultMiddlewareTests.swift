import Aloft
import AloftHTTP
import Testing

/// What every application has around it.
@Suite struct DefaultMiddlewareTests {
  private func fields(_ describe: (Application) -> Void, _ path: String = "/") async throws -> Headers {
    let app = Application()
    app.get("/") { "ok" }
    describe(app)
    return try await app.ask(.get, path).response.headers
  }

  @Test(arguments: ["/", "/nowhere"]) func browsersAreToldToBeCareful(path: String) async throws {
    let headers = try await fields({ _ in }, path)
    #expect(headers["X-Content-Type-Options"] == "nosniff")
    #expect(headers["X-Frame-Options"] == "SAMEORIGIN")
    #expect(headers["Referrer-Policy"] == "strict-origin-when-cross-origin")
    #expect(headers["Cross-Origin-Opener-Policy"] == "same-origin")
  }

  @Test func oneOfTheSameKindTakesTheirPlace() async throws {
    let headers = try await fields { $0.use(SecurityHeaders(frameOptions: .deny)) }
    #expect(headers.values(of: "X-Frame-Options") == ["DENY"])
  }

  @Test func theyCanBeLeftOut() async throws {
    #expect(try await fields { $0.leaveOutDefaults() }["X-Frame-Options"] == nil)
  }

  @Test func theyNeedNoTask() async throws {
    let app = Application()
    app.get("/") { "ok" }
    #expect(try await app.ask(.get, "/").isImmediate)
  }

  @Test(arguments: ["localhost", "LOCALHOST:8080", "app.localhost", "127.0.0.1:3000", "[::1]:1"])
  func inDevelopmentThisMachinesNamesAreAnswered(host: String) async throws {
    let app = Application(mode: .development)
    app.get("/") { "ok" }
    #expect(try await app.get("/", host: host) == "200 ok")
  }

  @Test(arguments: ["example.com", "localhost.example.com", "127.0.0.1.example.com", "192.0.2.1"])
  func inDevelopmentNoOtherIs(host: String) async throws {
    let app = Application(mode: .development, logger: RecordedLog().logger)
    app.get("/") { "ok" }
    #expect(try await app.ask(.get, "/", host: host).status.code == 421)
  }
}
