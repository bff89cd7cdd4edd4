import Aloft
import AloftHTTP
import Testing

@Suite struct RouteMatchTests {
  @Test func aStaticPathIsFoundAndAnotherIsNot() throws {
    let probe = try RouterProbe("/", "/about", "/лошадь")
    #expect(probe.ask("/") == "/")
    #expect(probe.ask("/about") == "/about")
    #expect(probe.ask("/%D0%BB%D0%BE%D1%88%D0%B0%D0%B4%D1%8C") == "/лошадь")
    #expect(probe.ask("/лошадь") == "/лошадь")
    #expect(probe.ask("/abou") == "404")
    #expect(probe.ask("/about/us") == "404")
  }

  @Test func valuesComeInThePatternsOrder() throws {
    let probe = try RouterProbe("/users/{id:int}/posts/{slug}", "/{a}/{b}/{c}/{d}/{e}/{f}")
    #expect(probe.ask("/users/5/posts/hello") == "/users/{id:int}/posts/{slug} [5|hello]")
    #expect(probe.ask("/1/2/3/4/5/6") == "/{a}/{b}/{c}/{d}/{e}/{f} [1|2|3|4|5|6]")
  }

  @Test func aSegmentHoldsSeveralPlaceholders() throws {
    let probe = try RouterProbe("/files/{name}.{ext}", "/{a:int}-{b:int}", "/x{y}z", "/at/{user}@{host}")
    #expect(probe.ask("/files/a.tar.gz") == "/files/{name}.{ext} [a.tar|gz]")
    #expect(probe.ask("/10-20") == "/{a:int}-{b:int} [10|20]")
    #expect(probe.ask("/xyyz") == "/x{y}z [yy]")
    #expect(probe.ask("/xz") == "404")
    #expect(probe.ask("/at/a@b@c") == "/at/{user}@{host} [a@b|c]")
    #expect(probe.ask("/files/.gz") == "404")
  }

  @Test func doubledBracesAreBracesOfThePath() throws {
    let probe = try RouterProbe("/a{{b}}/{c}")
    #expect(probe.ask("/a%7Bb%7D/1") == "/a{{b}}/{c} [1]")
  }

  @Test(arguments: [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 1, 5, 0, 4, 2]])
  func theOrderOfRegistrationDoesNotMatter(order: [Int]) throws {
    let patterns = ["/{rest:path}", "/{name}", "/{id:int}", "/{kind:any(new,old)}", "/new", "/v{version}"]
    let probe = try RouterProbe(order.map { get(patterns[$0]) })
    #expect(probe.ask("/new") == "/new")
    #expect(probe.ask("/old") == "/{kind:any(new,old)} [old]")
    #expect(probe.ask("/7") == "/{id:int} [7]")
    #expect(probe.ask("/v7") == "/v{version} [7]")
    #expect(probe.ask("/w7") == "/{name} [w7]")
    #expect(probe.ask("/a/b") == "/{rest:path} [a/b]")
  }

  @Test(arguments: [false, true]) func aNarrowerConverterOfOneKindComesFirst(reversed: Bool) throws {
    let patterns = ["/{n:int}", "/{n:int(max=9)}", "/{s}", "/{s:string(length=2)}"]
    let probe = try RouterProbe((reversed ? patterns.reversed() : patterns).map { get($0) })
    #expect(probe.ask("/9") == "/{n:int(max=9)} [9]")
    #expect(probe.ask("/10") == "/{n:int} [10]")
    #expect(probe.ask("/ab") == "/{s:string(length=2)} [ab]")
    #expect(probe.ask("/abc") == "/{s} [abc]")
  }

  @Test func aDeadEndBelowAStaticSegmentLeadsBackToAPlaceholder() throws {
    let probe = try RouterProbe("/a/b", "/{x}/c")
    #expect(probe.ask("/a/c") == "/{x}/c [a]")
    #expect(probe.ask("/a/b") == "/a/b")
  }

  @Test func aPathReachesOverSegments() throws {
    let probe = try RouterProbe("/{p:path}/edit", "/{p:path}", "/{p:path}/{a}/x{b:int}")
    #expect(probe.ask("/1/2/3/edit") == "/{p:path}/edit [1/2/3]")
    #expect(probe.ask("/1/2/3") == "/{p:path} [1/2/3]")
    #expect(probe.ask("/1/2/3/x4") == "/{p:path}/{a}/x{b:int} [1/2|3|4]")
    #expect(probe.ask("/with/http://example.com/") == "/{p:path} [with/http://example.com/]")
  }

  @Test func theFirstOfTwoPathsIsAsShortAsCanBe() throws {
    let probe = try RouterProbe("/{a:path}/{b:path}", "/{a:path}/c", "/{x:path}.html")
    #expect(probe.ask("/1/2/3") == "/{a:path}/{b:path} [1|2/3]")
    #expect(probe.ask("/1/2/c") == "/{a:path}/c [1/2]")
    #expect(probe.ask("/a/b.html") == "/{x:path}.html [a/b]")
  }

  @Test func headIsAnsweredByGetUnlessARouteAnswersItItself() throws {
    let probe = try RouterProbe([get("/a"), get("/b"), route([.head], "/b", name: "head")])
    #expect(probe.ask("/a", .head) == "/a")
    #expect(probe.ask("/b", .head) == "head")
    #expect(probe.ask("/b", .get) == "/b")
  }

  @Test func anotherMethodIsToldWhichAreAllowed() throws {
    let probe = try RouterProbe([get("/a"), route([.post], "/a"), route([.put], "/{x}"), route([.delete], "/d")])
    #expect(probe.ask("/a", .delete) == "405 GET, HEAD, OPTIONS, POST, PUT")
    #expect(probe.ask("/a", .options) == "405 GET, HEAD, OPTIONS, POST, PUT")
    #expect(probe.ask("/d") == "405 DELETE, OPTIONS, PUT")
    #expect(probe.ask("/a", .put) == "/{x} [a]")
    #expect(probe.ask("/b/c", .put) == "404")
  }

  @Test func aRouteOfAllMethodsAnswersAll() throws {
    let probe = try RouterProbe([route(nil, "/a")])
    #expect(probe.ask("/a", Method("PURGE")) == "/a")
    #expect(probe.ask("/a", .options) == "/a")
  }

  @Test func aRouteServesItsKindOfConnectionAlone() throws {
    let probe = try RouterProbe([
      get("/", name: "index"), route(nil, "/", name: "socket", connection: .webSocket),
      route(nil, "/ws", connection: .webSocket), get("/page"),
    ])
    #expect(probe.ask("/") == "index")
    #expect(probe.ask("/", connection: .webSocket) == "socket")
    #expect(probe.ask("/ws") == "mismatch")
    #expect(probe.ask("/page", connection: .webSocket) == "mismatch")
    #expect(probe.ask("/page", .post, connection: .webSocket) == "405 GET, HEAD, OPTIONS")
  }

  @Test func aRouteForBuildingAloneIsNeverFound() throws {
    let probe = try RouterProbe([route([.get], "/static/{file:path}", name: "static", isBuildOnly: true)])
    #expect(probe.ask("/static/a.css") == "404")
    #expect(try probe.router.url(for: "static", ["file": "a.css"]) == "/static/a.css")
  }

  @Test func aPathThatIsNoneIsNotFound() throws {
    let probe = try RouterProbe("/", "/{x:path}")
    #expect(probe.ask("*") == "404")
    #expect(probe.ask("a") == "404")
  }
}
