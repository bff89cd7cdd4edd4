import Aloft
import AloftHTTP
import Testing

/// What stands around the router and the handlers.
@Suite struct MiddlewareTests {
  private let diary = Diary()

  private func track(_ mark: String, waits: Bool) -> any Middleware {
    waits ? WrappingTrack(mark, diary) : Track(mark, diary)
  }

  @Test(arguments: [false, true]) func whatWasAddedFirstIsOutermost(waits: Bool) async throws {
    let app = Application()
    app.use(track("a", waits: waits), track("b", waits: waits))
    app.use(track("c", waits: waits))
    app.get("/") { "ok" }
    #expect(try await app.get("/") == "200 ok")
    #expect(diary.entries == ["a>", "b>", "c>", "<c 200", "<b 200", "<a 200"])
  }

  @Test func bothKindsKeepTheirOrderAmongEachOther() async throws {
    let app = Application()
    for (index, mark) in ["a", "b", "c", "d", "e"].enumerated() { app.use(track(mark, waits: index == 2)) }
    app.get("/") { "ok" }
    _ = try await app.get("/")
    #expect(diary.entries == ["a>", "b>", "c>", "d>", "e>", "<e 200", "<d 200", "<c 200", "<b 200", "<a 200"])
  }

  @Test(arguments: [false, true]) func theApplicationsStandsAroundTheBlueprintsAndTheirsAroundTheRoutes(
    waits: Bool
  ) async throws {
    let app = Application()
    app.group("/shop") { shop in
      shop.group("/admin") { admin in
        admin.with(track("route", waits: waits)).get("/") { "ok" }
        admin.use(track("inner", waits: waits))
      }
      shop.use(track("outer", waits: waits))
    }
    app.use(track("app", waits: waits))
    #expect(try await app.get("/shop/admin/") == "200 ok")
    #expect(
      diary.entries == [
        "app>", "outer>", "inner>", "route>", "<route 200", "<inner 200", "<outer 200", "<app 200",
      ])
  }

  @Test func aBlueprintsMiddlewareLeavesOtherRoutesAlone() async throws {
    let app = Application()
    app.group("/shop") { $0.use(track("shop", waits: false)) }
    app.get("/") { "ok" }
    app.with(track("one", waits: false)).get("/one") { "one" }
    #expect(try await app.get("/") == "200 ok")
    #expect(diary.entries.isEmpty)
  }

  @Test(arguments: [false, true]) func theApplicationsSeesWhatNoRouteAnswers(waits: Bool) async throws {
    let app = Application()
    app.use(track("a", waits: waits))
    app.post("/form") { "ok" }
    #expect(try await app.get("/nothing").hasPrefix("404"))
    #expect(try await app.get("/form").hasPrefix("405"))
    #expect(try await app.ask(.options, "/form").status == .noContent)
    #expect(diary.entries == ["a>", "<a 404", "a>", "<a 405", "a>", "<a 204"])
  }

  @Test(arguments: [false, true]) func aHandlersErrorIsAResponseForAllMiddleware(waits: Bool) async throws {
    let log = RecordedLog()
    let app = Application(logger: log.logger)
    app.use(track("a", waits: waits))
    app.with(track("b", waits: waits)).get("/") { () -> String in throw Broken() }
    app.with(track("b", waits: waits)).get("/async") { () async throws -> String in throw HTTPError(.gone) }
    #expect(try await app.get("/").hasPrefix("500"))
    #expect(try await app.get("/async").hasPrefix("410"))
    #expect(diary.entries == ["a>", "b>", "<b 500", "<a 500", "a>", "b>", "<b 410", "<a 410"])
    #expect(log.entries.count == 1)
  }

  @Test(arguments: [false, true]) func anErrorOnTheWayInPassesThoseOutsideOnly(waits: Bool) async throws {
    let app = Application()
    app.use(track("a", waits: waits), Throwing(isBefore: true, error: HTTPError(.forbidden)), track("b", waits: waits))
    app.get("/") { "ok" }
    #expect(try await app.get("/").hasPrefix("403"))
    #expect(diary.entries == ["a>", "<a 403"])
  }

  @Test(arguments: [false, true]) func anErrorOnTheWayOutReplacesTheResponse(waits: Bool) async throws {
    let app = Application()
    app.use(track("a", waits: waits), Throwing(error: HTTPError(.badGateway)), track("b", waits: waits))
    app.get("/") { "ok" }
    #expect(try await app.get("/").hasPrefix("502"))
    #expect(diary.entries == ["a>", "b>", "<b 200", "<a 502"])
  }

  @Test func anAnswerOnTheWayInEndsTheWay() async throws {
    struct Closed: SynchronousMiddleware {
      func before(_ request: inout Request) -> Response? { Response(text: "closed") }
      func after(_ response: inout Response, for request: Request) { response.status = .badGateway }
    }
    let app = Application()
    app.use(track("a", waits: false), Closed(), track("b", waits: false))
    app.get("/") { "ok" }
    #expect(try await app.get("/") == "200 closed")
    #expect(diary.entries == ["a>", "<a 200"])
  }

  @Test func middlewareThatNeverWaitsLeavesSynchronousHandlersWithoutATask() async throws {
    let app = Application()
    app.use(track("a", waits: false))
    app.with(track("b", waits: false)).get("/") { "ok" }
    app.with(track("b", waits: true)).get("/waits") { "ok" }
    #expect(try await app.ask(.get, "/").isImmediate)
    #expect(try await app.ask(.get, "/nothing").isImmediate)
    #expect(try await !app.ask(.get, "/waits").isImmediate)
  }

  @Test(arguments: [false, true]) func whatItLeavesInTheRequestReachesTheHandler(waits: Bool) async throws {
    struct Visitor: Sendable { let name: String }
    struct Greeting: SynchronousMiddleware {
      func before(_ request: inout Request) -> Response? {
        request[Visitor.self] = Visitor(name: request.headers["X-Name"] ?? "nobody")
        return nil
      }
    }
    let app = Application()
    app.use(Greeting())
    if waits { app.use(track("a", waits: true)) }
    app.get("/") { (request: Request) in request[Visitor.self]?.name ?? "?" }
    let answered = try await app.ask(.get, "/", headers: ["X-Name": "ann"])
    #expect(answered.text == "ann")
  }

  @Test(arguments: [false, true]) func itSeesTheRouteOnTheWayOut(waits: Bool) async throws {
    struct Naming: SynchronousMiddleware {
      func after(_ response: inout Response, for request: Request) throws {
        response.headers["X-Post"] = request.pathValue("id")
      }
    }
    let app = Application()
    app.group("/posts") { posts in
      posts.use(Naming())
      if waits { posts.use(track("a", waits: true)) }
      posts.get("/{id}") { (id: Int) in "post" }
    }
    #expect(try await app.ask(.get, "/posts/7").header("X-Post") == "7")
  }

  @Test(arguments: [false, true]) func preparationsArePutAwayBehindTheResponse(waits: Bool) async throws {
    let app = Application()
    app.use(track("a", waits: waits))
    app.with(track("b", waits: waits)).get("/") { (after: AfterResponse) in
      after.run { [diary] in diary.note("after") }
      return "ok"
    }
    _ = try await app.get("/")
    #expect(diary.entries == ["a>", "b>", "<b 200", "<a 200", "after"])
  }

  @Test func anotherAnswerThanThatOfNextIsTheAnswer() async throws {
    struct Replacing: Middleware {
      func respond(to request: Request, next: Next) async throws -> Response {
        let response = try await next(request)
        return response.failure is Broken ? Response(text: "mended") : response
      }
    }
    let app = Application(logger: RecordedLog().logger)
    app.use(Replacing())
    app.get("/") { () -> String in throw Broken() }
    #expect(try await app.get("/") == "200 mended")
  }

  @Test func aBodyCanBeReadOnTheWayIn() async throws {
    struct Measuring: Middleware {
      func respond(to request: Request, next: Next) async throws -> Response {
        var request = request
        let bytes = try await request.body.collect()
        request.headers["X-Length"] = "\(bytes.count)"
        return try await next(request)
      }
    }
    let app = Application()
    app.use(Measuring())
    app.post("/") { (request: Request) in request.headers["X-Length"] ?? "?" }
    #expect(try await app.ask(.post, "/", body: "12345").text == "5")
  }
}
