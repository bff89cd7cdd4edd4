import Aloft
import AloftHTTP
import Testing

@Suite struct SlashTests {
  @Test func aMissingSlashIsAddedByARedirect() throws {
    let probe = try RouterProbe("/posts/", "/p/{rest:path}/", "/öäü/")
    #expect(probe.ask("/posts") == "redirect /posts/")
    #expect(probe.ask("/posts/") == "/posts/")
    #expect(probe.ask("/p/a/b") == "redirect /p/a/b/")
    #expect(probe.ask("/p/a/b/") == "/p/{rest:path}/ [a/b]")
    #expect(probe.ask("/öäü") == "redirect /%C3%B6%C3%A4%C3%BC/")
    #expect(probe.ask("") == "404")
  }

  @Test func anEmptyPathLeadsToTheRoot() throws {
    #expect(try RouterProbe("/").ask("") == "redirect /")
  }

  @Test func aSlashTooManyIsTakenOffByARedirect() throws {
    let probe = try RouterProbe("/about", "/users/{id:int}", "/p/{rest:path}/edit", "/")
    #expect(probe.ask("/about/") == "redirect /about")
    #expect(probe.ask("/users/5/") == "redirect /users/5")
    #expect(probe.ask("/users/x/") == "404")
    #expect(probe.ask("/p/a/edit/") == "redirect /p/a/edit")
  }

  @Test func aSlashIsTakenOffOnlyIfNothingElseServesThePath() throws {
    let probe = try RouterProbe("/about", "/{rest:path}")
    #expect(probe.ask("/about/") == "/{rest:path} [about/]")
  }

  @Test func theMethodDecidesWhichFormIsMissing() throws {
    let probe = try RouterProbe([
      get("/bar/"), route([.post], "/bar"), route([.post], "/foo/"), get("/{rest:path}/"), route([.put], "/baz"),
    ])
    #expect(probe.ask("/bar", .post) == "/bar")
    #expect(probe.ask("/bar", .get) == "redirect /bar/")
    #expect(probe.ask("/bar/", .post) == "redirect /bar")
    #expect(probe.ask("/bar/", .delete) == "405 GET, HEAD, OPTIONS")
    #expect(probe.ask("/foo", .post) == "redirect /foo/")
    #expect(probe.ask("/abc", .get) == "redirect /abc/")
    #expect(probe.ask("/baz/", .put) == "redirect /baz")
  }

  @Test func addOnlyTakesNoSlashOff() throws {
    let probe = try RouterProbe("/about", "/posts/", policy: RouterPolicy(slashes: .addOnly))
    #expect(probe.ask("/about/") == "404")
    #expect(probe.ask("/posts") == "redirect /posts/")
  }

  @Test func lenientServesBothForms() throws {
    let probe = try RouterProbe(
      "/about", "/posts/", "/{rest:path}", "/e/{rest:path}/edit", policy: RouterPolicy(slashes: .lenient))
    #expect(probe.ask("/about/") == "/about")
    #expect(probe.ask("/posts") == "/posts/")
    #expect(probe.ask("/any/") == "/{rest:path} [any/]")
    #expect(probe.ask("/e/a/edit/") == "/e/{rest:path}/edit [a]")
  }

  @Test func strictServesThePatternAlone() throws {
    let probe = try RouterProbe("/about", "/posts/", policy: RouterPolicy(slashes: .strict))
    #expect(probe.ask("/about/") == "404")
    #expect(probe.ask("/posts") == "404")
    #expect(probe.ask("/posts/") == "/posts/")
  }

  @Test func aRouteCanHaveItsOwnPolicy() throws {
    let probe = try RouterProbe([get("/a", slashes: .lenient), get("/b")])
    #expect(probe.ask("/a/") == "/a")
    #expect(probe.ask("/b/") == "redirect /b")
  }

  @Test func doubledSlashesAreMergedByARedirect() throws {
    let probe = try RouterProbe("/no/tail", "/yes/tail/", "/m/{some}/path", "/p/{rest:path}")
    #expect(probe.ask("/no//tail") == "redirect /no/tail")
    #expect(probe.ask("//no///tail") == "redirect /no/tail")
    #expect(probe.ask("/yes/tail//") == "redirect /yes/tail/")
    #expect(probe.ask("/yes//tail") == "redirect /yes/tail/")
    #expect(probe.ask("/no//tail//") == "redirect /no/tail")
    #expect(probe.ask("/m//st/path") == "redirect /m/st/path")
    #expect(probe.ask("/p/x//y") == "/p/{rest:path} [x//y]")
    #expect(probe.ask("/p//x") == "redirect /p/x")
    #expect(probe.ask("/no//other") == "404")
  }

  @Test func aPatternsOwnDoubledSlashesAreMergedToo() throws {
    let probe = try RouterProbe("/a//b")
    #expect(probe.ask("/a/b") == "/a//b")
    #expect(probe.ask("/a//b") == "redirect /a/b")
  }

  @Test func slashesAreNotMergedWhereTheRouteSaysSo() throws {
    let probe = try RouterProbe([route([.get], "/no//merge", mergesSlashes: false), get("/other")])
    #expect(probe.ask("/no//merge") == "/no//merge")
    #expect(probe.ask("/no/merge") == "404")
    #expect(probe.ask("//no//merge") == "404")
    #expect(probe.ask("//other") == "redirect /other")
  }

  @Test func theMethodCountsForMergedPathsToo() throws {
    let probe = try RouterProbe("/a/b")
    #expect(probe.ask("/a//b", .post) == "405 GET, HEAD, OPTIONS")
  }

  @Test(arguments: [
    "//evil.example", "///evil.example", "//evil.example/", "/\\evil.example", "/\\evil.example/", "/%2Fevil.example",
    "/%5Cevil.example", "//%2Fevil.example//", "/%2F/evil.example", "//evil.example//..", "/%09/evil.example",
  ])
  func noRedirectLeadsToAnotherHost(path: String) throws {
    let patterns = ["/{a}/", "/{a}/{b}/", "/{rest:path}/", "/{a}"]
    for policy in [SlashPolicy.redirect, .addOnly, .lenient] {
      for pattern in patterns {
        let answer = try RouterProbe(pattern, policy: RouterPolicy(slashes: policy)).ask(path)
        guard answer.hasPrefix("redirect ") else { continue }
        let target = Array(answer.dropFirst("redirect ".count).utf8)
        #expect(target.first == UInt8(ascii: "/"))
        #expect(target.count == 1 || (target[1] != UInt8(ascii: "/") && target[1] != UInt8(ascii: "\\")))
      }
    }
  }

  @Test func aRedirectIsEncodedAgain() throws {
    let probe = try RouterProbe("/{a}/")
    #expect(probe.ask("//evil.example") == "redirect /evil.example/")
    #expect(probe.ask("/a%2Fb%20c%25") == "redirect /a%2Fb%20c%25/")
    #expect(probe.ask("/a|b") == "redirect /a%7Cb/")
    #expect(probe.ask("/%3F%23") == "redirect /%3F%23/")
  }
}
