import AloftTemplates
import Testing

struct StatementTests {
  @Test(arguments: [
    ("{% for x in [1] %}{% set z %}captured{% break %}{% endset %}{% endfor %}.", "."),
    ("{% for x in [1, 2] %}{{ x }}{% set z %}captured{% continue %}{% endset %}{% endfor %}.", "12."),
    (
      "{% for x in [1, 2] %}{% filter upper %}a{% if x == 1 %}{% continue %}{% endif %}b{% endfilter %}{% endfor %}.",
      "AB."
    ),
    (
      "{% for x in [1, 2] %}{% autoescape true %}{% if x < 2 %}{% continue %}{% endif %}{% endautoescape %}{{ '<' }}{% endfor %}",
      "<"
    ),
    ("{% set z %}{% for x in [1] %}a{% break %}{% endfor %}b{% endset %}{{ z }}", "ab"),
  ])
  func aBlockThatIsLeftWritesNothing(_ source: String, _ written: String) throws {
    #expect(try render(source) == written)
  }

  @Test func aLoopKnowsWhereItIs() throws {
    let source = "{% for x in xs %}{{ loop.index }}/{{ loop.length }}{{ ' last' if loop.last }} {% endfor %}"
    #expect(try render(source, ["xs": ["a", "b"]]) == "1/2 2/2 last ")
  }

  @Test func aLoopWithoutRoundsWritesItsElse() throws {
    #expect(try render("{% for x in [] %}{{ x }}{% else %}none{% endfor %}") == "none")
  }

  @Test(arguments: [
    ("{% for x in [1] %}{% break %}{% else %}none{% endfor %}", "none"),
    ("{% for x in [1, 2] %}{% continue %}{% else %}none{% endfor %}", "none"),
    ("{% for x in [1, 2] %}{% if x == 2 %}{% break %}{% endif %}{{ x }}{% else %}none{% endfor %}", "1"),
    ("{% for x in [1] %}{% for y in [] %}{% else %}none{% endfor %}{% else %}nor{% endfor %}", "none"),
  ])
  func aLoopOfWhichNoRoundRanToItsEndWritesItsElse(_ source: String, _ written: String) throws {
    #expect(try render(source) == written)
  }

  @Test func aLoopKnowsOfNoElementBeyondItsEnds() throws {
    let source = "{% for i in [1] %}{{ loop.nextitem }}{% endfor %}"
    #expect(try render(source) == "")
    #expect(failure(of: source) { $0.undefined = .strict }?.kind == .undefined)
    #expect(try render("{% for i in [1] %}{{ loop is iterable }}{% endfor %}") == "True")
  }

  @Test func aMacroThatTakesAllGetsTheBodyOfACallAsWell() throws {
    let source = "{% macro f() %}{{ kwargs|length }}{{ kwargs.caller() }}{% endmacro %}{% call f(k=1) %}x{% endcall %}"
    #expect(try render(source) == "2x")
  }

  @Test func aConditionChoosesTheElements() throws {
    let source = "{% for x in range(10) if x is odd %}{{ loop.index }}:{{ x }} {% endfor %}"
    #expect(try render(source) == "1:1 2:3 3:5 4:7 5:9 ")
  }

  @Test func aLoopMayCallItself() throws {
    let source = """
      {% for item in tree recursive %}<{{ item.n }}{% if item.c %}{{ loop(item.c) }}{% endif %}>{% endfor %}
      """
    let tree = [Node(n: 1, c: [Node(n: 2, c: []), Node(n: 3, c: [Node(n: 4, c: [])])])]
    #expect(try render(source, ["tree": tree]) == "<1<2><3<4>>>")
  }

  private struct Node: Encodable {
    var n: Int
    var c: [Node]
  }

  @Test func whatALoopSetsIsForgottenBehindIt() throws {
    #expect(try render("{% set x = 1 %}{% for i in [1, 2] %}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}") == "231")
  }

  @Test func aNamespaceIsSetFromInsideALoop() throws {
    let source =
      "{% set n = namespace(sum=0) %}{% for i in [1, 2, 3] %}{% set n.sum = n.sum + i %}{% endfor %}{{ n.sum }}"
    #expect(try render(source) == "6")
  }

  @Test func breakAndContinueLeaveALoopAndARound() throws {
    let source = """
      {% for i in range(9) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 5 %}{% break %}{% endif %}{{ i }}{% endfor %}
      """
    #expect(try render(source) == "0134")
  }

  @Test func aMacroHasDefaultsAndNamedArguments() throws {
    let source =
      "{% macro f(a, b='B', c=b) %}[{{ a }}{{ b }}{{ c }}]{% endmacro %}{{ f(1) }}{{ f(1, c=3) }}{{ f(b=2, a=1) }}"
    #expect(try render(source) == "[1BB][1B3][122]")
  }

  @Test func aMacroTakesWhatItWritesVarargsAndKwargsFor() throws {
    let source = "{% macro f(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ f(1, 2, 3, x=4) }}"
    #expect(try render(source) == "1(2, 3){'x': 4}")
  }

  @Test func aCallHandsItsBodyToAMacro() throws {
    let source = """
      {% macro list(items) %}{% for i in items %}<{{ caller(i) }}>{% endfor %}{% endmacro %}\
      {% call(i) list([1, 2]) %}{{ i * 10 }}{% endcall %}
      """
    #expect(try render(source) == "<10><20>")
  }

  @Test(arguments: ["{% call 'a'.upper() %}x{% endcall %}", "{% call range(3) %}x{% endcall %}"])
  func onlyMacrosTakeTheBodyOfACall(_ source: String) {
    #expect(failure(of: source)?.kind == .type)
  }

  @Test func aMacroSeesWhatIsSetBehindIt() throws {
    #expect(try render("{% macro f() %}{{ x }}{% endmacro %}{% set x = 2 %}{{ f() }}") == "2")
  }

  @Test func aFilterBlockChangesWhatItsBodyWrites() throws {
    #expect(try render("{% filter upper|replace('A', '-') %}banana{% endfilter %}") == "B-N-N-")
  }

  @Test func aSetBlockKeepsWhatItsBodyWrites() throws {
    #expect(try render("{% set x | trim %}  a {{ 1 + 1 }} {% endset %}[{{ x }}]") == "[a 2]")
  }

  @Test func withBindsItsValuesAtOnce() throws {
    #expect(try render("{% set a = 1 %}{% with a = 2, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}") == "211")
  }

  @Test func autoescapeHoldsForItsBody() throws {
    let source =
      "{{ x }}{% autoescape true %}{{ x }}{% autoescape false %}{{ x }}{% endautoescape %}{% endautoescape %}{{ x }}"
    #expect(try render(source, ["x": "<"]) == "<&lt;<<")
  }

  @Test func severalNamesTakeATupleApart() throws {
    #expect(try render("{% set a, (b, c) = 1, (2, 3) %}{{ a }}{{ b }}{{ c }}") == "123")
  }

  @Test func rawTextIsWrittenAsItIs() throws {
    #expect(try render("{% raw %}{{ x }}{% endraw %}") == "{{ x }}")
  }

  @Test func theBlanksBesideAMinusAreLeftOut() throws {
    #expect(try render("a \n {%- if true -%} \n b {%- endif %} c") == "ab c")
  }

  @Test func blocksMayTakeTheirLinesAlong() throws {
    let source = "<ul>\n  {% for i in [1, 2] %}\n  <li>{{ i }}</li>\n  {% endfor %}\n</ul>"
    let text = try render(source) {
      $0.syntax.trimsBlocks = true
      $0.syntax.stripsBeforeBlocks = true
    }
    #expect(text == "<ul>\n  <li>1</li>\n  <li>2</li>\n</ul>")
  }

  @Test func delimitersMayBeOthers() throws {
    let text = try render("<? if x ?>${x}<? endif ?><!-- no -->") {
      $0.syntax.statementBegin = "<?"
      $0.syntax.statementEnd = "?>"
      $0.syntax.outputBegin = "${"
      $0.syntax.outputEnd = "}"
      $0.syntax.commentBegin = "<!--"
      $0.syntax.commentEnd = "-->"
      $0.setGlobal("x", to: 7)
    }
    #expect(text == "7")
  }

  @Test func linesMayBeStatementsAndComments() throws {
    let text = try render("# for i in [1, 2]\n{{ i }} ## no\n# endfor\n") {
      $0.syntax.lineStatementPrefix = "#"
      $0.syntax.lineCommentPrefix = "##"
    }
    #expect(text == "1\n2\n")
  }
}
