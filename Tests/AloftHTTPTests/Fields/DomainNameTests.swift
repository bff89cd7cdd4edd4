import AloftHTTP
import Testing

@Suite struct DomainNameTests {
  /// Samples of RFC 3492, section 7.1, in lower case, and a few more.
  private static let names = [
    ("ليهمابتكلموشعربي؟", "xn--egbpdaj6bu4bxfgehfvwxn"), ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"),
    ("למההםפשוטלאמדבריםעברית", "xn--4dbcagdahymbxekheh6e0a7fei0b"),
    ("почемужеонинеговорятпорусски", "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l"),
    ("porquénopuedensimplementehablarenespañol", "xn--porqunopuedensimplementehablarenespaol-fmd56a"),
    ("3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"),
    ("bücher.example", "xn--bcher-kva.example"), ("☃.net", "xn--n3h.net"), ("ä.ö", "xn--4ca.xn--nda"),
    ("example.com", "example.com"),
  ]

  @Test(arguments: names)
  func namesHaveAFormInASCII(_ name: String, _ ascii: String) {
    #expect(DomainName.ascii(name) == ascii)
  }

  @Test(arguments: names.filter { !$0.0.contains("؟") })
  func theFormInASCIIIsReadAgain(_ name: String, _ ascii: String) {
    #expect(DomainName.unicode(ascii) == name)
  }

  @Test func capitalLettersAreSmallOnes() {
    #expect(DomainName.ascii("BÜCHER.example") == "xn--bcher-kva.example")
  }

  @Test func fullStopsOfOtherScriptsSeparateToo() {
    #expect(DomainName.ascii("ä。com") == "xn--4ca.com")
    #expect(DomainName.ascii("ä．com｡org") == "xn--4ca.com.org")
  }

  @Test func aMarkOnAPointHidesNoSeparator() {
    #expect(DomainName.ascii("a.\u{301}b")?.split(separator: ".").count == 2)
    #expect(DomainName.ascii("a.\u{301}b")?.hasPrefix("a.xn--") == true)
  }

  @Test func aLabelThatIsTooLongHasNoForm() {
    #expect(DomainName.ascii(String(repeating: "ä", count: 64)) == nil)
    // 50 different letters of 2 digits and more each.
    #expect(
      DomainName.ascii(String(String.UnicodeScalarView((0..<50).compactMap { Unicode.Scalar(0x4E00 + $0 * 97) })))
        == nil)
    for label in (1...63).compactMap({ DomainName.ascii(String(repeating: "ü", count: $0)) }) {
      #expect(label.utf8.count <= 63)
    }
  }

  @Test(arguments: [
    "xn--", "xn--a", "xn--zzzzzz99999", "xn--\u{e4}", "xn--999999999999999999999999", "xn---", "xn--a-", "xn--abc-",
    "xn--99999b", "xn--0000000000h",
    "xn--n3h-", "xn--N3H\u{301}",
  ])
  func aFormThatStandsForNothingStays(_ name: String) {
    #expect(DomainName.unicode(name) == name)
  }

  @Test(arguments: [
    "\u{2044}", "\u{2215}", "\u{FF0F}", "\u{202E}", "\u{200B}", "\u{3000}", "\u{80}", "\u{FF0E}", "\u{E000}",
    "\u{2024}", "\u{FE52}",
  ])
  func aLetterThatLooksLikeASeparatorOrLikeNothingStaysEncoded(_ letter: String) {
    guard let encoded = DomainName.ascii("example\(letter)com") else {
      Issue.record("there is no form")
      return
    }
    guard encoded.contains("xn--") else { return }
    #expect(DomainName.unicode(encoded) == encoded)
  }

  @Test func whateverIsDecodedIsEncodedAgain() {
    var generator = SeededGenerator(seed: 19)
    let digits = Array("abcdefghijklmnopqrstuvwxyz0123456789-".unicodeScalars)
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...10, using: &generator)
      let label =
        "xn--"
        + String(String.UnicodeScalarView((0..<count).map { _ in digits.randomElement(using: &generator) ?? "a" }))
      let decoded = DomainName.unicode(label)
      if decoded != label { #expect(DomainName.ascii(decoded) == label) }
    }
  }
}
