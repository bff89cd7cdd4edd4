import AloftHTTP
import Testing

@Suite struct CacheControlTests {
  @Test func directivesAreRead() {
    let control = CacheControl(parsing: " Max-Age=60, no-store ,private=\"a, b\",, x = y")
    #expect(
      control.directives == [.init("max-age", "60"), .init("no-store"), .init("private", "a, b"), .init("x", "y")])
    #expect(control.contains("NO-STORE"))
    #expect(!control.contains("no-cache"))
    #expect(control["MAX-AGE"] == "60")
    #expect(control["no-store"] == nil)
  }

  @Test func aTimeIsReadInSeconds() {
    #expect(CacheControl(parsing: "max-age=60").duration("max-age") == .seconds(60))
    #expect(CacheControl(parsing: "max-age=\"60\"").duration("max-age") == .seconds(60))
    for none in ["max-age", "max-age=", "max-age=-1", "max-age=1.5", "max-age=a", "max-age=+1", ""] {
      #expect(CacheControl(parsing: none).duration("max-age") == nil)
    }
  }

  @Test func aTimeTooLongIsTheLongestThereIs() {
    // RFC 9111, section 1.2.2.
    for digits in ["2147483648", "99999999999999999999"] {
      #expect(CacheControl(parsing: "max-age=\(digits)").duration("max-age") == .seconds(2_147_483_648))
    }
  }

  @Test func ofEqualDirectivesTheFirstCounts() {
    #expect(CacheControl(parsing: "max-age=1, max-age=2")["max-age"] == "1")
  }

  @Test func directivesAreWritten() {
    #expect(CacheControl([.public, .maxAge(.seconds(60)), .immutable]).description == "public, max-age=60, immutable")
    #expect(CacheControl([.noStore]).description == "no-store")
    #expect(CacheControl([.private, .noCache, .mustRevalidate]).description == "private, no-cache, must-revalidate")
    let shared = CacheControl([
      .sharedMaxAge(.seconds(5)), .staleWhileRevalidate(.seconds(7)), .staleIfError(.seconds(9)),
    ])
    #expect(shared.description == "s-maxage=5, stale-while-revalidate=7, stale-if-error=9")
    #expect(CacheControl([.maxAge(.seconds(-5))]).description == "max-age=0")
  }

  @Test func whatIsWrittenIsReadAgain() {
    let control = CacheControl([.init("a", "b c, d\""), .init("e", ""), .init("f")])
    #expect(CacheControl(parsing: control.description) == control)
  }

  @Test func aValueCannotAddADirectiveOrAField() {
    let control = CacheControl([.init("a", "b, public\r\nX: y")])
    #expect(CacheControl(parsing: control.description).directives.count == 1)
    #expect(!control.description.utf8.contains(0x0A))
  }

  @Test func aHugeFieldIsReadInOneGo() {
    #expect(CacheControl(parsing: String(repeating: "a=b,", count: 250_000)).directives.count <= 50)
    #expect(CacheControl(parsing: String(repeating: "\"", count: 999_999)).directives.count == 1)
  }
}
