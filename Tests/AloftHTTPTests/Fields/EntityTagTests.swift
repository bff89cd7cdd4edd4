import AloftHTTP
import Testing

@Suite struct EntityTagTests {
  @Test func tagsAreWrittenInQuotes() {
    #expect(EntityTag("abc").description == "\"abc\"")
    #expect(EntityTag("abc", isWeak: true).description == "W/\"abc\"")
    #expect(EntityTag("abc").weakened.description == "W/\"abc\"")
    #expect(EntityTag("").description == "\"\"")
  }

  @Test func whatMayNotStandInATagIsEncodedAndSoStaysDifferent() {
    for text in ["a b", "a\"b", "a\r\nb", "a\u{7F}", "\"", "a\0"] {
      let tag = EntityTag(text)
      #expect(EntityTag(parsing: tag.description) == tag)
      #expect(!tag.matchesWeakly(EntityTag(text.filter { $0.isLetter })))
    }
    #expect(EntityTag("a b").description == "\"a%20b\"")
  }

  @Test(arguments: [
    ("\"a\"", "a", false), ("W/\"a\"", "a", true), (" \"a\\\" ", "a\\", false), ("\"\"", "", false),
    ("\"a,b\"", "a,b", false), ("\"ä\"", "ä", false),
  ])
  func tagsAreRead(_ field: String, _ text: String, _ isWeak: Bool) {
    let tag = EntityTag(parsing: field)
    #expect(tag?.text == text)
    #expect(tag?.isWeak == isWeak)
  }

  @Test(arguments: [
    "", "a", "\"", "\"a", "a\"", "W/a", "w/\"a\"", "W/ \"a\"", "\"a\"b\"", "\"a\" \"b\"", "*", "\"a b\"",
  ])
  func whatIsNoTagIsRefused(_ field: String) {
    #expect(EntityTag(parsing: field) == nil)
  }

  /// The table of RFC 9110, section 8.8.3.2.
  @Test(arguments: [
    ("W/\"1\"", "W/\"1\"", false, true), ("W/\"1\"", "W/\"2\"", false, false), ("W/\"1\"", "\"1\"", false, true),
    ("\"1\"", "\"1\"", true, true),
  ])
  func tagsAreComparedStronglyAndWeakly(_ a: String, _ b: String, _ strong: Bool, _ weak: Bool) throws {
    let first = try #require(EntityTag(parsing: a))
    let second = try #require(EntityTag(parsing: b))
    #expect(first.matchesStrongly(second) == strong)
    #expect(second.matchesStrongly(first) == strong)
    #expect(first.matchesWeakly(second) == weak)
    #expect(second.matchesWeakly(first) == weak)
  }

  @Test func tagsAreComparedByteForByte() {
    #expect(!EntityTag("\u{212A}").matchesStrongly(EntityTag("K")))
    #expect(!EntityTag("\u{212A}").matchesWeakly(EntityTag("K")))
    #expect(!EntityTag("a").matchesWeakly(EntityTag("A")))
  }
}

@Suite struct EntityTagListTests {
  private func texts(_ field: String) -> [String] {
    if case .tags(let tags) = EntityTagList(field) { tags.map(\.description) } else { ["any"] }
  }

  @Test func tagsAreReadInOrder() {
    #expect(texts("\"a\", W/\"b\" ,\"c\"") == ["\"a\"", "W/\"b\"", "\"c\""])
    #expect(texts("\"a,b\", \"c\\\", \"\"") == ["\"a,b\"", "\"c\\\"", "\"\""])
    #expect(texts(", \"a\",, \"b\",") == ["\"a\"", "\"b\""])
  }

  @Test func tagsOfOldClientsAreRead() {
    #expect(texts("a, w/\"b\", W/c") == ["\"a\"", "W/\"b\"", "W/\"c\""])
  }

  @Test(arguments: ["\"a\" \"b\"", "\"a\"b", "a b", "a\"b\"", "\"a", "W/", "", " ", ",,,", "\""])
  func whatIsNoTagIsPassedOver(_ field: String) {
    #expect(texts(field) == [])
    #expect(texts("\"x\", " + field) == ["\"x\""])
  }

  @Test func aStarMeansAnyVersionOnlyIfItStandsAlone() {
    #expect(EntityTagList("*") == .any)
    #expect(EntityTagList(" * ") == .any)
    #expect(EntityTagList("\"a\", *") != .any)
    #expect(EntityTagList("*, \"a\"") != .any)
    #expect(EntityTagList("\"*\"") != .any)
    #expect(EntityTagList("W/*") != .any)
  }

  @Test func aListHoldsStrongAndWeakTags() {
    let list = EntityTagList("\"a\", W/\"b\"")
    #expect(list.containsStrongly(EntityTag("a")))
    #expect(!list.containsStrongly(EntityTag("a", isWeak: true)))
    #expect(!list.containsStrongly(EntityTag("b")))
    #expect(list.containsWeakly(EntityTag("a", isWeak: true)))
    #expect(list.containsWeakly(EntityTag("b")))
    #expect(!list.containsWeakly(EntityTag("c")))
    #expect(!list.containsStrongly(nil))
    #expect(!list.containsWeakly(nil))
  }

  @Test func anyVersionIsOne() {
    #expect(EntityTagList.any.containsStrongly(nil))
    #expect(EntityTagList.any.containsWeakly(EntityTag("a", isWeak: true)))
  }

  @Test func aHugeFieldIsReadInOneGo() {
    #expect(texts(String(repeating: "\"a\",", count: 250_000)).count == 100)
    for attack in [
      String(repeating: ",", count: 1_000_000), String(repeating: "W/", count: 500_000),
      String(repeating: " ", count: 1_000_000),
      String(repeating: "\"a\"b,", count: 200_000), String(repeating: "a b,", count: 250_000),
    ] {
      #expect(!EntityTagList(attack).containsWeakly(EntityTag("a")))
    }
  }
}
