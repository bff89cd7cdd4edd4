import AloftHTTP
import Testing

/// What is borne of forms, and what is not.
@Suite struct FormLimitsTests {
  @Test func thereMayBeAsManyFieldsAsBorneAndNoMore() {
    var limits = FormLimits()
    limits.fields = 2
    let part = FormTranscript.part("a", "x")
    #expect(FormTranscript(part + part + "--b--", limits: limits).isEnded)
    #expect(FormTranscript(part + part + part + "--b--", limits: limits).error == .tooManyFields(limit: 2))
  }

  @Test func aNameIsAsLongAsBorneAndNoLonger() {
    var limits = FormLimits()
    limits.name = 4
    #expect(FormTranscript(FormTranscript.part("abcd", "x") + "--b--", limits: limits).isEnded)
    #expect(FormTranscript(FormTranscript.part("abcde", "x"), limits: limits).error == .headerTooLarge(limit: 4))
    let file = FormTranscript.part("a", "x", header: "; filename=\"abcde\"")
    #expect(FormTranscript(file, limits: limits).error == .headerTooLarge(limit: 4))
  }

  @Test func aHeaderWithoutAnEndIsRefusedBeforeItFillsTheMemory() {
    var limits = FormLimits()
    limits.partHeader = 100
    let pieces = [Array("--b\r\n".utf8)] + Array(repeating: Array("X: y\r\n".utf8), count: 1000)
    let found = FormTranscript(pieces, limits: limits)
    #expect(found.error == .headerTooLarge(limit: 100))
    #expect(found.mostPending < 200)
  }

  @Test func aLineWithoutAnEndIsRefusedBeforeItFillsTheMemory() {
    let pieces =
      [Array("--b\r\nX: ".utf8)] + Array(repeating: Array(repeating: UInt8(ascii: "y"), count: 1000), count: 20)
    #expect(FormTranscript(pieces).error == .headerTooLarge(limit: 8192))
  }

  @Test func nothingOfAPreambleIsKept() {
    let pieces = Array(repeating: Array("\r\n--".utf8) + Array(repeating: UInt8(ascii: "-"), count: 1000), count: 100)
    let found = FormTranscript(pieces)
    #expect(found.error == nil)
    #expect(found.mostPending < 100)
  }

  @Test func blanksBehindABoundaryAreNotReadForEver() {
    let pieces = [Array("--b".utf8)] + Array(repeating: [UInt8(ascii: " ")], count: 1000)
    #expect(FormTranscript(pieces).mostPending < 100)
  }

  @Test(arguments: [
    "--b\r\nno colon\r\n\r\n", "--b\r\n: a\r\n\r\n", "--b\r\nA B: c\r\n\r\n",
    "--b\r\n" + String(repeating: "A: b\r\n", count: 33) + "\r\n",
  ])
  func aPartWhoseHeaderIsMalformedIsRefused(text: String) {
    #expect(FormTranscript(text).error == .malformedPart)
  }

  @Test(arguments: [
    "--b\r\n\r\n", "--b\r\nContent-Type: text/plain\r\n\r\n", "--b\r\nContent-Disposition: form-data\r\n\r\n",
  ])
  func aPartWithoutANameIsRefused(text: String) {
    #expect(FormTranscript(text).error == .namelessPart)
  }

  @Test func controlCharactersThatAnExtendedNameHasEscapedBecomeBlanks() {
    let header = "Content-Disposition: form-data; name*=UTF-8''a%00b%0Ac; filename*=UTF-8''d%0D%0Ae%7F"
    let found = FormTranscript("--b\r\n\(header)\r\n\r\nx\r\n--b--")
    #expect(found.parts.map(\.name) == ["a b c"])
    #expect(found.parts.map(\.head.fileName) == ["d  e "])
  }

  @Test func controlCharactersOfANameBecomeBlanks() {
    let found = FormTranscript(FormTranscript.part("a\0b\rc", "x") + "--b--")
    #expect(found.parts.map(\.name) == ["a b c"])
  }
}
