import Aloft
import AloftHTTP
import Testing

@Suite struct PreparationTests {
  /// Where the types below write what happens to them; each test has its own.
  private enum Log {
    @TaskLocal static var diary = Diary()
  }

  private struct User: PreparedParameter {
    let name: String
    static func prepare(for request: Request) async throws -> User {
      Log.diary.note("user")
      await Task.yield()
      guard let name = request.headers["X-User"] else { throw HTTPError(.unauthorized, "who are you?") }
      return User(name: name)
    }
    func tearDown(after outcome: HandlerOutcome) async { Log.diary.note("end of user, \(outcome.word)") }
  }

  private struct Basket: PreparedParameter {
    let count: Int
    static func prepare(for request: Request) async throws -> Basket {
      Log.diary.note("basket")
      return Basket(count: 3)
    }
    func tearDown(after outcome: HandlerOutcome) async { Log.diary.note("end of basket, \(outcome.word)") }
  }

  private struct Failure: Error {}

  private let anna: Headers = ["X-User": "anna"]

  /// Asks, and gives the answer with all that happened.
  private func ask(_ app: Application, _ path: String, headers: Headers = [:]) async throws -> (Answered, [String]) {
    let diary = Diary()
    let answered = try await Log.$diary.withValue(diary) { try await app.ask(.get, path, headers: headers) }
    return (answered, diary.entries)
  }

  @Test func aValueIsPreparedBeforeAndPutAwayAfterTheHandler() async throws {
    let app = Application()
    app.get("/") { (user: User) in
      Log.diary.note("handler")
      return "Hello, \(user.name)!"
    }
    let (answered, events) = try await ask(app, "/", headers: anna)
    #expect(answered.text == "Hello, anna!")
    #expect(!answered.isImmediate)
    #expect(events == ["user", "handler", "end of user, returned"])
  }

  @Test func onlyWhatTheSignatureNamesIsPrepared() async throws {
    let app = Application()
    app.get("/") { "nobody" }
    app.get("/basket") { (basket: Basket) async in "\(basket.count)" }
    #expect(try await ask(app, "/").1.isEmpty)
    let (answered, events) = try await ask(app, "/basket")
    #expect(answered.text == "3")
    #expect(events == ["basket", "end of basket, returned"])
  }

  @Test func valuesArePreparedInOrderAndPutAwayInReverse() async throws {
    let app = Application()
    app.get("/{id}") { (basket: Basket, id: Int, user: User) in "\(id) \(basket.count) \(user.name)" }
    let (answered, events) = try await ask(app, "/1", headers: anna)
    #expect(answered.text == "1 3 anna")
    #expect(events == ["basket", "user", "end of user, returned", "end of basket, returned"])
  }

  @Test func twoParametersOfATypeArePreparedOnce() async throws {
    let app = Application()
    app.get("/") { (a: Basket, user: User, b: Basket) in "\(a.count) \(b.count)" }
    let (answered, events) = try await ask(app, "/", headers: anna)
    #expect(answered.text == "3 3")
    #expect(events == ["basket", "user", "end of user, returned", "end of basket, returned"])
  }

  @Test func valuesArePutAwayWhenTheHandlerThrows() async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.get("/") { (_: Basket) -> String in throw Failure() }
    app.get("/status") { (_: Basket) async -> String? in nil }
    let (failed, events) = try await ask(app, "/")
    #expect(failed.status == .internalServerError)
    #expect(events == ["basket", "end of basket, threw Failure()"])
    let (missing, others) = try await ask(app, "/status")
    #expect(missing.status == .notFound)
    #expect(others == ["basket", "end of basket, threw 404 Not Found"])
    #expect(log.entries.count == 1)
  }

  @Test func aPreparationThatFailsIsTheAnswerAndEndsTheEarlierOnes() async throws {
    let app = Application()
    app.get("/") { (_: Basket, _: User) in
      Log.diary.note("handler")
      return "never"
    }
    let (answered, events) = try await ask(app, "/")
    #expect(answered.status == .unauthorized)
    #expect(answered.text == "401 Unauthorized: who are you?\n")
    #expect(events == ["basket", "user", "end of basket, threw 401 Unauthorized: who are you?"])
  }

  @Test func anotherPreparationTakesItsPlace() async throws {
    let app = Application()
    app.get("/") { (user: User) in user.name }
    #expect(try await app.get("/").hasPrefix("401"))
    app.replacePreparation(of: User.self) { _ in User(name: "robot") }
    let (answered, events) = try await ask(app, "/")
    #expect(answered.text == "robot")
    #expect(events == ["end of user, returned"])
  }

  @Test func aPreparationSeesTheValuesOfThePathAndThoseBefore() async throws {
    struct Page: PreparedParameter {
      let text: String
      static func prepare(for request: Request) async throws -> Page {
        Page(text: "\(request.pathValue("id") ?? "") of \(request[User.self]?.name ?? "")")
      }
    }
    let app = Application()
    app.get("/{id}") { (user: User, page: Page, id: String) in page.text }
    #expect(try await ask(app, "/7", headers: anna).0.text == "7 of anna")
  }

  @Test func valuesArePreparedBeforeTheBodyIsCollected() async throws {
    struct Size: HandlerParameter {
      let count: Int
      static var origin: ParameterOrigin { .body }
      static func value(from values: inout ParameterValues) -> Size {
        Size(count: values.request.body.bytes?.count ?? -1)
      }
    }
    let app = Application()
    app.post("/") { (size: Size, basket: Basket) in "\(size.count) \(basket.count)" }
    #expect(try await app.ask(.post, "/", body: "hello", arriving: .whenRead).text == "5 3")
  }
}

extension HandlerOutcome {
  fileprivate var word: String {
    switch self {
    case .returned: "returned"
    case .threw(let error): "threw \(error)"
    }
  }
}
