import Aloft
import AloftHTTP
import Testing

@Suite struct ConverterTests {
  @Test func anIntIsDigitsThatFit() throws {
    let probe = try RouterProbe("/{n:int}")
    #expect(probe.ask("/007") == "/{n:int} [007]")
    #expect(probe.ask("/9223372036854775807") == "/{n:int} [9223372036854775807]")
    for path in ["/9223372036854775808", "/-1", "/+1", "/1.0", "/1a", "/١", "/%D9%A1", "/1%2F"] {
      #expect(probe.ask(path) == "404")
    }
    #expect(probe.ask("/" + String(repeating: "1", count: 5000)) == "404")
  }

  @Test func anIntHasLimits() throws {
    let probe = try RouterProbe(
      "/a/{n:int(min=1,max=9)}", "/b/{n:int(digits=4)}", "/c/{n:int(signed=true)}", "/d/{n:int(signed=true, min=-5)}")
    #expect(probe.ask("/a/9") == "/a/{n:int(min=1,max=9)} [9]")
    #expect(probe.ask("/a/0") == "404")
    #expect(probe.ask("/a/10") == "404")
    #expect(probe.ask("/b/0012") == "/b/{n:int(digits=4)} [0012]")
    #expect(probe.ask("/b/12") == "404")
    #expect(probe.ask("/c/-9223372036854775808") == "/c/{n:int(signed=true)} [-9223372036854775808]")
    #expect(probe.ask("/c/-") == "404")
    #expect(probe.ask("/c/--1") == "404")
    #expect(probe.ask("/d/-5") == "/d/{n:int(signed=true, min=-5)} [-5]")
    #expect(probe.ask("/d/-6") == "404")
  }

  @Test func aValueBeyondALimitIsLeftToTheNextRoute() throws {
    let probe = try RouterProbe("/{n:int(max=9)}", "/{s}")
    #expect(probe.ask("/10") == "/{s} [10]")
  }

  @Test func aFloatHasAPoint() throws {
    let probe = try RouterProbe("/{x:float}", "/s/{x:float(signed=true,max=1.5)}")
    #expect(probe.ask("/0.815") == "/{x:float} [0.815]")
    for path in ["/1", "/.5", "/5.", "/1.2.3", "/-1.0", "/1e5", "/s/1.6"] { #expect(probe.ask(path) == "404") }
    #expect(probe.ask("/s/-100.0") == "/s/{x:float(signed=true,max=1.5)} [-100.0]")
  }

  @Test func aUUIDHasItsForm() throws {
    let probe = try RouterProbe("/{id:uuid}")
    let id = "a8098c1a-f86e-11DA-bd1a-00112444be1e"
    #expect(probe.ask("/\(id)") == "/{id:uuid} [\(id)]")
    #expect(probe.ask("/\(id)0") == "404")
    #expect(probe.ask("/a8098c1af86e11dabd1a00112444be1e") == "404")
    #expect(probe.ask("/\(id.replacing("a", with: "g"))") == "404")
  }

  @Test func aStringHasLimitsInCharactersNotBytes() throws {
    let probe = try RouterProbe("/a/{s:string(length=2)}", "/b/{s:string(minLength=2,maxLength=3)}")
    #expect(probe.ask("/a/é%C3%A9") == "/a/{s:string(length=2)} [éé]")
    #expect(probe.ask("/a/ééé") == "404")
    #expect(probe.ask("/b/a") == "404")
    #expect(probe.ask("/b/abc") == "/b/{s:string(minLength=2,maxLength=3)} [abc]")
    #expect(probe.ask("/b/abcd") == "404")
  }

  @Test func anyAcceptsTheListedWords() throws {
    let probe = try RouterProbe(#"/{k:any(a1, a.2, "foo,bar", 'x y')}"#, "/v/{k:any(a,ab)}{rest}")
    #expect(probe.ask("/a1").hasSuffix("[a1]"))
    #expect(probe.ask("/a.2").hasSuffix("[a.2]"))
    #expect(probe.ask("/foo,bar").hasSuffix("[foo,bar]"))
    #expect(probe.ask("/x%20y").hasSuffix("[x y]"))
    #expect(probe.ask("/a") == "404")
    #expect(probe.ask("/v/abc").hasSuffix("[ab|c]"))
    #expect(probe.ask("/v/ab").hasSuffix("[a|b]"))
  }

  @Test func severalConvertersShareASegment() throws {
    let probe = try RouterProbe(
      "/a/{w:int}x{h:int}", "/b/{s:string(length=2)}{n:int}", "/c/{n:int(signed=true)}{s}", "/d/{x:float}-{y:float}",
      "/e/{id:uuid}.{ext:any(png,jpg)}", "/f/{y:int(digits=4)}{m:int(digits=2)}")
    #expect(probe.ask("/a/640x480").hasSuffix("[640|480]"))
    #expect(probe.ask("/b/ab12").hasSuffix("[ab|12]"))
    #expect(probe.ask("/b/éé12").hasSuffix("[éé|12]"))
    #expect(probe.ask("/c/-12ab").hasSuffix("[-12|ab]"))
    #expect(probe.ask("/d/1.5-2.5").hasSuffix("[1.5|2.5]"))
    #expect(
      probe.ask("/e/a8098c1a-f86e-11da-bd1a-00112444be1e.png").hasSuffix("[a8098c1a-f86e-11da-bd1a-00112444be1e|png]"))
    #expect(probe.ask("/f/202607").hasSuffix("[2026|07]"))
    #expect(probe.ask("/f/20267") == "404")
  }

  @Test func noValueBeginsInsideACharacter() throws {
    let probe = try RouterProbe("/{a}{b}")
    #expect(probe.ask("/aé") == "/{a}{b} [a|é]")
    #expect(probe.ask("/éa") == "/{a}{b} [é|a]")
    #expect(probe.ask("/é") == "404")
  }

  @Test func anApplicationRegistersItsOwnConverters() throws {
    var converters = PathConverters()
    converters.register("country", Country())
    converters.register("prefixed") { arguments in Prefixed(prefix: arguments.text("with") ?? "x") }
    let probe = try RouterProbe(
      [get("/c/{c:country}"), get("/p/{p:prefixed(with=ab)}"), get("/q/{p:prefixed}-{c:country}", name: "q")],
      converters: converters)
    #expect(probe.ask("/c/de") == "/c/{c:country} [de]")
    #expect(probe.ask("/c/xx") == "404")
    #expect(probe.ask("/p/abc") == "/p/{p:prefixed(with=ab)} [abc]")
    #expect(probe.ask("/p/xbc") == "404")
    #expect(probe.ask("/q/x-y-de") == "q [x-y|de]")
    #expect(try probe.router.url(for: "q", ["p": "xy", "c": "FR"]) == "/q/xy-fr")
    #expect(throws: URLBuildError.self) { try probe.router.url(for: "q", ["p": "xy", "c": "zz"]) }
  }
}

private struct Country: PathConverter {
  var weight: Int { 60 }

  func matches(_ value: Span<UInt8>) -> Bool {
    guard value.count == 2 else { return false }
    return [[0x64, 0x65], [0x66, 0x72]].contains([value[0], value[1]])
  }

  func text(for value: URLValue) -> String? { value.text?.lowercased() }
}

private struct Prefixed: PathConverter {
  let prefix: String

  func matches(_ value: Span<UInt8>) -> Bool {
    let prefix = Array(prefix.utf8)
    return value.count > prefix.count && prefix.indices.allSatisfy { value[$0] == prefix[$0] }
  }
}
