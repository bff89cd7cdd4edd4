import Aloft
import AloftHTTP
import Testing

@Suite struct DefaultTests {
  private func blog(_ policy: RouterPolicy = RouterPolicy()) throws -> RouterProbe {
    try RouterProbe(
      [
        get("/posts/", name: "posts", defaults: ["page": 1]), get("/posts/page/{page:int}", name: "posts"),
        get("/index.html", name: "posts", defaults: ["page": 1], isAlias: true),
        get("/posts/page-{page:int}.html", name: "posts", isAlias: true),
      ], policy: policy)
  }

  @Test func theUrlOfADefaultRedirectsToTheShorterOne() throws {
    let probe = try blog()
    #expect(probe.ask("/posts/page/1") == "redirect /posts/")
    #expect(probe.ask("/posts/page/01") == "redirect /posts/")
    #expect(probe.ask("/posts/page/2") == "posts [2]")
    #expect(probe.ask("/posts/") == "posts")
  }

  @Test func anAliasRedirectsToTheUrlOfItsName() throws {
    let probe = try blog()
    #expect(probe.ask("/index.html") == "redirect /posts/")
    #expect(probe.ask("/posts/page-1.html") == "redirect /posts/")
    #expect(probe.ask("/posts/page-7.html") == "redirect /posts/page/7")
  }

  @Test func redirectsToDefaultsCanBeOff() throws {
    let probe = try blog(RouterPolicy(redirectsToDefaults: false))
    #expect(probe.ask("/posts/page/1") == "posts [1]")
    #expect(probe.ask("/index.html") == "posts")
  }

  @Test func theUrlOfADefaultIsBuiltWithoutIt() throws {
    let router = try blog().router
    #expect(try router.url(for: "posts", ["page": 1]) == "/posts/")
    #expect(try router.url(for: "posts") == "/posts/")
    #expect(try router.url(for: "posts", ["page": 3]) == "/posts/page/3")
    #expect(try router.url(for: "posts", ["page": 1, "q": "x"]) == "/posts/?q=x")
  }

  @Test func severalDefaultsChooseTheRoute() throws {
    let probe = try RouterProbe([
      get("/a/", name: "x", defaults: ["n": 1, "all": false]), get("/a/{n:int}", name: "x", defaults: ["all": false]),
      get("/a/all/", name: "x", defaults: ["n": 1, "all": true]),
      get("/a/all/{n:int}", name: "x", defaults: ["all": true]),
    ])
    #expect(try probe.router.url(for: "x", ["n": 1, "all": true]) == "/a/all/")
    #expect(try probe.router.url(for: "x", ["n": 2, "all": true]) == "/a/all/2")
    #expect(try probe.router.url(for: "x", ["all": false]) == "/a/")
    #expect(probe.ask("/a/all/1") == "redirect /a/all/")
  }

  @Test func aDefaultMayStandOnAnotherHost() throws {
    let probe = try RouterProbe([
      get("/foo", host: "test.example.com", name: "foo", defaults: ["bar": 42]),
      get("/foo/{bar:int}", host: "other.example.com", name: "foo"),
    ])
    #expect(probe.ask("/foo/42", host: "other.example.com") == "redirect //test.example.com/foo")
  }
}
