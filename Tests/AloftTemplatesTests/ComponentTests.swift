import AloftTemplates
import Testing

struct ComponentTests {
  private let templates = [
    "card.html": """
    {% parameters title, level=2 %}<h{{ level }}>{{ title }}</h{{ level }}>{% slot %}empty{% endslot %}\
    {% if slots.footer %}<footer>{% slot footer %}{% endslot %}</footer>{% endif %}
    """,
    "page.html": """
    {% set who = '<me>' %}{% component 'card.html', title='A & B' %}<p>{{ who }}</p>\
    {% fill footer %}<i>{{ who }}</i>{% endfill %}{% endcomponent %}|{% component 'card.html' title='C', level=3 %}
    {% endcomponent %}
    """,
  ]

  @Test func aComponentGetsValuesAndFillsItsSlots() throws {
    let text = try render("page.html", of: templates, escapes: true)
    #expect(
      text == "<h2>A &amp; B</h2><p>&lt;me&gt;</p><footer><i>&lt;me&gt;</i></footer>|<h3>C</h3>empty")
  }

  @Test func aComponentSeesNothingButWhatItIsGiven() throws {
    let templates = ["c": "[{{ a }}{{ b }}]", "p": "{% set a = 1 %}{% component 'c' b=2 %}{% endcomponent %}"]
    #expect(try render("p", of: templates, ["a": 3]) == "[2]")
  }

  @Test func componentsLieWithinEachOther() throws {
    let templates = [
      "box": "<{% slot %}{% endslot %}>",
      "p":
        "{% component 'box' %}a{% component 'box' %}{% for i in [1, 2] %}{{ i }}{% endfor %}{% endcomponent %}b{% endcomponent %}",
    ]
    #expect(try render("p", of: templates) == "<a<12>b>")
  }

  @Test func whatAComponentNeedsAndDoesNotKnowIsAnError() throws {
    func failure(_ use: String) -> TemplateError? {
      #expect(throws: TemplateError.self) {
        try render("p", of: templates.merging(["p": use]) { $1 })
      }
    }
    #expect(failure("{% component 'card.html' %}{% endcomponent %}")?.message == "the component needs 'title'")
    let unknown = failure("{% component 'card.html' titel=1 %}{% endcomponent %}")
    #expect(unknown?.fix == "did you mean 'title'?")
    #expect(unknown?.chain.first?.template == "p")
  }
}
