import Aloft
import AloftTesting
import Synchronization
import Testing

/// What a request says of the route that was found.
@Suite struct RequestRouteTests {
  /// Notes the pattern on the way in and on the way out.
  private final class Note: SynchronousMiddleware {
    private let seen = Mutex<[String?]>([])
    var patterns: [String?] { seen.withLock { $0 } }

    func before(_ request: inout Request) -> Response? {
      seen.withLock { $0.append(request.routePattern) }
      return nil
    }

    func after(_ response: inout Response, for request: Request) {
      seen.withLock { $0.append(request.routePattern) }
    }
  }

  private struct Blog: Blueprint {
    func configure(_ blog: BlueprintBuilder) {
      blog.get("/{id}", name: "show") { (id: Int, request: Request) in
        "\(request.routePattern ?? "none") \(request.routeName ?? "none")"
      }
    }
  }

  @Test func aHandlerReadsThePatternWithAllItsPrefixes() async throws {
    let app = Application()
    app.mount(Blog(), at: "/blog")
    try await app.test { client in
      let response = try await client.get("/blog/5")
      #expect(response.text == "/blog/{id} blog.show")
    }
  }

  @Test func aRouteWithoutANameHasNone() async throws {
    let app = Application()
    app.get("/") { (request: Request) in request.routeName ?? "none" }
    try await app.test { client in
      let response = try await client.get("/")
      #expect(response.text == "none")
    }
  }

  @Test func middlewareOfTheApplicationReadsItOnTheWayOut() async throws {
    let app = Application()
    let note = Note()
    app.use(note)
    app.get("/users/{id}") { (id: Int) in "user" }
    try await app.test { client in
      _ = try await client.get("/users/5")
      _ = try await client.get("/nowhere")
    }
    #expect(note.patterns == [nil, "/users/{id}", nil, nil])
  }
}
