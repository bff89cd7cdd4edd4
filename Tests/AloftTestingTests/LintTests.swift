import Aloft
import AloftTesting
import Testing

/// What breaks the contract is found.
@Suite(.timeLimit(.minutes(1))) struct LintTests {
  private struct Twice: Middleware {
    func respond(to request: Request, next: Next) async throws -> Response {
      _ = try await next(request)
      return try await next(request)
    }
  }

  private func violations(
    _ depth: TestDepth = .handler, _ target: String = "/", _ describe: (Application) -> Void
  ) async throws -> [String] {
    let app = Application()
    describe(app)
    do {
      try await app.test(depth) { client in _ = try? await client.get(target) }
      return []
    } catch let error as ContractViolations {
      return error.violations
    }
  }

  @Test func callingNextTwiceIsFoundOnApplicationsAndRoutes() async throws {
    let found = try await violations { app in
      app.use(Twice())
      app.get("/") { "ok" }
    }
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("Twice (AloftTestingTests/LintTests.swift:") == true)
    #expect(found.first?.hasSuffix("calls next more than once for a request") == true)
    #expect(try await violations { $0.with(Twice()).get("/") { "ok" } }.count == 1)
  }

  @Test func callingNextOnceOrNeverIsInOrder() async throws {
    struct Once: Middleware {
      func respond(to request: Request, next: Next) async throws -> Response { try await next(request) }
    }
    struct Never: Middleware {
      func respond(to request: Request, next: Next) async throws -> Response { Response(text: "closed") }
    }
    #expect(
      try await violations { app in
        app.use(Once())
        app.with(Never()).get("/") { "ok" }
      } == [])
  }

  @Test func aBodyThatIsNotAsLongAsItSaysIsFound() async throws {
    let found = try await violations { app in
      app.get("/") { Reply("12345", headers: [.contentLength: "9"]) }
    }
    #expect(found == ["GET /: Content-Length is 9, but the body has 5 bytes"])
  }

  @Test func aBodyThatIsNeverSentIsFound() async throws {
    let found = try await violations { app in
      app.get("/") { Response(status: .noContent, body: .text("nobody reads this")) }
    }
    #expect(found == ["GET /: 204 No Content has a body, which is never sent"])
  }

  @Test func fieldsThatCantBeSentAreFound() async throws {
    let found = try await violations { app in
      app.get("/") { Reply("x", headers: ["X Y": "1", "X-Z": "a\r\nb"]) }
    }
    #expect(
      found == ["GET /: 'X Y' is no name of a field", "GET /: the value of X-Z has control characters"])
  }

  @Test func aRedirectToNowhereIsFound() async throws {
    let found = try await violations { app in app.get("/") { Response(status: .found) } }
    #expect(found == ["GET /: 302 Found names no Location"])
  }

  @Test func aHandlerThatBlocksItsLoopIsFound() async throws {
    let found = try await violations(.socket) { app in
      app.get("/") {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .milliseconds(200) {}
        return "ok"
      }
    }
    #expect(found.count == 1)
    #expect(found.first?.hasSuffix("blocked its event loop") == true)
  }
}
