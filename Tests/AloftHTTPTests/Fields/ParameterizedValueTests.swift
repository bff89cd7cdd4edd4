import AloftHTTP
import Testing

@Suite struct ParameterizedValueTests {
  private func read(_ text: String) -> [String: String] {
    Dictionary(ParameterizedValue(parsing: text).parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }

  @Test func aValueHasParameters() {
    let value = ParameterizedValue(parsing: " form-data ; Name=a;\tfile=\"b c\" ")
    #expect(value.value == "form-data")
    #expect(value.parameters == [.init("name", "a"), .init("file", "b c")])
    #expect(value["NAME"] == "a")
    #expect(value["missing"] == nil)
  }

  @Test(arguments: ["v", "v;", "v; ; ", "v;a", "v;a=", "v;=b", "v; a =b", "v;a= b", "v;a:b", "v;\"a\"=b", "v;ä=b"])
  func whatIsNoParameterIsPassedOver(_ text: String) {
    #expect(ParameterizedValue(parsing: text).value == "v")
    #expect(read(text).isEmpty)
    #expect(read(text + ";c=d") == ["c": "d"])
  }

  @Test func withoutAValueThereAreNoParameters() {
    for text in ["", " ", ";", " ; a=b"] { #expect(ParameterizedValue(parsing: text) == ParameterizedValue("")) }
  }

  @Test func quotedStringsMayHoldSeparators() {
    #expect(read("v;a=\"b;c=d\";e=\"f, g\"") == ["a": "b;c=d", "e": "f, g"])
    #expect(read("v;a=\"\";b=\" c \"") == ["a": "", "b": " c "])
    #expect(read("v;a=\"µ 🐍\"") == ["a": "µ 🐍"])
  }

  @Test func aBackslashEscapesWhateverFollows() {
    // RFC 9110, section 5.6.4.
    #expect(read(#"v;a="b\"c";d="e\\";f="\g\h""#) == ["a": "b\"c", "d": "e\\", "f": "gh"])
  }

  @Test func nothingIsReadFromWithinAQuoteThatDoesNotEnd() {
    #expect(read("v;x=y;a=\"b;c=d") == ["x": "y"])
    #expect(read("v;a=\"c:\\\"") == [:])
    #expect(read("v;a=\"" + String(repeating: "\\", count: 400)) == [:])
  }

  @Test func ofEqualNamesTheLastCounts() {
    #expect(read("v;a=b;A=c") == ["a": "c"])
  }

  @Test func extendedParametersAreDecoded() {
    #expect(read("v;a*=UTF-8''%C2%B5") == ["a": "µ"])
    #expect(read("v;a*=utf-8'en'%e2%82%ac%20rates") == ["a": "€ rates"])
    #expect(read("v;a*=iso-8859-1'en'%A3%20rates") == ["a": "£ rates"])
    #expect(read("v;a*=US-ASCII''%62") == ["a": "b"])
    #expect(read("v;a*=UTF-8'''%F0%9F%90%8D'.txt") == ["a": "'🐍'.txt"])
  }

  @Test func bytesThatAreNoTextAreReplaced() {
    #expect(read("v;a*=US-ASCII''%C2%B5") == ["a": "\u{FFFD}\u{FFFD}"])
    #expect(read("v;a*=UTF-8''%FFb%") == ["a": "\u{FFFD}b%"])
  }

  @Test func anUnknownCharacterSetIsLeftEncoded() {
    #expect(read("v;a*=BAD''%62") == ["a": "%62"])
    #expect(read("v;a*=UTF-7''+AGI-") == ["a": "+AGI-"])
    #expect(read("v;a*=b;c*=''%62") == ["a": "b", "c": "%62"])
  }

  @Test func anExtendedParameterCountsBeforeAPlainOneWhereverItStands() {
    // RFC 6266, section 4.3: the plain one is for those that can't read the other.
    #expect(read("v;a*=UTF-8''%C3%A4;a=b") == ["a": "ä"])
    #expect(read("v;a=b;a*=UTF-8''%C3%A4") == ["a": "ä"])
  }

  @Test func piecesArePutTogether() {
    #expect(read("v;a*0=b;a*1=\"c d\";e=f") == ["a": "bc d", "e": "f"])
    #expect(read("v;a*0*=UTF-8''b;a*1=c;a*2*=%C2%B5") == ["a": "bcµ"])
    #expect(read("v;a*0*=b") == ["a": "b"])
    #expect(read("v;a=x;a*0=b;a*1=c") == ["a": "bc"])
  }

  @Test func piecesComeInTheOrderOfTheirNumbers() {
    // RFC 2231, section 3.
    #expect(read("v;a*1=c;a*0=b;a*10=k;a*2=d;a*3=e;a*4=f;a*5=g;a*6=h;a*7=i;a*8=j;a*9=-") == ["a": "bcdefghij-k"])
  }

  @Test func piecesBehindAGapAreLeftOut() {
    #expect(read("v;a*0=b;a*2=d") == ["a": "b"])
    #expect(read("v;a*1=b") == [:])
  }

  @Test func aCharacterMayBeCutInTwoPieces() {
    #expect(read("v;a*0*=UTF-8''%C3;a*1*=%A4") == ["a": "ä"])
  }

  @Test func aCharacterSetIsThatOfItsOwnParameter() {
    #expect(read("v;a*=UTF-8''x;b*=%41") == ["a": "x", "b": "%41"])
    #expect(read("v;a*0*=UTF-8''x;b*0*=%41;a*1*=%42") == ["a": "xB", "b": "%41"])
  }

  @Test(arguments: ["a*x", "a**", "a*-1", "a*99999999999999999999", "*", "*0"])
  func aNameThatNamesNoPieceStaysWhatItIs(_ name: String) {
    #expect(read("v;\(name)=b;c=d")["c"] == "d")
    #expect(read("v;\(name)=b").count <= 1)
  }

  @Test func whatIsWrittenIsReadAgain() {
    for text in ["", "a", "a b", "\"\\", "a;b=c", "ä🐍", "a\r\nb", "%41", "'", "\t", "\u{7F}", "a\0"] {
      let value = ParameterizedValue("attachment", parameters: [.init("filename", text), .init("x", "y")])
      #expect(value.description.utf8.allSatisfy { $0.isFieldValue && $0 < 0x80 })
      #expect(ParameterizedValue(parsing: value.description) == value)
    }
  }

  @Test func parametersCanBeSetAndRemoved() {
    var value = ParameterizedValue("a/b", parameters: [.init("C", "1"), .init("c", "2")])
    #expect(value.description == "a/b; c=2")
    value["D"] = "3"
    value["c"] = nil
    value["missing"] = nil
    #expect(value.description == "a/b; d=3")
  }

  @Test func aHugeFieldIsReadInOneGo() {
    #expect(read("v" + String(repeating: ";a=b", count: 250_000)) == ["a": "b"])
    #expect(read("v" + (0..<100_000).map { ";a\($0)=b" }.joined()).count == 100)
    #expect(read("v" + String(repeating: ";a*0=bcdefgh", count: 100_000)).count == 1)
    #expect(read("v" + (0..<100_000).map { ";a*\($0)=bcdefgh" }.joined()).count == 1)
    #expect(read("v" + String(repeating: ";a=\"\\\"", count: 200_000)).count <= 100)
    #expect(read("v;a*=UTF-8''" + String(repeating: "%C3%A4", count: 200_000))["a"]?.utf8.count == 400_000)
  }
}
