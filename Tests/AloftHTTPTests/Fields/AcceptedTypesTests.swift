import AloftHTTP
import Testing

@Suite struct AcceptedTypesTests {
  /// The example of RFC 9110, section 12.5.1.
  private let example = AcceptedTypes(
    "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5")

  @Test(arguments: [
    ("text/plain;format=flowed", 1), ("text/plain", 0.7), ("text/html", 0.3), ("image/jpeg", 0.5),
    ("text/plain;format=fixed", 0.4), ("text/html;level=3", 0.3), ("text/plain; charset=utf-8", 0.7),
    ("TEXT/Plain; Format=flowed", 1),
  ])
  func theMostSpecificRangeGivesTheQuality(_ type: String, _ quality: Double) {
    #expect(example.quality(of: type) == quality)
  }

  @Test func theBestLikedTypeIsChosen() {
    #expect(example.best(of: ["text/html", "image/png", "text/plain"]) == "text/plain")
    #expect(example.best(of: ["text/html", "image/png"]) == "image/png")
  }

  @Test func ofEquallyLikedTypesTheServerChooses() {
    #expect(
      AcceptedTypes("text/html, application/json").best(of: ["application/json", "text/html"]) == "application/json")
    #expect(AcceptedTypes("*/*").best(of: ["text/html", "application/json"]) == "text/html")
  }

  @Test func ofEquallyLikedTypesTheMoreExactlyNamedComesFirst() {
    #expect(AcceptedTypes("*/*, text/html").best(of: ["image/png", "text/html"]) == "text/html")
    #expect(AcceptedTypes("*/*, image/*").best(of: ["text/plain", "image/png"]) == "image/png")
    let accepted = AcceptedTypes("text/*, text/html, text/html;level=1, */*")
    #expect(accepted.best(of: ["text/html", "text/html; level=1"]) == "text/html; level=1")
    #expect(accepted.best(of: ["text/html; version=1", "text/html"]) == "text/html")
  }

  @Test func aTypeWithMoreParametersIsTakenByARangeWithFewer() {
    #expect(AcceptedTypes("text/html").best(of: ["text/html; charset=utf-8"]) == "text/html; charset=utf-8")
    #expect(AcceptedTypes("text/html;level=1").best(of: ["text/html"]) == nil)
  }

  @Test func whatHasNoQualityIsNotAccepted() {
    #expect(AcceptedTypes("text/html;q=0, */*").best(of: ["text/html", "text/plain"]) == "text/plain")
    #expect(AcceptedTypes("text/html;q=0, */*").best(of: ["text/html"]) == nil)
    #expect(AcceptedTypes("application/json").best(of: ["text/html"]) == nil)
    #expect(AcceptedTypes("application/json").quality(of: "text/html") == 0)
  }

  @Test func aClientThatDoesNotSayAcceptsEverything() throws {
    #expect(AcceptedTypes(nil).best(of: ["text/html", "application/json"]) == "text/html")
    #expect(AcceptedTypes(nil).quality(of: "image/png") == 1)
    #expect(try ReceivedRequest.with([]).accepts("text/html", "application/json") == "text/html")
  }

  @Test func whatIsNoPreferenceIsPassedOver() {
    for garbage in [
      "html", "foo=", "*/html", "text/", "/html", "text/html/x", "text /html", ";q=1", ",", "text/html;q=x",
    ] {
      #expect(
        AcceptedTypes("\(garbage), application/json").best(of: ["text/html", "application/json"]) == "application/json")
    }
  }

  @Test(arguments: ["5", "-1", "1.1", "+1", ".5", "0x1", "1e0", "nan", "inf", "0.5.0", "1_0", "0."])
  func aQualityThatIsNoneTakesItsTypeAway(_ quality: String) {
    #expect(AcceptedTypes("text/html;q=\(quality), a/b;q=0.1").best(of: ["text/html", "a/b"]) == "a/b")
  }

  @Test(arguments: [("1", 1), ("1.000", 1), ("0.5", 0.5), ("0", 0), ("0.001", 0.001), ("\"0.5\"", 0.5)])
  func qualitiesAreNumbersFromZeroToOne(_ text: String, _ quality: Double) {
    #expect(AcceptedTypes("text/html;Q=\(text)").quality(of: "text/html") == quality)
  }

  @Test func aQuotedCommaSeparatesNothing() {
    let accepted = AcceptedTypes(#"a/b;x="c, text/html";q=0.5, d/e"#)
    #expect(accepted.best(of: ["text/html", "d/e"]) == "d/e")
    #expect(accepted.quality(of: #"a/b; x="c, text/html""#) == 0.5)
  }

  @Test func severalFieldsAreOneList() throws {
    let request = try ReceivedRequest.with(["Accept: text/html;q=0.5", "accept: application/json"])
    #expect(request.accepts("text/html", "application/json") == "application/json")
    #expect(request.accepts("image/png") == nil)
    #expect(request.accepts() == nil)
  }

  @Test func aHugeFieldIsReadInOneGo() {
    let attacks = [
      String(repeating: "a/b;q=0.5,", count: 100_000), String(repeating: ",", count: 1_000_000),
      String(repeating: "\"", count: 1_000_000), "a/b" + String(repeating: ";x=y", count: 250_000),
      "a/b" + String(repeating: ";x*0=y", count: 170_000), "a/b;x=\"" + String(repeating: "\\\"", count: 500_000),
      "a/b;q=0." + String(repeating: "0", count: 1_000_000), "a/b" + String(repeating: ";x=\"", count: 250_000),
      String(repeating: "*/*;", count: 250_000), "a/b;x*=UTF-8''" + String(repeating: "%FF", count: 330_000),
    ]
    for attack in attacks { #expect(AcceptedTypes(attack).best(of: ["image/png", "text/html"]) != "text/html") }
  }
}
