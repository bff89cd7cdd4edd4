import AloftCore
import AloftTemplates
import Testing

struct CheckTests {
  private func check(_ source: String) throws -> [String] {
    try TemplateEnvironment(TemplateConfiguration(DictionaryTemplates(["page.html": source, "part.html": ""]))).check()
      .map { "\($0.place.line) \($0.id)" }
  }

  @Test func aPageWithoutProblemsHasNone() throws {
    let source = """
      {% include 'part.html' %}{% include 'none.html' ignore missing %}<a href="/a/{{ slug }}" class="{{ c }}">{{ text }}</a>
      <a href="{{ url_for('x') }}"><script nonce="{{ csp_nonce() }}">let x = {{ data|tojson }}</script><p{{ a|xmlattr }}>
      <!-- <a href={{ x }}> --><input value='{{ v }}' {{ 'checked' if c }}><img src="/i/{{ i }}.png" width={{ 3 }}>
      """
    #expect(try check(source) == [])
  }

  @Test func eachPlaceWhereEscapingDoesNotHelpIsFound() throws {
    let source = """
      <a href="{{ x }}">
      <input value={{ x }}>
      <p {{ x }}>
      <script>let x = "{{ x }}"</script>
      <button onclick="go('{{ x }}')">
      <img src='{{ x }}'>
      <div class=a{{ x }}>
      <script src="/a.js"></script>{{ x }}<STYLE>a{}</STYLE>{{ x }}
      """
    #expect(
      try check(source) == [
        "1 template.url", "2 template.unquoted-attribute", "3 template.unquoted-attribute", "4 template.script",
        "5 template.script", "6 template.url", "7 template.unquoted-attribute",
      ])
  }

  @Test func attributesThatQuotesOfJSONEndAndPagesInAttributesAreFound() throws {
    let source = """
      <p data-x="{{ v|tojson }}">
      <p data-x='{{ v|tojson }}' data-y="{{ v|tojson|forceescape }}">
      <iframe srcdoc="{{ v }}"></iframe>
      <iframe srcdoc="{{ v|escape|forceescape }}"></iframe>
      """
    #expect(try check(source) == ["1 template.json-attribute", "3 template.srcdoc"])
  }

  @Test func whatIsTakenForSafeInBlocksIsFound() throws {
    let source = """
      {% set x | striptags %}{{ u }}{% endset %}
      {% filter striptags %}{{ u }}{% endfilter %}
      {% filter striptags|escape %}{{ u }}{% endfilter %}{% filter upper %}{{ u }}{% endfilter %}
      """
    #expect(try check(source) == ["1 template.unescaped", "2 template.unescaped"])
  }

  @Test func translatedTextsThatAreNoConstantsAreFound() throws {
    let source = """
      {{ _(u) }}
      {{ 'a' ~ ngettext('one', u, 2)|upper }}
      {% set x = pgettext(u, 'fine') %}{{ _('%(a)s', a=u) }}{% trans %}a {{ u }}{% endtrans %}
      """
    #expect(try check(source) == ["1 template.translation", "2 template.translation"])
  }

  @Test func branchesAreFollowed() throws {
    #expect(
      try check("<a {% if x %}href=\"/\"{% else %}href={{ y }}{% endif %}>{{ z }}</a>") == [
        "1 template.unquoted-attribute"
      ])
  }

  @Test func whatIsMissingOrHasNoSenseIsFoundInAllTemplates() throws {
    let templates = DictionaryTemplates([
      "a.html": "{% extends 'bas.html' %}", "b.html": "\n{% if %}", "base.html": "{{ x|uper }}",
      "c.html": "{% import 'nothing.html' as n %}{% component 'nothing' %}{% endcomponent %}",
    ])
    let found = try TemplateEnvironment(TemplateConfiguration(templates)).check()
    #expect(
      found.map { "\($0.place) \($0.id) \($0.fix)" } == [
        "a.html:1 template.missing did you mean 'base.html'?", "b.html:2 template.syntax see the page on templates",
        "base.html:1 template.assertion did you mean 'upper'?", "c.html:1 template.missing add it, or take it out",
        "c.html:1 template.missing add it, or take it out",
      ])
  }

  @Test func whatIsUnknownIsFoundAlsoWhereItMayNeverBeReached() throws {
    let source =
      "{% if a %}\n{{ b|uper }}\n{{ 1 if c is odder else d|e }}{% endif %}{% if x %}{% filter lowr %}{% endfilter %}{% endif %}"
    #expect(try check(source) == ["2 template.assertion", "3 template.assertion", "3 template.assertion"])
  }

  @Test func allThatHasNoSenseIsFoundAndNothingThatFollowsFromIt() throws {
    let source = """
      {{ 1 + }}
      {% for x im y %}
        {{ x.a b }}
        {% if x %}{% elif %}{% else %}{% endif %}
      {% else %}
      {% endfor %}
      {{ fine }}{% blok a %}{% endblok %}
      {% block a %}{{ ] }}{% endblock %}
      {% if open %}
      """
    #expect(
      try check(source) == [
        "1 template.syntax", "2 template.syntax", "3 template.syntax", "4 template.syntax", "7 template.syntax",
        "8 template.syntax",
      ])
  }

  @Test func allUnknownFiltersAndTestsAreFound() throws {
    #expect(
      try check("{{ a|uper }}\n{{ b is odder }}\n{{ a|lowr|uper }}") == [
        "1 template.assertion", "2 template.assertion", "3 template.assertion", "3 template.assertion",
      ])
  }

  @Test func plainTextEscapesNothingAndIsNotLookedAt() throws {
    let templates = DictionaryTemplates(["a.txt": "<a href={{ x }}>"])
    #expect(try TemplateEnvironment(TemplateConfiguration(templates)).check().isEmpty)
  }
}
