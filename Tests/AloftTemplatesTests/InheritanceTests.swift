import AloftTemplates
import Testing

struct InheritanceTests {
  private let templates = [
    "base": "<{% block title %}Base{% endblock %}|{% block body %}{% endblock %}>",
    "middle": "{% extends 'base' %}{% block title %}Middle of {{ super() }}{% endblock %}",
    "page": "{% extends 'middle' %}never{% set who = 'me' %}{% block body %}{{ who }}{{ self.title() }}{% endblock %}",
  ]

  @Test func blocksReplaceThoseOfTheParents() throws {
    #expect(try render("page", of: templates) == "<Middle of Base|meMiddle of Base>")
  }

  @Test func theParentMayBeChosenWhileRendering() throws {
    let templates = ["a": "A{% block x %}{% endblock %}", "b": "B{% block x %}{% endblock %}"]
    var configuration = TemplateConfiguration(DictionaryTemplates(templates))
    configuration.escaping = .none
    let environment = TemplateEnvironment(configuration)
    let template = try environment.template(source: "{% extends ['none', base] %}{% block x %}!{% endblock %}")
    #expect(try template.text(["base": "a"]) == "A!")
    #expect(try template.text(["base": "b"]) == "B!")
  }

  @Test func aTemplateMayBeGivenInPlaceOfAName() throws {
    let environment = TemplateEnvironment()
    let layout = try environment.template(source: "<{% block a %}{% endblock %}>")
    let page = try environment.template(source: "{% extends layout %}{% block a %}x{% include part %}{% endblock %}")
    #expect(try page.text(["layout": layout, "part": try environment.template(source: "y")]) == "<xy>")
  }

  @Test func aRequiredBlockHasToBeFilled() throws {
    let templates = [
      "base": "{% block x required %}{% endblock %}", "good": "{% extends 'base' %}{% block x %}y{% endblock %}",
      "bad": "{% extends 'base' %}",
    ]
    #expect(try render("good", of: templates) == "y")
    #expect(throws: TemplateError.self) { try render("bad", of: templates) }
  }

  @Test func aScopedBlockSeesTheLoopAroundIt() throws {
    let templates = [
      "base": "{% for i in [1, 2] %}{% block x scoped %}{{ i }}{% endblock %}{% endfor %}",
      "page": "{% extends 'base' %}{% block x %}[{{ i }}{{ super() }}]{% endblock %}",
    ]
    #expect(try render("page", of: templates) == "[11][22]")
  }

  @Test func anIncludedTemplateSeesTheVariablesUnlessTold() throws {
    let templates = [
      "page": "{% set a = 1 %}{% for b in [2] %}{% include 'part' %}{% include 'part' without context %}{% endfor %}",
      "part": "[{{ a }}{{ b }}{{ c }}]",
    ]
    #expect(try render("page", of: templates, ["c": 3]) == "[123][]")
  }

  @Test(arguments: [
    ("{% include 'part' %}", "[]<A|B>"), ("{% if true %}{% include 'part' %}{% endif %}", "[]<A|B>"),
    ("{% for i in [1, 2] %}-{% include 'part' %}{% endfor %}", "[][]<A|B>"),
    ("{% macro f() %}({{ caller() }}){% endmacro %}{% call f() %}x{% endcall %}-{{ f() }}", "(x)<A|B>"),
    ("{% filter center(5) %}x{{ y }}{% endfilter %}", "     <A|B>"),
    ("{% with y = 1 %}{% include 'part' %}{% endwith %}", "[1]<A|B>"),
  ])
  func whatAnExtendingTemplateIncludesCallsOrFiltersStandsInFront(_ source: String, _ written: String) throws {
    let templates = [
      "base": "<A|B>", "part": "[{{ y }}]", "page": "{% extends 'base' %}" + source,
    ]
    #expect(try render("page", of: templates) == written)
  }

  @Test func anImportedTemplateSeesWhatWasSetBeforeIt() throws {
    let templates = [
      "n": "{% macro f() %}{{ n }}{% endmacro %}",
      "page": "{% set n = 3 %}{% import 'n' as m with context %}{% set n = 7 %}{{ m.f() }}{{ n }}",
      "some": "{% set n = 3 %}{% from 'n' import f with context %}{% set n = 7 %}{{ f() }}{{ n }}",
    ]
    #expect(try render("page", of: templates) == "37")
    #expect(try render("some", of: templates) == "37")
  }

  @Test func ofSeveralTemplatesThoseWithoutANameAreSkipped() throws {
    let templates = ["part": "p", "page": "{% include [missing, none, 'part'] %}{% include none ignore missing %}"]
    #expect(try render("page", of: templates) == "p")
    #expect(failure(of: "{% include none %}")?.kind == .notFound)
    #expect(failure(of: "{% include missing ignore missing %}")?.kind == .undefined)
  }

  @Test func aMissingTemplateMayBeIgnored() throws {
    #expect(try render("{% include 'no' ignore missing %}{% include ['no', 'nor'] ignore missing %}.") == ".")
  }

  @Test func macrosAreImported() throws {
    let templates = [
      "forms": "{% macro field(name) %}<{{ name }}{{ c }}>{% endmacro %}{% set size = 4 %}{% set _own = 1 %}",
      "page": """
      {% import 'forms' as forms %}{{ forms.field('a') }}{{ forms.size }}{{ forms._own }}\
      {% from 'forms' import field as f, size with context %}{{ f('b') }}{{ size }}
      """,
    ]
    #expect(try render("page", of: templates, ["c": "!"]) == "<a>4<b!>4")
  }

  @Test func oneBlockIsRenderedAlone() throws {
    let templates = [
      "base.html": "<html>{% block main %}{% endblock %}</html>",
      "page.html": """
      {% extends 'base.html' %}{% from 'm' import b %}{% set mark = '*' %}
      {% block main %}<main>{% block comments %}{% for c in comments %}{{ b(c) }}{{ mark }}{% endfor %}{% endblock %}</main>
      {% endblock %}
      """, "m": "{% macro b(x) %}<b>{{ x }}</b>{% endmacro %}",
    ]
    #expect(try render("page.html#comments", of: templates, ["comments": ["x", "y"]]) == "<b>x</b>*<b>y</b>*")
    let error = #expect(throws: TemplateError.self) { try render("page.html#coments", of: templates) }
    #expect(error?.fix == "did you mean 'comments'?")
  }
}
