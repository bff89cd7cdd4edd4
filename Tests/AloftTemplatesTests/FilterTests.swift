import AloftTemplates
import Testing

struct FilterTests {
  @Test(arguments: [
    ("'ab cdefg'|wordwrap(3)", "ab \ncde\nfg"), ("'a\tb'|wordwrap(20)", "a\tb"),
    ("'foo--bar'|wordwrap(5, false)", "foo--\nbar"), ("'a--b c'|wordwrap(3)", "a--\nb c"),
    ("'well-known-fact'|wordwrap(6)", "well-\nknown-\nfact"), ("'a-b-cd-ef'|wordwrap(4)", "a-b-\ncd-\nef"),
    ("'abc-def'|wordwrap(5, true, none, false)", "abc-d\nef"), ("'12-34 x'|wordwrap(4)", "12-\n34 x"),
    ("'  abcdef'|wordwrap(3)", "  a\nbcd\nef"),
  ])
  func textIsWrappedAsPythonWrapsIt(_ source: String, _ wrapped: String) throws {
    #expect(try render("{{ \(source) }}") == wrapped)
  }

  @Test(arguments: [
    "http://example", "https://localhost:8000/x", "http://[::1]/", "http://127.0.0.1:80", "www.a.example", "aa.com",
    "http://xn--a.xn--bcd",
  ])
  func anAddressBecomesALink(_ address: String) throws {
    let href = address.hasPrefix("http") ? address : "https://" + address
    let link = #"<a href="\#(href)" rel="noopener">\#(address)</a>"#
    #expect(try render("{{ x|urlize }}", ["x": "see \(address)."]) == "see \(link).")
  }

  @Test(arguments: [
    "a.com", "http://", "a.example", "http://x:123456", "http://[1]", "www.[::1]", "http://a..com", "-",
  ])
  func whatOnlyLooksLikeAnAddressStays(_ text: String) throws {
    #expect(try render("{{ x|urlize }}", ["x": text]) == text)
  }

  @Test(arguments: [
    ("&Eacute;&LT;&notin;&NotEqualTilde;", "É<∉≂̸"), ("&amp &copy &copycat", "& © ©cat"),
    ("&notit;&nosuch;", "¬it;&nosuch;"),
    ("&#128;&#0;&#x41;&#65&#xD800;&#1;&#99999999999;", "€\u{FFFD}AA\u{FFFD}\u{FFFD}"), ("&;&#;& &", "&;&#;& &"),
    ("&amp;lt;", "&lt;"),
  ])
  func entitiesAreReadAsBrowsersReadThem(_ markup: String, _ text: String) throws {
    #expect(try render("{{ x|striptags }}", ["x": markup]) == text)
  }

  @Test(arguments: [
    ("{{ 'a7'|replace(7, '') }}{{ 7|replace(7, 8) }}", "a8"), ("{{ [3, 1]|map('string')|reverse }}", "['1', '3']"),
    ("{{ {10: 1, 9: 2}|tojson }}", #"{"9": 2, "10": 1}"#), ("{{ -0.04|round(1, 'ceil') }}", "0.0"),
    ("{{ '٣'|int }}{{ '１.５'|float }}", "31.5"),
    ("{{ [{'a': none}, {}]|unique(attribute='a')|list }}", "[{'a': None}, {}]"),
    ("{{ 'ΑΣ ΣΑΣ, ΣΑ'|lower }}|{{ 'ΑΒΣ-ΑΒΣ x'|title }}|{{ 'ΑΣ'|capitalize }}", "ας σας, σα|Αβς-Αβς X|Ας"),
    ("{{ -7.5 // 2 }} {{ 0.0 // -3 }} {{ -1e16 // 3 }} {{ 5.0 // 3 }}", "-4.0 -0.0 -3333333333333335.0 1.0"),
  ])
  func aFilterGivesWhatJinjaGives(_ source: String, _ result: String) throws {
    #expect(try render(source) == result)
  }

  @Test(arguments: [
    ("{{ {1: 2, 'a': 3}|tojson }}", TemplateError.Kind.type), ("{{ {1: 2}|xmlattr }}", .type),
    ("{{ [1]|map('string')|last }}", .type), ("{{ [1]|map('nofilter')|list }}", .runtime),
    ("{{ [1]|select('notest')|list }}", .runtime), ("{{ '%d' % nothing }}", .undefined),
    ("{{ '%5.2f' % nothing }}", .undefined),
    ("{% if false %}{% for i in [] %}{{ 1|nofilter }}{% endfor %}{% endif %}x", .assertion),
    ("{% if false %}{% set x|nofilter %}{% endset %}{% endif %}x", .assertion),
  ])
  func whatAFilterCantTakeIsAnError(_ source: String, _ kind: TemplateError.Kind) {
    #expect(failure(of: source)?.kind == kind)
  }

  @Test func anUnknownFilterInABranchIsAnErrorOnlyWhereItIsReached() throws {
    #expect(try render("{% if false %}{{ 1|nofilter }}{% endif %}{{ 1|nofilter if false }}x") == "x")
  }

  @Test func strictValuesThatAreNotThereHaveNoOrder() {
    let error = failure(of: "{{ [{}, {}]|sort(attribute='z')|length }}") { $0.undefined = .strict }
    #expect(error?.kind == .undefined)
  }
}
