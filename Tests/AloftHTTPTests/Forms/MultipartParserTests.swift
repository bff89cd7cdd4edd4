import AloftHTTP
import Testing

/// Forms with files as clients send them.
@Suite struct MultipartParserTests {
  private static let form =
    FormTranscript.part("title", "Über\r\nuns") + FormTranscript.part("empty", "")
    + FormTranscript.part(
      "photo", "\r\n--bo\r\n--b-\0\r\r\n", header: "; filename=\"a.png\"\r\nContent-Type: image/png")
    + "--b--\r\nnobody reads this"

  @Test func fieldsAndFilesAreFoundInTheirOrder() {
    let found = FormTranscript(Self.form)
    #expect(found.isEnded)
    #expect(found.parts.map(\.name) == ["title", "empty", "photo"])
    #expect(found.parts.map(\.text) == ["Über\r\nuns", "", "\r\n--bo\r\n--b-\0\r\r\n"])
    #expect(found.parts.map(\.head.fileName) == [nil, nil, "a.png"])
    #expect(found.parts.last?.head.mediaType?.essence == "image/png")
  }

  @Test func aFormIsTheSameHoweverItIsCut() {
    let bytes = Array(Self.form.utf8)
    let whole = FormTranscript([bytes])
    for cut in 1..<bytes.count {
      #expect(FormTranscript([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "cut at \(cut)")
    }
    #expect(FormTranscript(bytes.map { [$0] }) == whole)
  }

  @Test func linesMayEndInLineFeedsAlone() {
    let form = FormTranscript.part("a", "x") + FormTranscript.part("b", "y") + "--b--\r\n"
    let found = FormTranscript(form.filter { $0 != "\r" }.replacing("\r\n", with: "\n"))
    #expect(found.isEnded)
    #expect(found.parts.map(\.text) == ["x", "y"])
  }

  @Test func whatStandsBeforeTheFirstBoundaryIsPassedOver() {
    let found = FormTranscript("a mail would say here\r\n--bu\r\n" + FormTranscript.part("a", "x") + "--b--")
    #expect(found.parts.map(\.text) == ["x"])
    #expect(found.isEnded)
  }

  @Test func blanksBehindABoundaryAreAllowed() {
    let found = FormTranscript("--b \t\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b  \r\n")
    #expect(found.parts.map(\.text) == ["x"])
  }

  @Test(arguments: ["--bb", "--b-", "--b-x--", "--b x", "-b", "--", "x--b--"])
  func whatOnlyLooksLikeABoundaryIsData(line: String) {
    let found = FormTranscript(FormTranscript.part("a", "\(line)\r\n\(line)") + "--b--")
    #expect(found.parts.map(\.text) == ["\(line)\r\n\(line)"])
    #expect(found.isEnded)
  }

  @Test func aFormWithinAFormIsData() {
    let inner = "--c\r\nContent-Disposition: form-data; name=\"evil\"\r\n\r\nx\r\n--c--"
    let found = FormTranscript(FormTranscript.part("a", inner) + "--b--")
    #expect(found.parts.map(\.name) == ["a"])
    #expect(found.parts.map(\.text) == [inner])
  }

  @Test func aFormWithoutItsLastBoundaryHasNotEnded() {
    #expect(!FormTranscript(FormTranscript.part("a", "x")).isEnded)
    #expect(!FormTranscript(FormTranscript.part("a", "x") + "--b-").isEnded)
    #expect(!FormTranscript("").isEnded)
  }

  @Test(arguments: ["", String(repeating: "b", count: 71), "a\nb", "a\0b", "ü"])
  func whatCanBeNoBoundaryIsRefused(boundary: String) {
    #expect(FormTranscript("", boundary: boundary).error == .missingBoundary)
  }

  @Test func theLongestBoundaryIsFound() {
    let boundary = String(repeating: "b", count: 70)
    let found = FormTranscript(
      "--\(boundary)\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--\(boundary)--", boundary: boundary)
    #expect(found.isEnded)
  }
}
