import AloftCore
import Testing

@Suite struct TextSearchTests {
  @Test(arguments: [
    ("abc", "abc", true), ("xabcx", "abc", true), ("ab", "abc", false), ("aab", "ab", true), ("", "a", false),
    ("a", "", true),
    ("", "", true),
  ])
  func aPartIsFoundWhereverItStands(text: String, part: String, isThere: Bool) {
    #expect(text.hasPart(part) == isThere)
  }

  @Test(arguments: [
    ("a%22b%22", "a\"b\""), ("%2%22", "%2\""), ("%22", "\""), ("%2", "%2"), ("", ""), ("%22%22", "\"\""),
  ])
  func eachPartIsReplacedOnce(text: String, result: String) {
    #expect(text.replacingParts("%22", with: "\"") == result)
  }

  @Test func nothingIsReplacedByAnEmptyPart() {
    #expect("abc".replacingParts("", with: "x") == "abc")
  }
}
