import Aloft
import AloftHTTP
import Testing

@Suite struct BlueprintTests {
  private struct Blog: Blueprint {
    func configure(_ blog: BlueprintBuilder) {
      blog.get("/", name: "index") { request in "index at \(request.path)" }
      blog.get("/{slug}", name: "show") { (slug: String, request: Request) in
        "\(slug) of \(request.pathValue("user") ?? "everybody")"
      }
      blog.mount(Comments(), at: "/{slug}/comments")
    }
  }
  private struct Comments: Blueprint {
    func configure(_ comments: BlueprintBuilder) {
      comments.get("/{id}", name: "show") { (id: Int, request: Request) in
        "\(id) on \(request.pathValue("slug") ?? "") " + (try request.url(for: ".show", ["slug": "s", "id": 2]))
      }
    }
  }
  private struct URLSession: Blueprint {
    func configure(_ blueprint: BlueprintBuilder) { blueprint.get("/", name: "index") { "x" } }
  }

  @Test(arguments: ["/blog", "blog", "/blog/", "blog//"])
  func aBlueprintIsMountedUnderAnyPrefix(prefix: String) async throws {
    let app = Application()
    app.mount(Blog(), at: prefix)
    #expect(try await app.get("/blog/") == "200 index at /blog/")
    #expect(try await app.get("/blog/first") == "200 first of everybody")
    #expect(try await app.get("/first").hasPrefix("404"))
  }

  @Test func aBlueprintWithoutAPrefixStandsAtTheRoot() async throws {
    let app = Application()
    app.mount(Blog())
    #expect(try await app.get("/") == "200 index at /")
    #expect(try await app.get("/first") == "200 first of everybody")
  }

  @Test func aPrefixesPlaceholdersAreReadByName() async throws {
    let app = Application()
    app.mount(Blog(), at: "/{user}/blog")
    #expect(app.check().isEmpty)
    #expect(try await app.get("/anna/blog/first") == "200 first of anna")
    #expect(try await app.get("/anna/blog/") == "200 index at /anna/blog/")
  }

  @Test func aPrefixesPlaceholderHasAConverter() async throws {
    let app = Application()
    app.group("/{year:int}") { group in
      group.get("/{id}") { (id: Int, request: Request) in "\(request.pathValue("year", as: Int.self) ?? 0) \(id)" }
    }
    #expect(try await app.get("/2025/3") == "200 2025 3")
    #expect(try await app.get("/soon/3").hasPrefix("404"))
  }

  @Test func blueprintsNestAndTheirNamesAreDotted() async throws {
    let app = Application()
    app.mount(Blog(), at: "/blog")
    #expect(try app.url(for: "blog.index") == "/blog/")
    #expect(try app.url(for: "blog.show", ["slug": "a b"]) == "/blog/a%20b")
    #expect(try app.url(for: "blog.comments.show", ["slug": "a", "id": 5]) == "/blog/a/comments/5")
    #expect(try await app.get("/blog/first/comments/7") == "200 7 on first /blog/s/comments/2")
  }

  @Test func aBlueprintMountedTwiceHasTwoNames() throws {
    let app = Application()
    app.mount(Blog(), at: "/a", name: "one")
    app.mount(Blog(), at: "/b", name: "two")
    #expect(app.check().isEmpty)
    #expect(try app.url(for: "one.index") == "/a/")
    #expect(try app.url(for: "two.comments.show", ["slug": "s", "id": 1]) == "/b/s/comments/1")
  }

  @Test func aGroupAddsAPrefixAndNoName() throws {
    let app = Application()
    app.group("/admin") { group in
      group.get("/users", name: "users") { "users" }
      group.group("/deep") { $0.get("/x", name: "x") { "x" } }
    }
    #expect(try app.url(for: "users") == "/admin/users")
    #expect(try app.url(for: "x") == "/admin/deep/x")
  }

  @Test func aNameIsTheTypesWithASmallFirstLetter() throws {
    #expect(Blog().name == "blog")
    #expect(URLSession().name == "uRLSession")
  }

  @Test func twoPlaceholdersOfANameAreAProblem() {
    let app = Application()
    app.group("/{id}") { $0.get("/{id}") { (id: Int) in "\(id)" } }
    #expect(app.check().map(\.id) == ["route.pattern"])
  }
}
