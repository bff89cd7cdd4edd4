import Aloft
import AloftHTTP
import Testing

/// Handlers of errors, on applications and blueprints.
@Suite struct ErrorHandlerTests {
  private struct SoldOut: Error { let item: String }

  private struct Late: ResponseError {
    var status: Status { .tooManyRequests }
    var headers: Headers { [.retryAfter: "7"] }
  }

  private let app = Application(logger: RecordedLog().logger)

  @Test func errorsOfATypeAreAnsweredByItsHandler() async throws {
    app.onError(SoldOut.self) { error, _ in Reply("no \(error.item)", status: .conflict) }
    app.get("/") { () -> String in throw SoldOut(item: "tea") }
    #expect(try await app.get("/") == "409 no tea")
  }

  @Test func aPageOfAnErrorHasTheErrorsStatus() async throws {
    app.onError(SoldOut.self) { error, _ in "no \(error.item)" }
    app.onError(.notFound) { _, request in "no page \(request.path)" }
    app.get("/") { () -> String in throw SoldOut(item: "tea") }
    #expect(try await app.get("/") == "500 no tea")
    #expect(try await app.get("/lost") == "404 no page /lost")
  }

  @Test func aHandlerOfAStatusGetsWhatNoCodeThrows() async throws {
    app.onError(.methodNotAllowed) { _, _ in "not so" }
    app.post("/") { "ok" }
    let answered = try await app.ask(.get, "/")
    #expect(answered.status == .methodNotAllowed)
    #expect(answered.text == "not so")
    #expect(answered.header(.allow) == "OPTIONS, POST")
  }

  @Test func anErrorsFieldsAreAddedToTheHandlersOwn() async throws {
    app.onError(.tooManyRequests) { _, _ in Reply("slow", headers: [.retryAfter: "60"]) }
    app.onError(Late.self) { _, _ in "late" }
    app.get("/status") { () -> String in throw HTTPError(.tooManyRequests, headers: [.retryAfter: "7", "X-A": "b"]) }
    app.get("/type") { () -> String in throw Late() }
    let answered = try await app.ask(.get, "/status")
    #expect(answered.response.headers.values(of: .retryAfter) == ["60"])
    #expect(answered.header("X-A") == "b")
    #expect(try await app.ask(.get, "/type").header(.retryAfter) == "7")
  }

  @Test func aTypeComesBeforeAStatusAndAStatusBeforeAllErrors() async throws {
    app.onError((any Error).self) { _, _ in "any" }
    app.onError(.tooManyRequests) { _, _ in "status" }
    app.onError(Late.self) { _, _ in "type" }
    app.get("/type") { () -> String in throw Late() }
    app.get("/status") { () -> String in throw HTTPError(.tooManyRequests) }
    app.get("/any") { () -> String in throw SoldOut(item: "tea") }
    #expect(try await app.get("/type") == "429 type")
    #expect(try await app.get("/status") == "429 status")
    #expect(try await app.get("/any") == "500 any")
    #expect(try await app.get("/lost") == "404 any")
  }

  @Test func anAsynchronousHandlerAnswersToo() async throws {
    app.onError(SoldOut.self) { error, _ in
      await Task.yield()
      return "no \(error.item)"
    }
    app.onError(.notFound) { _, _ in
      await Task.yield()
      return "lost"
    }
    app.get("/") { () -> String in throw SoldOut(item: "tea") }
    app.get("/async") { () async throws -> String in throw SoldOut(item: "ice") }
    #expect(try await app.get("/") == "500 no tea")
    #expect(try await app.get("/async") == "500 no ice")
    #expect(try await app.get("/lost") == "404 lost")
  }

  @Test func aBlueprintsHandlerAnswersItsOwnRoutes() async throws {
    app.onError(SoldOut.self) { _, _ in "app" }
    app.group("/shop") { shop in
      shop.get("/") { () -> String in throw SoldOut(item: "tea") }
      shop.group("/bar") { $0.get("/") { () -> String in throw SoldOut(item: "beer") } }
      shop.onError(SoldOut.self) { error, _ in "shop \(error.item)" }
    }
    app.get("/") { () -> String in throw SoldOut(item: "tea") }
    #expect(try await app.get("/shop/") == "500 shop tea")
    #expect(try await app.get("/shop/bar/") == "500 shop beer")
    #expect(try await app.get("/") == "500 app")
  }

  @Test func anInnerBlueprintsHandlerComesBeforeTheOuterOnes() async throws {
    app.group("/shop") { shop in
      shop.onError(SoldOut.self) { _, _ in "outer" }
      shop.group("/bar") { bar in
        bar.onError(SoldOut.self) { _, _ in "inner" }
        bar.get("/") { () -> String in throw SoldOut(item: "beer") }
      }
    }
    #expect(try await app.get("/shop/bar/") == "500 inner")
  }

  @Test func theLongestPrefixDecidesWhereNoRouteAnswers() async throws {
    app.onError(.notFound) { _, _ in "app" }
    app.group("/shop") { shop in
      shop.onError(.notFound) { _, _ in "shop" }
      shop.onError(.methodNotAllowed) { _, _ in "shop only" }
      shop.post("/cart") { "ok" }
      shop.group("/bar") { $0.onError(.notFound) { _, _ in "bar" } }
    }
    #expect(try await app.get("/nowhere") == "404 app")
    #expect(try await app.get("/shop/nowhere") == "404 shop")
    #expect(try await app.get("/shop") == "404 shop")
    #expect(try await app.get("/shop/cart") == "405 shop only")
    #expect(try await app.get("/shop/bar/nowhere") == "404 bar")
    #expect(try await app.get("/shopping") == "404 app")
  }

  @Test func aPrefixWithPlaceholdersTakesThePathsItFits() async throws {
    app.onError(.notFound) { _, _ in "app" }
    app.group("/{tenant:int}/files") { $0.onError(.notFound) { _, _ in "files" } }
    #expect(try await app.get("/12/files/x") == "404 files")
    #expect(try await app.get("/ann/files/x") == "404 app")
  }

  @Test func aHostsHandlerAnswersItsHostOnly() async throws {
    app.onError(.notFound) { _, _ in "app" }
    app.group(host: "{tenant}.example.com") { $0.onError(.notFound) { _, _ in "tenant" } }
    #expect(try await app.get("/x", host: "ann.example.com") == "404 tenant")
    #expect(try await app.get("/x", host: "ANN.example.com:8080") == "404 tenant")
    #expect(try await app.get("/x", host: "example.com") == "404 app")
  }

  @Test func aHandlerThatThrowsIsLoggedAndAnsweredByAPage() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.onError(SoldOut.self) { _, _ -> String in throw Broken() }
    app.get("/") { () -> String in throw SoldOut(item: "tea") }
    #expect(try await app.get("/") == "500 500 Internal Server Error\n")
    #expect(log.entries.count == 2)
    #expect(log.entries.last?.hasPrefix("error: an error handler failed error=Broken()") == true)
  }

  @Test func aHandlerMayTurnAnErrorIntoAnother() async throws {
    app.onError(SoldOut.self) { _, _ -> String in throw HTTPError(.conflict, "sold out") }
    app.get("/") { () -> String in throw SoldOut(item: "tea") }
    #expect(try await app.get("/") == "409 409 Conflict: sold out\n")
  }

  @Test func aHandlersResponseTellsMiddlewareWhatWasThrown() async throws {
    struct Watch: SynchronousMiddleware {
      let diary: Diary
      func after(_ response: inout Response, for request: Request) {
        if let error = response.failure { diary.note("\(error)") }
      }
    }
    let diary = Diary()
    app.use(Watch(diary: diary))
    app.onError(SoldOut.self) { _, _ in "sorry" }
    app.get("/") { () -> String in throw SoldOut(item: "tea") }
    _ = try await app.get("/")
    #expect(diary.entries == ["SoldOut(item: \"tea\")"])
  }

  @Test func strangersTextBeginsNoLineOfTheLog() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.get("/{name}") { (name: String) -> String in throw SoldOut(item: name) }
    app.onError(.conflict) { _, _ in "" }
    _ = try await app.get("/a%0Aerror:%20forged%1B[2J")
    #expect(log.entries.count == 1)
    #expect(log.entries.allSatisfy { !$0.contains("\n") && !$0.contains("\u{1B}") })
  }
}
