import Aloft
import Testing

@Suite struct HTMLTests {
  @Test(arguments: [
    ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&#34;"), ("'", "&#39;"), ("&amp;", "&amp;amp;"),
    ("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"),
  ])
  func whatIsInterpolatedIsEscaped(text: String, escaped: String) {
    #expect(HTML("<b title=\"\(text)\">\(text)</b>").markup == "<b title=\"\(escaped)\">\(escaped)</b>")
    #expect(HTML("\(text[...])").markup == escaped)
    #expect(HTML(escaping: text).markup == escaped)
  }

  @Test func aDangerousCharacterIsEscapedAlsoWhenAMarkFollowsIt() {
    // A combining mark makes one Character of both, which is not "<" any more.
    #expect(HTML("\("<\u{301}b>")").markup == "&lt;\u{301}b&gt;")
    #expect(HTML("\("\"\u{FE0F}")").markup == "&#34;\u{FE0F}")
  }

  @Test func whatIsWrittenStays() {
    let name = "anna"
    #expect(HTML("<a href='/?a=1&b=2'>\(name)</a>").markup == "<a href='/?a=1&b=2'>anna</a>")
    #expect(HTML(safe: "<b>").markup == "<b>")
  }

  @Test func markupInMarkupIsNotEscapedAgain() {
    let name = HTML("<b>\("<x>")</b>")
    #expect(HTML("<p>\(name)</p>").markup == "<p><b>&lt;x&gt;</b></p>")
    #expect((HTML("<p>") + name + "</p>").markup == "<p><b>&lt;x&gt;</b></p>")
  }

  @Test func aListOfMarkupIsItsPieces() {
    let rows: [HTML] = ["<a>", "b&c"].map { HTML("<li>\($0)</li>") }
    #expect(HTML("<ul>\(rows)</ul>").markup == "<ul><li>&lt;a&gt;</li><li>b&amp;c</li></ul>")
  }

  @Test func aListMadeInPlaceIsItsPieces() {
    let page = HTML("<ul>\(["<a>", "b&c"].map { HTML("<li>\($0)</li>") })</ul>")
    #expect(page.markup == "<ul><li>&lt;a&gt;</li><li>b&amp;c</li></ul>")
  }

  @Test func whatDescribesItselfIsEscapedToo() {
    struct Tag: CustomStringConvertible { var description: String { "<tag>" } }
    #expect(HTML("\(Tag()) \(5) \(1.5) \(true)").markup == "&lt;tag&gt; 5 1.5 true")
    #expect(HTML("\([Tag()])").markup == "[&lt;tag&gt;]")
  }

  @Test func aConditionalPieceIsEscapedInBothBranches() {
    for name: String? in ["<anna>", nil] {
      let page = HTML("<p>\(name.map { HTML("<b>\($0)</b>") } ?? "<i>nobody</i>")</p>")
      #expect(page.markup == (name == nil ? "<p><i>nobody</i></p>" : "<p><b>&lt;anna&gt;</b></p>"))
    }
  }
}
