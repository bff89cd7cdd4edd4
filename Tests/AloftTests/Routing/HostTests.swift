import Aloft
import AloftHTTP
import Testing

@Suite struct HostTests {
  @Test func aRouteOfAHostWinsOverOneOfNone() throws {
    let probe = try RouterProbe([
      get("/", name: "any"), get("/", host: "api.example.com", name: "api"),
      get("/", host: "{tenant}.example.com", name: "tenant"), get("/about", name: "about"),
    ])
    #expect(probe.ask("/", host: "api.example.com") == "api")
    #expect(probe.ask("/", host: "acme.example.com") == "tenant [acme]")
    #expect(probe.ask("/", host: "example.com") == "any")
    #expect(probe.ask("/", host: "") == "any")
    #expect(probe.ask("/about", host: "api.example.com") == "about")
    #expect(probe.ask("/", host: "a.b.example.com") == "any")
  }

  @Test func caseAndPortAndALastPointDoNotCount() throws {
    let probe = try RouterProbe([
      get("/", host: "API.Example.com", name: "api"), get("/", host: "{t}.x.org", name: "t"),
    ])
    for host in ["api.example.com:8080", "API.EXAMPLE.COM", "api.example.com.", "Api.Example.Com.:80"] {
      #expect(probe.ask("/", host: host) == "api")
    }
    #expect(probe.ask("/", host: "Acme.X.org:8080") == "t [acme]")
    #expect(probe.ask("/", host: "api.example.com:80a") == "404")
  }

  @Test func labelsFollowTheRulesOfSegments() throws {
    let probe = try RouterProbe([
      get("/{a}", host: "{n:int}.example.com", name: "number"), get("/{a}", host: "{s}.example.com", name: "text"),
      get("/{a}", host: "v-{s}.example.com", name: "prefixed"), get("/{a}", host: "{a1}.{b}.org", name: "two"),
    ])
    #expect(probe.ask("/x", host: "5.example.com") == "number [x|5]")
    #expect(probe.ask("/x", host: "v-5.example.com") == "prefixed [x|5]")
    #expect(probe.ask("/x", host: "w.example.com") == "text [x|w]")
    #expect(probe.ask("/x", host: "p.q.org") == "two [x|p|q]")
    #expect(probe.ask("/x", host: ".example.com") == "404")
    #expect(probe.ask("/x", host: "a/b.example.com") == "404")
    #expect(probe.ask("/x", host: "%2e.example.com") == "404")
  }

  @Test func methodsOfAllHostsThatFitAreAllowed() throws {
    let probe = try RouterProbe([get("/a", host: "x.org"), route([.post], "/a")])
    #expect(probe.ask("/a", .put, host: "x.org") == "405 GET, HEAD, OPTIONS, POST")
    #expect(probe.ask("/a", .post, host: "x.org") == "/a")
    #expect(probe.ask("/a", .get, host: "y.org") == "405 OPTIONS, POST")
  }

  @Test func manyHostsAreToldApart() throws {
    let probe = try RouterProbe((0..<200).map { get("/", host: "h\($0).example.com", name: "n\($0)") })
    #expect(probe.ask("/", host: "h137.example.com") == "n137")
    #expect(probe.ask("/", host: "h200.example.com") == "404")
  }
}
