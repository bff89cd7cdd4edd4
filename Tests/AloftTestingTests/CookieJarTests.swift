import Aloft
import AloftTesting
import Synchronization
import Testing

/// Cookies as a browser keeps them.
@Suite struct CookieJarTests {
  /// An application that sets what it is asked to, and says what it got.
  private func site() -> Application {
    let app = Application()
    let set: @Sendable (Request) -> Response = { request in
      Response(
        headers: [.setCookie: request.headers["X-Set"] ?? "none=1"], body: .text(request.headers[.cookie] ?? "-"))
    }
    for path in ["/", "/a/b", "/a/c/d", "/ab"] { app.get(path, set) }
    return app
  }

  @Test(arguments: [
    ("x=1", "/a/c/d", "x=1"), ("x=1; Path=/", "/", "x=1"), ("x=1; Path=/a", "/ab", "-"),
    ("x=1; Path=/a", "/a/b", "x=1"),
    ("x=1; Path=/a/", "/a/b", "x=1"), ("x=1; Path=bad", "/", "-"), ("=1", "/a/b", "-"), ("x=1; Max-Age=0", "/a/b", "-"),
    ("x=1; Secure", "/a/b", "-"), ("x=1; Domain=example.org", "/a/b", "-"),
    ("x=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "/a/b", "-"),
  ])
  func aCookieIsSentWhereItBelongs(field: String, path: String, sent: String) async throws {
    try await site().test { client in
      client.host = "www.example.com"
      // The default path is the folder of the one that set it.
      _ = try await client.get("/a/b", headers: ["X-Set": field])
      let text = try await client.get(path, headers: ["X-Set": "other=1; Path=/none"]).text
      #expect(text == sent)
    }
  }

  @Test func aCookieOfADomainIsSentToTheHostsBelowIt() async throws {
    try await site().test { client in
      client.host = "www.example.com"
      _ = try await client.get("/", headers: ["X-Set": "x=1; Domain=.example.com; Path=/"])
      client.host = "shop.example.com"
      #expect(try await client.get("/", headers: ["X-Set": "y=1; Path=/"]).text == "x=1")
      client.host = "example.org"
      #expect(try await client.get("/").text == "-")
    }
  }

  @Test func aCookieEndsWhenItsTimeIsOver() async throws {
    let clock = TurnedClock()
    let now: @Sendable () -> Int = { clock.now }
    try await site().test(now: now) { client in
      _ = try await client.get("/", headers: ["X-Set": "x=1; Max-Age=2; Path=/"])
      clock.turn(by: 1)
      #expect(try await client.get("/", headers: ["X-Set": "y=1; Path=/n"]).text == "x=1")
      clock.turn(by: 1)
      #expect(try await client.get("/", headers: ["X-Set": "y=1; Path=/n"]).text == "-")
    }
  }
}

/// A clock that a test turns.
private final class TurnedClock: Sendable {
  private let seconds = Atomic(0)

  var now: Int { seconds.load(ordering: .relaxed) }

  func turn(by count: Int) { seconds.add(count, ordering: .relaxed) }
}
