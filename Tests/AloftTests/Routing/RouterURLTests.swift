import Aloft
import AloftHTTP
import Foundation
import Testing

@Suite struct RouterURLTests {
  private let origin = URLOrigin(scheme: "http", host: "example.org")

  private func router(_ routes: RouteDescription...) throws -> Router { try Router(routes: routes) }

  private func error(_ build: () throws -> String) -> String {
    do { return "no error: \(try build())" } catch { return "\(error)" }
  }

  @Test func valuesFillThePlaceholders() throws {
    let router = try router(
      get("/u/{id:int}/{slug}", name: "user"), get("/f/{x:float}", name: "float"), get("/i/{id:uuid}", name: "uuid"),
      get("/{name}.{ext}", name: "file"))
    #expect(try router.url(for: "user", ["id": 5, "slug": "a b"]) == "/u/5/a%20b")
    #expect(try router.url(for: "float", ["x": 1.0]) == "/f/1.0")
    #expect(try router.url(for: "float", ["x": 2]) == "/f/2.0")
    #expect(try router.url(for: "float", ["x": 1e16]) == "/f/10000000000000000.0")
    #expect(try router.url(for: "float", ["x": 1.5e-7]) == "/f/0.00000015")
    let id = UUID()
    #expect(try router.url(for: "uuid", ["id": id]) == "/i/\(id.uuidString.lowercased())")
    #expect(try router.url(for: "file", ["name": "a", "ext": "png"]) == "/a.png")
  }

  @Test func aStringEncodesItsSlashesAndAPathKeepsThem() throws {
    let router = try router(get("/s/{s}", name: "s"), get("/p/{p:path}", name: "p"), get("/ü/{{x}}", name: "static"))
    #expect(try router.url(for: "s", ["s": "a/b?c#d%é;=&+@"]) == "/s/a%2Fb%3Fc%23d%25%C3%A9;=&+@")
    #expect(try router.url(for: "p", ["p": "a/b c"]) == "/p/a/b%20c")
    #expect(try router.url(for: "static") == "/%C3%BC/%7Bx%7D")
  }

  @Test func anIntIsPaddedToItsDigits() throws {
    let router = try router(
      get("/{y:int(digits=4)}", name: "y"), get("/s/{n:int(signed=true,digits=3)}", name: "n"))
    #expect(try router.url(for: "y", ["y": 12]) == "/0012")
    #expect(try router.url(for: "n", ["n": -5]) == "/s/-05")
  }

  @Test func furtherValuesBecomeTheQueryInTheirOrder() throws {
    let router = try router(get("/", name: "index"))
    let none: String? = nil
    #expect(
      try router.url(for: "index", ["b": 1, "a": 1.0, "n": none, "l": [1, 2], "e": "", "t": true])
        == "/?b=1&a=1.0&l=1&l=2&e=&t=true")
    #expect(try router.url(for: "index", ["q": "a b&c=d+é/?#"]) == "/?q=a%20b%26c%3Dd%2B%C3%A9/?%23")
    #expect(try router.url(for: "index", ["l": URLValue.list([1, nil, "x"])]) == "/?l=1&l=x")
    #expect(try router.url(for: "index", ["n": none]) == "/")
    #expect(try router.url(for: "index", ["a": 1], fragment: "top é") == "/?a=1#top%20%C3%A9")
  }

  @Test func anUnknownNameIsAnsweredWithTheNearest() throws {
    let router = try router(get("/", name: "post_detail"))
    #expect(error { try router.url(for: "post-detail") } == "No route named 'post-detail'. Did you mean 'post_detail'?")
    #expect(error { try router.url(for: "zzzzzzzzzz") } == "No route named 'zzzzzzzzzz'.")
  }

  @Test func aMissingValueIsNamed() throws {
    let router = try router(get("/{b}/{a}", name: "x"))
    let none: String? = nil
    #expect(error { try router.url(for: "x", ["b": none]) } == "The URL of 'x' needs values for 'a', 'b'.")
  }

  private static let refused: [(String, URLValue)] = [
    ("s", ""), ("s", ".."), ("s", "."), ("s", "a\\..\\b"), ("s", "a/../b"), ("s", "a\0b"), ("s", [1, 2]),
    ("p", "a/../b"), ("p", "/a"), ("p", ""), ("p", "a/."), ("n", "x"), ("n", -1), ("n", 10), ("n", 1.5), ("n", true),
    ("f", "x"), ("f", .double(.infinity)), ("f", .double(.nan)), ("f", -1.5), ("u", "x"), ("k", "c"), ("l", "abc"),
  ]

  @Test(arguments: refused)
  func aValueThatAPlaceholderRefusesIsAnError(name: String, value: URLValue) throws {
    let router = try router(
      get("/s/{v}", name: "s"), get("/p/{v:path}", name: "p"), get("/n/{v:int(max=9)}", name: "n"),
      get("/f/{v:float}", name: "f"), get("/u/{v:uuid}", name: "u"), get("/k/{v:any(a,b)}", name: "k"),
      get("/l/{v:string(length=2)}", name: "l"))
    let message = error { try router.url(for: name, URLValues([("v", value)])) }
    #expect(message.hasPrefix("The URL of '\(name)' cannot have "))
  }

  @Test func valuesThatWouldBeReadDifferentlyAreRefused() throws {
    let router = try router(
      get("/{a}-{b}", name: "x"), get("/p/{a:path}/{b}", name: "p"), get("/q/{a:path}/", name: "q"),
      get("/v{a}", name: "v"))
    #expect(
      error { try router.url(for: "x", ["a": "1", "b": "2-3"]) }.hasPrefix("The URL of 'x', /1-2-3, would be read"))
    #expect(try router.url(for: "x", ["a": "1-2", "b": "3"]) == "/1-2-3")
    #expect(try router.url(for: "p", ["a": "1/2", "b": "3"]) == "/p/1/2/3")
    #expect(try router.url(for: "q", ["a": "1/2"]) == "/q/1/2/")
    #expect(error { try router.url(for: "q", ["a": "1/"]) }.contains("would be read"))
    #expect(try router.url(for: "v", ["a": "1"]) == "/v1")
  }

  @Test func aMethodChoosesAmongRoutesOfOneName() throws {
    let router = try router(
      get("/get", name: "x"), route([.post], "/post", name: "x"), route([.put], "/put", name: "put"))
    #expect(try router.url(for: "x") == "/get")
    #expect(try router.url(for: "x", method: .post) == "/post")
    #expect(try router.url(for: "x", method: .head) == "/get")
    #expect(try router.url(for: "put") == "/put")
    #expect(error { try router.url(for: "x", method: .delete) } == "The route 'x' answers GET, POST alone.")
  }

  @Test func aUrlOfAnotherHostIsAbsolute() throws {
    let router = try router(
      get("/", host: "wiki.example.org", name: "wiki"), get("/t", host: "{t}.example.org", name: "tenant"),
      get("/here", name: "here"))
    let wiki = URLOrigin(scheme: "https", host: "Wiki.Example.org:8080")
    #expect(try router.url(for: "wiki", from: wiki) == "/")
    #expect(try router.url(for: "wiki", from: origin) == "http://wiki.example.org/")
    #expect(try router.url(for: "tenant", ["t": "Acme"], from: wiki) == "https://acme.example.org:8080/t")
    #expect(try router.url(for: "tenant", ["t": "wiki"], from: wiki) == "/t")
    #expect(try router.url(for: "here", from: wiki) == "/here")
    #expect(try router.url(for: "wiki") == "//wiki.example.org/")
    #expect(
      error { try router.url(for: "tenant", ["t": "a.b/c"]) }.hasPrefix("The URL of 'tenant' cannot have 'a.b/c'"))
  }

  @Test func anAbsoluteUrlHasSchemeAndHost() throws {
    let router = try router(get("/foo", name: "foo"), route(nil, "/ws", name: "ws", connection: .webSocket))
    let port = URLOrigin(scheme: "https", host: "example.org:5000")
    #expect(try router.url(for: "foo", from: port, isAbsolute: true) == "https://example.org:5000/foo")
    #expect(try router.url(for: "ws", from: port) == "wss://example.org:5000/ws")
    #expect(try router.url(for: "ws", from: origin) == "ws://example.org/ws")
    #expect(
      try router.url(for: "foo", from: URLOrigin(scheme: "", host: "x.org"), isAbsolute: true) == "//x.org/foo")
    #expect(error { try router.url(for: "foo", isAbsolute: true) }.hasPrefix("An absolute URL of 'foo' needs a host"))
  }

  @Test func ofSeveralHostsTheOriginsIsPreferred() throws {
    let router = try router(
      get("/", host: "alpha.example.com", name: "index"), get("/", host: "beta.example.com", name: "index"))
    #expect(try router.url(for: "index", from: URLOrigin(scheme: "http", host: "beta.example.com")) == "/")
  }
}
