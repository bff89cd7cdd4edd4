import Aloft
import AloftHTTP
import Testing

@Suite struct HostRoutingTests {
  private struct Shop: Blueprint {
    func configure(_ shop: BlueprintBuilder) {
      shop.get("/", name: "index") { request in "shop of \(request.pathValue("tenant") ?? "nobody")" }
      shop.get("/items/{id}", name: "item") { (id: Int, request: Request) in
        "\(id) of \(request.pathValue("tenant") ?? "nobody")"
      }
    }
  }

  private let app: Application

  init() {
    app = Application()
    app.get("/") { "the site" }
    app.get("/only") { "only here" }
    app.mount(Shop(), host: "{tenant}.example.com")
    app.group(host: "api.example.com") { $0.get("/") { "the API" } }
  }

  @Test func aSubdomainHasItsOwnRoutes() async throws {
    #expect(try await app.get("/", host: "anna.example.com") == "200 shop of anna")
    #expect(try await app.get("/items/5", host: "anna.example.com") == "200 5 of anna")
    #expect(try await app.get("/items/5", host: "example.com").hasPrefix("404"))
  }

  @Test func aFixedHostComesBeforeOneThatVaries() async throws {
    #expect(try await app.get("/", host: "api.example.com") == "200 the API")
  }

  @Test func portsAndCapitalsDoNotMatter() async throws {
    #expect(try await app.get("/", host: "Anna.EXAMPLE.com:8080").lowercased() == "200 shop of anna")
  }

  @Test func otherHostsHaveTheRoutesOfEveryHost() async throws {
    #expect(try await app.get("/", host: "example.com") == "200 the site")
    #expect(try await app.get("/only", host: "anna.example.com") == "200 only here")
    #expect(try await app.get("/", host: "a.b.example.com") == "200 the site")
  }

  @Test func aURLOfAnotherHostIsWhole() throws {
    let origin = URLOrigin(scheme: "https", host: "example.com")
    #expect(
      try app.url(for: "shop.item", ["tenant": "anna", "id": 5], origin: origin)
        == "https://anna.example.com/items/5")
  }
}
