import AloftTemplates
import Testing

struct TemplateErrorTests {
  @Test func anErrorNamesItsPlaceWithExcerptAndCaret() throws {
    let error = try #require(failure(of: "<ul>\n\t<li>{{ user.name|uper }}</li>\n</ul>"))
    #expect(error.kind == .assertion)
    #expect(
      error.description == """
        page.html:2:19: there is no filter 'uper'
         2 | \t<li>{{ user.name|uper }}</li>
           | \t                 ^
           = did you mean 'upper'?
        """)
  }

  @Test(arguments: [
    ("{% for x in %}", 1, 13), ("a\n{{ 1 + }}", 2, 8), ("{{ 'abc }}", 1, 4), ("{% if x %}", 1, 11),
    ("{% endif %}", 1, 4),
    ("{{ x }", 1, 6), ("{% foo %}", 1, 4), ("{# a", 1, 1), ("{{ a b }}", 1, 6),
    ("{% block a %}{% endblock %}\n{% block a %}{% endblock %}", 2, 4),
    ("{% set none = 1 %}", 1, 8), ("{{ f(a=1, 2) }}", 1, 11), ("{{ x is nothing }}", 1, 9), ("{% raw %}", 1, 1),
  ])
  func whatHasNoSenseIsShownWhereItStands(_ source: String, _ line: Int, _ column: Int) throws {
    let error = try #require(failure(of: source))
    #expect(error.place?.line == line)
    #expect(error.place?.column == column)
  }

  @Test func ofALongLineThePartAroundThePlaceIsShown() throws {
    func long(_ letter: String) -> String { String(repeating: letter, count: 2000) }
    let error = try #require(failure(of: long("ä") + "{{ x|uper }}" + long("b")))
    let lines = error.description.split(separator: "\n")
    #expect(error.place?.column == 2006)
    let caret = try #require(lines[2].firstIndex(of: "^"))
    let place = lines[2].distance(from: lines[2].startIndex, to: caret)
    #expect(lines[1].dropFirst(place).hasPrefix("uper }}b"))
    #expect(lines[1].hasPrefix(" 1 | …ä"))
    #expect(lines[1].utf8.count < 500)
  }

  @Test func anOperandOfTildeThatIsNotThereIsShownWhereItStands() throws {
    let source = "{% macro f() %}{{ 1 }}{% endmacro %}\n{{ f()\n\n ~ nope }}"
    let error = try #require(failure(of: source) { $0.undefined = .strict })
    #expect(error.place?.line == 4)
    #expect(error.place?.column == 4)
  }

  @Test func aStatementThatIsClosedByAnothersEndNamesBoth() throws {
    let error = try #require(failure(of: "{% for x in y %}{% if x %}{% endfor %}"))
    #expect(error.message == "'endfor' stands inside 'if', which is still open")
    #expect(error.fix == "close it first with 'elif' or 'else' or 'endif'")
  }

  @Test func anErrorInAnIncludedTemplateTellsTheWayToIt() throws {
    let error = #expect(throws: TemplateError.self) {
      try render("a", of: ["a": "\n{% include 'b' %}", "b": "{% macro m() %}{{ 1 // 0 }}{% endmacro %}{{ m() }}"])
    }
    #expect(error?.place?.template == "b")
    #expect(error?.place?.column == 21)
    #expect(error?.chain.map(\.template) == ["b", "a"])
    #expect(error?.chain.last?.line == 2)
  }

  @Test func aMissingTemplateIsToldWithTheNearest() throws {
    let error = #expect(throws: TemplateError.self) {
      try render("a.html", of: ["a.html": "{% include 'blog/indx.html' %}", "blog/index.html": ""])
    }
    #expect(error?.kind == .notFound)
    #expect(error?.fix == "did you mean 'blog/index.html'?")
    #expect(error?.place?.template == "a.html")
  }

  @Test func amemberOfAnUndefinedValueIsAnErrorWithTheValuesName() throws {
    #expect(failure(of: "{{ user.name.first }}", ["user": ["nam": 1]])?.message == "'dict' has no member 'name'")
    #expect(failure(of: "{{ usr.name }}")?.message == "'usr' is undefined")
  }

  @Test(arguments: [
    ("{{ user.nam.first }}", 9), ("{{ user.nam['first'] }}", 9), ("{{ user.nam[0].first }}", 9), ("{{ usr.nam }}", 4),
    ("{{ usr.nam.first }}", 4), ("{{ usr['nam'] }}", 4), ("{% for x in user.nam.all %}{% endfor %}", 18),
  ])
  func theCaretStandsBelowWhatIsNotThere(_ source: String, _ column: Int) throws {
    let error = try #require(failure(of: source, ["user": ["name": 1]]))
    #expect(error.place?.column == column)
  }

  @Test func whileDevelopingAnUndefinedValueIsAnErrorWithTheNearestName() throws {
    func careful(_ configuration: inout TemplateConfiguration) { configuration.undefined = .careful }
    let context: TemplateContext = ["title": "x", "article": Article(author: "me")]
    #expect(failure(of: "{{ titel }}", context, careful)?.fix == "did you mean 'title'?")
    #expect(failure(of: "{{ article.autor }}", context, careful)?.fix == "did you mean 'author'?")
    #expect(failure(of: "{% for x in titels %}{% endfor %}", context, careful)?.kind == .undefined)
    for source in [
      "{% if titel %}{% endif %}", "{{ titel is defined }}", "{{ titel|default('') }}", "{{ titel or '' }}",
    ] {
      #expect(failure(of: source, context, careful) == nil)
    }
  }

  private struct Article: TemplateRecord {
    var author: String
    static let templateFields = TemplateFields<Article> { $0.field("author") { $0.author } }
  }

  @Test(arguments: [("{{ a b }}\n{{ 'x }}", 1), ("{{ a }}\n{% nosuch %}\n{{ ? }}", 2), ("{{ a }}\n{{ 'x }}", 2)])
  func ofSeveralProblemsTheFirstIsTold(_ source: String, _ line: Int) {
    #expect(failure(of: source)?.place?.line == line)
  }

  @Test(arguments: [
    ("{{ list[9] }}", "{{ no such element: list object[9] }}"), ("{{ nothing.x }}", "{{ no such element: None['x'] }}"),
    ("{{ list.x }}", "{{ no such element: list object['x'] }}"), ("{{ missing }}", "{{ missing }}"),
  ])
  func aVisibleValueThatIsNotThereSaysWhatItStandsFor(_ source: String, _ text: String) throws {
    let written = try render("{% set list = [] %}{% set nothing = none %}" + source) { $0.undefined = .visible }
    #expect(written == text)
  }

  @Test func whatIsNotThereCanBeCalledAndFails() throws {
    #expect(try render("{{ missing is callable }}{{ missing is escaped }}") == "TrueFalse")
    #expect(try render("{{ missing is escaped }}") { $0.undefined = .chainable } == "True")
    #expect(failure(of: "{{ missing() }}")?.kind == .undefined)
  }

  @Test func inProductionAnUndefinedValueIsToldOncePerPlace() throws {
    let reports = Reports()
    var configuration = TemplateConfiguration()
    configuration.undefined = .reported { reports.add($0.description) }
    let template = try TemplateEnvironment(configuration).template(source: "{{ a }}{{ b }}")
    for _ in 0..<3 { #expect(try template.text() == "") }
    #expect(reports.all.count == 2)
  }
}
