import Aloft
import AloftTesting
import Testing

@testable import Todo

/// The cases of the public Todo-Backend specification, and what else clients may try.
@Suite(.timeLimit(.minutes(1))) struct TodoBackendTests {
  private struct Received: Decodable {
    let title: String
    let completed: Bool
    let order: Int?
    let url: String
  }

  private struct New: Encodable, Sendable {
    var title: String?
    var order: Int?
    var completed: Bool?
  }

  private static let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  private func test(_ body: (TestClient) async throws -> Void) async throws {
    let app = Application()
    TodoSite(publicFolder: "/\(Self.folder)/Examples/Todo/Public").install(in: app)
    try await app.test(.socket, body)
  }

  private func add(_ client: TestClient, _ title: String, order: Int? = nil) async throws -> Received {
    let response = try await client.post("/", json: New(title: title, order: order))
    #expect(response.status == .created)
    return try response.json()
  }

  // MARK: - The list

  @Test func theListBeginsEmptyAndIsReadFromEverywhere() async throws {
    try await test { client in
      let response = try await client.get("/", headers: [.origin: "https://todobackend.com"])
      #expect(response.status == .ok)
      #expect(response.text == "[]")
      #expect(response["Access-Control-Allow-Origin"] == "*")
    }
  }

  @Test(arguments: ["POST", "PATCH", "DELETE"]) func aPageOfAnotherSiteMayAskInAdvance(method: String) async throws {
    try await test { client in
      let response = try await client.options(
        "/1",
        headers: [
          .origin: "https://todobackend.com", "Access-Control-Request-Method": method,
          "Access-Control-Request-Headers": "content-type",
        ])
      #expect(response.status == .noContent)
      #expect(response["Access-Control-Allow-Methods"]?.contains(method) == true)
      #expect(response["Access-Control-Allow-Headers"]?.lowercased().contains("content-type") == true)
    }
  }

  @Test func whatIsPostedComesBackAndIsInTheList() async throws {
    try await test { client in
      let new = try await add(client, "walk the dog")
      #expect(new.title == "walk the dog")
      #expect(!new.completed)
      let list = try await client.get("/").json([Received].self)
      #expect(list.map(\.title) == ["walk the dog"])
    }
  }

  @Test func theWholeListIsDeleted() async throws {
    try await test { client in
      _ = try await add(client, "a")
      let response = try await client.delete("/")
      #expect(response.status == .noContent)
      #expect(try await client.get("/").text == "[]")
    }
  }

  // MARK: - One of them

  @Test func eachHasAnAddressOfItsOwn() async throws {
    try await test { client in
      let new = try await add(client, "my todo")
      #expect(new.url.hasPrefix("http://localhost/"))
      #expect(try await client.get(new.url).json(Received.self).title == "my todo")
      let listed = try await client.get("/").json([Received].self)
      #expect(listed.first?.url == new.url)
    }
  }

  @Test func theAnswerToAPostNamesItsAddress() async throws {
    try await test { client in
      let response = try await client.post("/", json: New(title: "x"))
      #expect(try response[.location] == response.json(Received.self).url)
    }
  }

  @Test func titleAndStateAndOrderAreChanged() async throws {
    try await test { client in
      let new = try await add(client, "initial")
      let changed = try await client.patch(new.url, json: New(title: "bathe the cat", order: 7, completed: true))
      #expect(changed.status == .ok)
      let received = try await client.get(new.url).json(Received.self)
      #expect(received.title == "bathe the cat")
      #expect(received.completed)
      #expect(received.order == 7)
      #expect(try await client.get("/").json([Received].self).first?.completed == true)
    }
  }

  @Test func whatIsLeftOutOfAChangeStays() async throws {
    try await test { client in
      let new = try await add(client, "stays", order: 3)
      let changed = try await client.patch(new.url, json: New(completed: true)).json(Received.self)
      #expect(changed.title == "stays")
      #expect(changed.order == 3)
    }
  }

  @Test func oneIsDeleted() async throws {
    try await test { client in
      let new = try await add(client, "short-lived")
      let response = try await client.delete(new.url)
      #expect(response.status == .noContent)
      #expect(try await client.get(new.url).status == .notFound)
      #expect(try await client.delete(new.url).status == .notFound)
    }
  }

  @Test func theOrderDecides() async throws {
    try await test { client in
      _ = try await add(client, "last")
      _ = try await add(client, "second", order: 20)
      _ = try await add(client, "first", order: 10)
      let titles = try await client.get("/").json([Received].self).map(\.title)
      #expect(titles == ["first", "second", "last"])
    }
  }

  // MARK: - What has no sense

  @Test func allThatIsWrongIsSaidAtOnce() async throws {
    struct Wrong: Encodable, Sendable {
      let title = ""
      let order = "first"
    }
    try await test { client in
      let response = try await client.post("/", headers: [.accept: "application/json"], json: Wrong())
      #expect(response.status == .unprocessableContent)
      #expect(response.text.contains(#"{"path":"title","message":"must not be empty","code":"length"}"#))
      #expect(response.text.contains(#"{"path":"order","message":"must be a whole number","code":"type"}"#))
    }
  }

  @Test func whatIsNotThereIsNotFound() async throws {
    try await test { client in
      let response = try await client.patch("/99", json: New(title: "x"))
      #expect(response.status == .notFound)
      #expect(try await client.get("/99").status == .notFound)
      #expect(try await client.get("/abc").status == .notFound)
    }
  }

  @Test func aFormOfAnotherSiteChangesNothing() async throws {
    try await test { client in
      let response = try await client.post("/", form: ["title": "forged"])
      #expect(response.status == .unsupportedMediaType)
      #expect(try await client.get("/").text == "[]")
    }
  }

  // MARK: - The page

  @Test(arguments: [
    ("/app/", "text/html; charset=utf-8"), ("/app/app.js", "text/javascript; charset=utf-8"),
    ("/app/style.css", "text/css; charset=utf-8"),
  ])
  func thePageIsServed(path: String, type: String) async throws {
    try await test { client in
      let response = try await client.get(path)
      #expect(response.status == .ok)
      #expect(response[.contentType] == type)
      #expect(response["Content-Security-Policy"]?.hasPrefix("default-src 'self'") == true)
    }
  }
}
