import Aloft
import AloftCore
import AloftHTTP
import Testing

@Suite struct RouterCheckTests {
  private func problems(
    _ routes: [RouteDescription], policy: RouterPolicy = RouterPolicy()
  ) -> [Diagnostic] {
    do throws(RoutingProblems) {
      _ = try Router(routes: routes, policy: policy)
      return []
    } catch {
      return error.diagnostics
    }
  }

  private func problem(_ pattern: String) -> String {
    problems([get(pattern)]).map { "\($0.id): \($0.message) → \($0.fix)" }.joined(separator: "; ")
  }

  @Test func aPatternBeginsWithASlash() {
    #expect(problem("about") == "route.pattern: the pattern 'about' does not begin with a slash → Write '/about'.")
    #expect(problem("").contains("does not begin with a slash"))
  }

  @Test func bracesStandInPairs() {
    #expect(problem("/{a").contains("has a '{' that is never closed"))
    #expect(problem("/a}").contains("has a '}' without a '{'"))
    #expect(problem("/{a:int(").contains("never closed"))
  }

  @Test(arguments: [
    "/{}", "/{1a}", "/{a b}", "/{a:}", "/{a:int(}", "/{a:int(min=)}", "/{a:int(=1)}", "/{a:int)}", "/{a:any('x)}",
    "/{ä}", "/{a:int(min=1,min=2)}", "/{a{b}}", "/{:int}", "/{a:int(1 2)}",
  ])
  func aPlaceholderThatCannotBeReadIsReported(pattern: String) {
    #expect(problem(pattern).hasPrefix("route.pattern: the pattern '\(pattern)' has a "))
  }

  @Test func anUnknownConverterIsAnsweredWithTheNearest() {
    #expect(
      problem("/{a:itn}")
        == "route.converter: the pattern '/{a:itn}' names the converter 'itn', which does not exist → Did you mean 'int'?"
    )
    #expect(problem("/{a:zzzzzzzz}").contains("Use one of any, float, int, path, string, uuid, or register it."))
  }

  @Test func argumentsAreChecked() {
    #expect(problem("/{a:int(maxx=1)}").contains("there is no argument 'maxx', did you mean 'max'"))
    #expect(problem("/{a:int(min=x)}").contains("'min' is a whole number, not 'x'"))
    #expect(problem("/{a:int(3)}").contains("the argument '3' has no name and none is expected"))
    #expect(problem("/{a:int(min=9,max=1)}").contains("'min' is at most 'max'"))
    #expect(problem("/{a:int(signed=yes)}").contains("'signed' is true or false, not 'yes'"))
    #expect(problem("/{a:string(length=0)}").contains("a length is at least 1"))
    #expect(problem("/{a:string(length=2,maxLength=3)}").contains("'length' stands alone"))
    #expect(problem("/{a:any()}").contains("'any' lists the words it accepts"))
    #expect(problem("/{a:uuid(4)}").contains("none is expected"))
    #expect(problem("/{a:path(x=1)}").contains("there is no argument 'x'"))
  }

  @Test func textThatNoPathHasIsReported() {
    #expect(problem("/a/../b").contains("has a segment of dots"))
    #expect(problem("/./a").contains("has a segment of dots"))
    #expect(problem("/a?b").contains("has a '?' or '#'"))
    #expect(problem("/caf%C3%A9").contains("is percent-encoded"))
    #expect(problem("/a\nb").contains("has a control character"))
    #expect(problem("/100%") == "")
  }

  @Test func aNameStandsOnceInARoute() {
    #expect(problem("/{a}/{a:int}").contains("has two placeholders named 'a'"))
    #expect(problems([get("/{a}", host: "{a}.org")])[0].message == "the host and the path of '/{a}' both name 'a'")
    #expect(problems([get("/{a}", name: "x", defaults: ["a": 1])])[0].id == "route.default")
  }

  @Test(arguments: ["a..b", ".a", "a.", "a b", "a:80", "a/b", "{p:path}.org", ""])
  func aHostConsistsOfLabels(host: String) {
    #expect(problems([get("/", host: host)]).first?.id == "route.pattern")
  }

  @Test func routesThatAnswerTheSameRequestsClash() {
    let found = problems([
      get("/users/{id:int}", line: 3), get("/users/{user:int}", line: 7), route(nil, "/users/{x:int}", line: 9),
    ])
    #expect(found.map(\.id) == ["route.clash", "route.clash", "route.clash"])
    #expect(
      found[0].message == "'/users/{user:int}' answers the same requests as '/users/{id:int}' at Tests/Routes.swift:3")
    #expect(found[0].place.line == 7)
  }

  @Test func routesThatDifferInAnyWayDoNotClash() {
    let found = problems([
      get("/a"), route([.post], "/a"), get("/a/"), get("/a", host: "x.org"), get("/{a}"), get("/{a:int}"),
      route(nil, "/a", connection: .webSocket), route([.head], "/a"), get("/{a:path}"), get("/{a:int(min=1)}"),
      route([.get], "/a", name: "b", isBuildOnly: true),
    ])
    #expect(found.isEmpty)
  }

  @Test func argumentsInAnotherOrderClash() {
    #expect(problems([get("/{a:int(min=1,max=2)}"), get("/{b:int(max=2, min=1)}")]).count == 1)
    #expect(problems([get("/{a}"), get("/{b:string}")]).count == 1)
  }

  @Test func routesOfOneNameTakeTheSameParameters() {
    let found = problems([get("/a", name: "x", line: 4), get("/a/{id}", name: "x", line: 5)])
    #expect(
      found[0].description
        == "Tests/Routes.swift:5: the name 'x' is also that of '/a' at Tests/Routes.swift:4, which differs in 'id' "
        + "[route.name]\n    fix: Give one of them another name, or a default for what its pattern lacks.")
    #expect(problems([get("/a/{id}", name: "x"), route([.post], "/a/{id}", name: "x")]).isEmpty)
    #expect(
      problems([get("/a", name: "x"), get("/a/{id}", name: "x")], policy: RouterPolicy(sharedNames: .anyParameters))
        .isEmpty)
  }

  @Test func allProblemsComeTogether() {
    let found = problems([get("a{", line: 1), get("/{a:itn}/{a}/{b", line: 2), get("/b", line: 3), get("/b", line: 4)])
    #expect(found.map(\.place.line) == [1, 1, 2, 2, 4])
  }
}
