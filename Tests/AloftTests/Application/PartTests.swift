import Aloft
import AloftHTTP
import AloftServer
import Testing

/// What blueprints and plug-ins bring beside routes.
@Suite(.timeLimit(.minutes(1))) struct PartTests {
  private enum MenuEntries: ContributionKey { typealias Value = String }
  private enum OtherEntries: ContributionKey { typealias Value = String }

  private struct Shop: Blueprint {
    func configure(_ shop: BlueprintBuilder) {
      shop.contribute(to: MenuEntries.self, "Shop")
      shop.mount(Bar(), at: "/bar")
    }
  }

  private struct Bar: Blueprint {
    func configure(_ bar: BlueprintBuilder) { bar.contribute(to: MenuEntries.self, "Bar") }
  }

  private struct Metrics: Plugin {
    let diary: Diary
    func install(in app: Application) {
      app.contribute(to: MenuEntries.self, "Metrics")
      app.use(Track("metrics", diary))
      app.onStart { [diary] _ in diary.note("start") }
    }
  }

  private let diary = Diary()

  @Test func contributionsAreFoundUnderTheirKeyWithWhereTheyComeFrom() async throws {
    let app = Application()
    app.mount(Shop(), at: "/{tenant}/shop")
    app.install(Metrics(diary: diary))
    app.contribute(to: OtherEntries.self, "other")
    app.get("/menu") { (request: Request) in
      request.application.contributions(to: MenuEntries.self)
        .map { "\($0.value)|\($0.blueprint ?? "-")|\($0.prefix)" }.joined(separator: " ")
    }
    #expect(
      try await app.get("/menu") == "200 Shop|shop|/{tenant}/shop Bar|shop.bar|/{tenant}/shop/bar Metrics|-|")
  }

  @Test func aContributionKnowsItsPlace() throws {
    let app = Application()
    let line = #line + 1
    app.contribute(to: MenuEntries.self, "Home")
    app.check { context in
      context.contributions(to: MenuEntries.self).map {
        Diagnostic(id: "menu.entry", message: "'\($0.value)' leads nowhere", place: $0.place, fix: "Give it a path.")
      }
    }
    let problem = try #require(app.check().first)
    #expect(problem.message == "'Home' leads nowhere")
    #expect(problem.place == SourcePlace(file: "AloftTests/PartTests.swift", line: line))
  }

  @Test func aCheckThatFindsSomethingKeepsTheApplicationFromStarting() async throws {
    let app = Application()
    app.group { part in
      part.check { _ in [Diagnostic(id: "shop.empty", message: "nothing to sell", place: SourcePlace(), fix: "Buy.")] }
    }
    let error = await #expect(throws: ApplicationError.self) {
      _ = try await app.start(ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0)))
    }
    #expect(error?.diagnostics.map(\.id) == ["shop.empty"])
  }

  @Test func aCheckSeesTheRoutesNames() throws {
    let app = Application()
    app.get("/a", name: "a") { "a" }
    app.check { context in
      do {
        _ = try context.url(for: "b")
        return []
      } catch {
        return [Diagnostic(id: "nav", message: "\(error)", place: SourcePlace(), fix: "Name the route.")]
      }
    }
    #expect(app.check().map(\.message) == ["No route named 'b'. Did you mean 'a'?"])
  }

  @Test func eventsReachThoseWhoFollowThem() async throws {
    let app = Application(logger: RecordedLog().logger)
    app.on(RequestStarted.self) { [diary] in diary.note("started \($0.request.path)") }
    app.on(RequestFinished.self) { [diary] in diary.note("finished \($0.response.status.code)") }
    app.group { [diary] part in part.on(RequestFailed.self) { diary.note("failed \($0.error)") } }
    app.get("/") { "ok" }
    app.get("/broken") { () -> String in throw Broken() }
    app.get("/gone") { () -> String in throw HTTPError(.gone) }
    for path in ["/", "/broken", "/gone"] { _ = try await app.get(path) }
    #expect(
      diary.entries == [
        "started /", "finished 200", "started /broken", "failed Broken()", "finished 500", "started /gone",
        "finished 410",
      ])
  }

  @Test func eventsOfOthersAreTyped() async throws {
    struct Ordered: Sendable { let item: String }
    struct Paid: Sendable { let item: String }
    let app = Application()
    app.on(Ordered.self) { [diary] in diary.note("ordered \($0.item)") }
    app.post("/{item}") { (item: String, request: Request) in
      request.application.emit(Ordered(item: item))
      request.application.emit(Paid(item: item))
      return "ok"
    }
    #expect(try await app.ask(.post, "/tea").text == "ok")
    #expect(diary.entries == ["ordered tea"])
  }

  @Test func startAndStopAreEvents() async throws {
    let app = Application()
    app.on(ApplicationStarted.self) { [diary] in diary.note("started \($0.application.mode)") }
    app.on(ApplicationStopping.self) { [diary] _ in diary.note("stopping") }
    app.onStop { [diary] _ in diary.note("stop hook") }
    let running = try await app.start(ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0)))
    await running.stop()
    #expect(diary.entries == ["started production", "stopping", "stop hook"])
  }

  @Test func aPluginBringsMiddlewareAndHooks() async throws {
    let app = Application()
    app.install(Metrics(diary: diary))
    app.get("/") { "ok" }
    let running = try await app.start(ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0)))
    _ = try await Client.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", with: running)
    await running.stop()
    #expect(diary.entries == ["start", "metrics>", "<metrics 200"])
  }
}
