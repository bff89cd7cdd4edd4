import Aloft
import AloftHTTP
import Synchronization
import Testing

/// A server uses what answered requests consist of for the next ones: nobody may notice.
@Suite(.timeLimit(.minutes(1))) struct RequestReuseTests {
  private struct Note: Sendable {
    let text: String
  }

  /// Requests that handlers hold beyond their answers.
  private final class Kept: Sendable {
    private let requests = Mutex<[Request]>([])

    func keep(_ request: Request) { requests.withLock { $0.append(request) } }

    var all: [String] {
      requests.withLock { $0.map { "\($0.target) \($0.headers["X-Tag"] ?? "") \($0.pathValue("id") ?? "")" } }
    }
  }

  private func get(_ path: String, tag: String) -> String {
    "GET \(path) HTTP/1.1\r\nHost: a\r\nX-Tag: \(tag)\r\n\r\n"
  }

  @Test(arguments: ["sync", "async"])
  func aRequestThatAHandlerKeepsStaysAsItWas(_ kind: String) async throws {
    let kept = Kept()
    let describe: (Application) -> Void = { app in
      app.get("/sync/{id}") { (_: String, request: Request) in
        kept.keep(request)
        return "ok"
      }
      app.get("/async/{id}") { (_: String, request: Request) async in
        kept.keep(request)
        return "ok"
      }
      app.get("/other/{id}") { (id: String) in id }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        for (path, tag) in [("/\(kind)/1", "a"), ("/other/2", "b"), ("/\(kind)/3", "c"), ("/other/4", "d")] {
          try await client.send(get(path, tag: tag))
          #expect(try await client.response().status == 200)
        }
        #expect(kept.all == ["/\(kind)/1 a 1", "/\(kind)/3 c 3"])
      })
  }

  @Test(arguments: ["sync", "async"])
  func aChangedCopyThatAHandlerKeepsStaysAsItWas(_ kind: String) async throws {
    let kept = Kept()
    let keepCopy: @Sendable (Request) -> String = { request in
      var copy = request
      copy[Note.self] = Note(text: "kept")
      kept.keep(copy)
      return "ok"
    }
    let describe: (Application) -> Void = { app in
      app.get("/sync/{id}") { (_: String, request: Request) in keepCopy(request) }
      app.get("/async/{id}") { (_: String, request: Request) async in keepCopy(request) }
      app.get("/other/{id}") { (id: String) in id }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        for (path, tag) in [("/\(kind)/1", "a"), ("/other/2", "b")] {
          try await client.send(get(path, tag: tag))
          #expect(try await client.response().status == 200)
        }
        #expect(kept.all == ["/\(kind)/1 a 1"])
      })
  }

  @Test(arguments: ["sync", "async"])
  func nothingOfARequestIsSeenByTheNext(_ kind: String) async throws {
    let describe: (Application) -> Void = { app in
      app.get("/mark/{id}") { (request: Request) in
        var request = request
        request[Note.self] = Note(text: "secret")
        request.headers["X-Tag"] = "changed"
        return request[Note.self]?.text
      }
      let look: @Sendable (Request) -> String = { request in
        "\(request[Note.self]?.text ?? "-") \(request.headers["X-Tag"] ?? "-") \(request.headers["Cookie"] ?? "-")"
      }
      app.get("/sync") { (request: Request) in look(request) }
      app.get("/async") { (request: Request) async in look(request) }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect()
        let cookie = "GET /mark/1 HTTP/1.1\r\nHost: a\r\nCookie: session=1\r\nX-Tag: a\r\n\r\n"
        try await client.send(cookie + "GET /missing HTTP/1.1\r\nHost: a\r\nCookie: session=2\r\n\r\n")
        #expect(try await client.response().text == "secret")
        #expect(try await client.response().status == 404)
        #expect(try await client.get("/\(kind)").text == "- - -")
      })
  }

  @Test func aHeadThatArrivesInPiecesIsNotMixedWithThatOfAnotherConnection() async throws {
    try await Site.with(
      { $0.get("/{id}") { (id: String, request: Request) in "\(id) \(request.headers["X-Tag"] ?? "")" } },
      test: { site in
        let slow = try site.connect()
        let quick = try site.connect()
        _ = try await quick.get("/0")
        let whole = get("/slow", tag: "s")
        for (index, piece) in [whole.prefix(9), whole.dropFirst(9).prefix(30), whole.dropFirst(39)].enumerated() {
          try await slow.send(String(piece))
          try await quick.send(get("/\(index)", tag: "q"))
          #expect(try await quick.response().text == "\(index) q")
        }
        #expect(try await slow.response().text == "slow s")
      })
  }
}
