import EmbeddedPages
import Testing

@Suite struct EmbeddedPagesTests {
  @Test func theFilesOfTheFolderArePartOfTheProgramUnderTheirPaths() {
    #expect(EmbeddedPages.names == ["blog/part.html", "page.html"])
  }

  @Test func quotesBackslashesTabsAndLettersBeyondASCIIArriveAsTheyWere() throws {
    #expect(try EmbeddedPages.page(title: "a") == "<h1>a \"quoted\" \\ ✓</h1>\n\t<p>A</p>")
  }
}
