import Aloft
import AloftHTTP
import Testing

@Suite struct CheckedMiddlewareTests {
  private struct Contradiction: CheckedMiddleware, SynchronousMiddleware {
    func check(on level: MiddlewareLevel, place: SourcePlace) -> [Diagnostic] {
      [Diagnostic(id: "contradiction", message: "\(level)", place: place, fix: "Make up your mind.")]
    }
  }

  private struct Shop: Blueprint {
    func configure(_ shop: BlueprintBuilder) {
      shop.use(Contradiction())
      shop.get("/a") { "a" }
      shop.get("/b") { "b" }
    }
  }

  @Test func middlewareOfTheApplicationIsAsked() throws {
    let app = Application()
    let line = #line + 1
    app.use(Contradiction())
    let problem = try #require(app.check().first)
    #expect(app.check().count == 1)
    #expect(problem.message == "application")
    #expect(problem.place == SourcePlace(file: "AloftTests/CheckedMiddlewareTests.swift", line: line))
  }

  @Test func middlewareOfABlueprintIsAskedOnceForAllItsRoutes() {
    let app = Application()
    app.mount(Shop(), at: "/shop")
    #expect(app.check().map(\.message) == ["route"])
  }

  @Test func middlewareOfARouteIsAsked() {
    let app = Application()
    app.with(Contradiction()).get("/") { "a" }
    #expect(app.check().map(\.message) == ["route"])
  }

  @Test func anApplicationWithAContradictionDoesNotStart() async {
    let app = Application()
    app.use(Contradiction())
    await #expect(throws: ApplicationError.self) { _ = try await app.start() }
  }
}
