import AloftTemplates
import Foundation
import Testing

/// What is put into markup is escaped, whatever way it takes.
struct EscapingTests {
  @Test(arguments: [
    ("{{ ('%c'|safe) % '<' }}{{ ('%c'|safe) % 60 }}{{ ('%c'|safe) % ('<'|safe) }}", "&lt;&lt;<"),
    ("{{ ('%5s'|safe) % '<' }}{{ ('%r'|safe) % '<' }}", " &lt;&#39;&lt;&#39;"),
    ("{{ ('<p>{:>5}</p>'|safe).format('<') }}{{ ('{:<>3}'|safe).format(1) }}", "<p>    &lt;</p>&lt;&lt;1"),
    ("{{ ('{}{!s}{!r}'|safe).format('<'|safe, '<', '<') }}", "<&lt;&#39;&lt;&#39;"),
    ("{{ '{:3}|'.format('<'|safe) }}", "&lt;  |"),
  ])
  func valuesInMarkupAreEscaped(_ source: String, _ result: String) throws {
    #expect(try render(source, escapes: true) == result)
  }

  @Test(arguments: [
    "{{ ('<p>{0:{1}}</p>'|safe).format('x'|safe, '<>5') }}", "{{ ('<p>{0:{1}}</p>'|safe).format('x', '<>5') }}",
    "{{ ('{:5}'|safe).format('x'|safe) }}",
  ])
  func aSpecificationThatWouldStandBesideMarkupIsRefused(_ source: String) {
    #expect(throws: TemplateError.self) { try render(source, escapes: true) }
  }

  @Test func theTextOfADateIsEscapedInMarkup() throws {
    let text = try render(
      "{{ ('{:<b>%Y}'|safe).format(day) }}", ["day": Date(timeIntervalSince1970: 0)], escapes: true)
    #expect(text == "&lt;b&gt;1970")
  }

  // As Jinja has it; `check()` finds both.
  @Test func filtersOfBlocksAndTranslatedTextsAreTakenForSafe() throws {
    #expect(try render("{% set x | striptags %}{{ u }}{% endset %}{{ x }}", ["u": "<i>"], escapes: true) == "<i>")
    #expect(try render("{% filter striptags %}{{ u }}{% endfilter %}", ["u": "<i>"], escapes: true) == "<i>")
    #expect(try render("{{ _(u) }}{{ _('%(u)s', u=u) }}", ["u": "<i>"], escapes: true) == "<i>&lt;i&gt;")
  }
}
