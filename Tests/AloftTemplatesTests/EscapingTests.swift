import AloftTemplates
import Foundation
import Testing

/// What is put into markup is escaped, whatever way it takes.
struct EscapingTests {
  @Test(arguments: [
    ("{{ ('%s'|safe) % '<' }}{{ ('%a'|safe) % ('é<'|safe) }}", "&lt;Markup(&#39;\\xe9&lt;&#39;)"),
    ("{{ ('<%d>'|safe) % '65' }}{{ ('%.1f'|safe) % '6.5' }}", "<65>6.5"),
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
    "{{ ('{:5}'|safe).format('x'|safe) }}", "{{ ('%c'|safe) % '<' }}", "{{ ('<%x>'|safe) % 65 }}",
    "{{ ('%*d'|safe) % (5, 3) }}",
  ])
  func aSpecificationThatWouldStandBesideMarkupIsRefused(_ source: String) {
    #expect(throws: TemplateError.self) { try render(source, escapes: true) }
  }

  @Test(arguments: [
    ("{{ m|join }}", "&lt;b&gt;"), ("{% for c in m %}{{ c }}{% endfor %}", "&lt;b&gt;"), ("{{ m|first }}", "&lt;"),
    ("{{ m|max }}{{ m|unique|join }}", "b&lt;b&gt;"), ("{% set a, b, c = m %}{{ a }}", "&lt;"),
    ("{{ m|slice(1)|first|join }}", "&lt;b&gt;"),
    ("{{ 'x'|tojson|list }}", "[&#39;&#34;&#39;, &#39;x&#39;, &#39;&#34;&#39;]"),
    ("{{ m[0] }}{{ m[1:] }}{{ m|last }}", "<b>>"),
  ])
  func theCharactersOfMarkupAreTextUnlessAskedForByTheirPlaces(_ source: String, _ result: String) throws {
    #expect(try render("{% set m = '<b>'|safe %}" + source, escapes: true) == result)
  }

  @Test func theFilterTitleMakesTextOfMarkup() throws {
    #expect(try render("{{ '<b>'|safe|title }}{{ ('<b>'|safe).title() }}", escapes: true) == "&lt;B&gt;<B>")
  }

  @Test(arguments: [
    ("{{ m.partition('b')[0] }}{{ m.rpartition('x')[2] }}", "<<b>"), ("{{ m.zfill(5) }}", "00<b>"),
    ("{{ m.expandtabs() }}", "<b>"), ("{{ m.join([1, '<', m]) }}", "1<b>&lt;<b><b>"),
    ("{{ ('<i>x</i> &amp;lt;'|safe).striptags() }}", "x &amp;lt;"), ("{{ ('&lt;'|safe).unescape() }}", "&lt;"),
  ])
  func theMethodsOfMarkupKeepIt(_ source: String, _ result: String) throws {
    #expect(try render("{% set m = '<b>'|safe %}" + source, escapes: true) == result)
  }

  @Test func aTextWithoutATranslationIsMarkupIfItWas() throws {
    let text = try render("{{ _('<'|safe) }}{{ _('<') }}", escapes: true) { $0.options.translatorsFormat = false }
    #expect(text == "<&lt;")
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
