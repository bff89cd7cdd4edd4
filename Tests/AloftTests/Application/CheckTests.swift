import Aloft
import Testing

@Suite struct CheckTests {
  private struct Clashing: Blueprint {
    func configure(_ blueprint: BlueprintBuilder) {
      blueprint.get("/x") { "a" }
      blueprint.get("/x") { "b" }
    }
  }
  private struct Numbered: PathParameter {
    static var converter: String { "nunber" }
    init?(pathText: String) {}
  }

  @Test func anApplicationInOrderHasNoProblems() {
    let app = Application()
    app.get("/") { "a" }
    app.post("/") { "b" }
    app.get("/{id}") { (id: Int) in "\(id)" }
    app.get("/{name}") { (name: String) in name }
    #expect(app.check().isEmpty)
  }

  @Test func routesThatAnswerTheSameRequestsClash() throws {
    let app = Application()
    let line = #line + 1
    app.get("/users/{id}") { (id: Int) in "\(id)" }
    app.get("/users/{number}") { (number: Int) in "\(number)" }
    let problem = try #require(app.check().first)
    #expect(app.check().count == 1)
    #expect(problem.id == "route.clash")
    #expect(problem.place == SourcePlace(file: "AloftTests/CheckTests.swift", line: line + 1))
    #expect(problem.message.contains("'/users/{id}' at AloftTests/CheckTests.swift:\(line)"))
  }

  @Test func aPlaceholderNeedsAParameter() throws {
    let app = Application()
    app.get("/users/{id}/{tab}") { (id: Int) in "\(id)" }
    app.get("/posts/{id}") { "post" }
    app.get("/posts/{id}/edit") { (query: URLQuery<[String: String]>) in "post" }
    let problems = app.check()
    #expect(problems.map(\.id) == Array(repeating: "route.placeholder", count: 3))
    #expect(
      problems.map(\.message) == [
        "'/users/{id}/{tab}' has the placeholders {id}, {tab}, but its handler takes Int only",
        "'/posts/{id}' has the placeholder {id}, but its handler takes no values of the path",
        "'/posts/{id}/edit' has the placeholder {id}, but its handler takes no values of the path",
      ])
  }

  @Test func aParameterNeedsAPlaceholder() throws {
    let app = Application()
    let line = #line + 1
    app.get("/users") { (id: Int) in "\(id)" }
    app.get("/users/{id}") { (id: Int, tab: String) in "\(id)" }
    let problems = app.check()
    #expect(problems.map(\.id) == ["route.parameter", "route.parameter"])
    #expect(problems.map(\.place.line) == [line, line + 1])
    #expect(
      problems.map(\.message) == [
        "the handler of '/users' takes Int from the path, which has no placeholder of its own",
        "the handler of '/users/{id}' takes Int, String from the path, which has only {id}",
      ])
  }

  @Test func aHandlerOfTheRequestMayReadPlaceholdersByName() {
    let app = Application()
    app.get("/a/{id}") { request in request.pathValue("id") }
    app.get("/b/{id}") { (request: Request, query: URLQuery<[String: String]>) in request.pathValue("id") }
    #expect(app.check().isEmpty)
  }

  @Test func allProblemsAreFoundAtOnceWithTheirPlaces() {
    let app = Application()
    let line = #line + 1
    app.get("/a") { "1" }
    app.get("/a") { "2" }
    app.get("/b/{id}") { "no parameter" }
    app.get("/c") { (id: Int) in "\(id)" }
    app.get("/d/{id") { "not closed" }
    app.get("/e/{id}") { (number: Numbered) in "no such converter" }
    app.get("f") { "no slash" }
    let problems = app.check()
    #expect(
      problems.map(\.id) == [
        "route.clash", "route.placeholder", "route.parameter", "route.pattern", "route.converter", "route.pattern",
      ])
    #expect(problems.map(\.place.line) == [1, 2, 3, 4, 5, 6].map { line + $0 })
    #expect(problems.allSatisfy { $0.place.file == "AloftTests/CheckTests.swift" && !$0.fix.isEmpty })
  }

  @Test func problemsOfABlueprintStandWhereItsRoutesWereWritten() {
    let app = Application()
    app.mount(Clashing(), at: "/y")
    #expect(app.check().map(\.place.line) == [8])
    #expect(app.check().first?.message.contains("'/y/x'") == true)
  }

  @Test func anApplicationWithProblemsDoesNotStart() async throws {
    let app = Application()
    app.get("/a") { "1" }
    app.get("/a") { "2" }
    app.get("/b/{id}") { "3" }
    let error = await #expect(throws: ApplicationError.self) {
      let server = try await app.start(ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0)))
      await server.stop()
    }
    #expect(error?.diagnostics == app.check())
    #expect(error?.description.hasPrefix("the application has 2 problems:\nAloftTests/CheckTests.swift:") == true)
  }

  @Test func aRouteAddedLaterIsCheckedAndAnsweredToo() async throws {
    let app = Application()
    app.get("/a") { "1" }
    #expect(app.check().isEmpty)
    app.get("/b") { "2" }
    #expect(try await app.get("/b") == "200 2")
    app.get("/b") { "3" }
    #expect(app.check().count == 1)
  }
}
