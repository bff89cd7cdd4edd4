import AloftTemplates
import Testing

/// How much a template may make, and how long it may take.
struct SizeLimitTests {
  private func sandboxed(_ source: String, _ context: TemplateContext = [:]) -> TemplateError.Kind? {
    failure(of: source, context) { $0.limits = .sandbox }?.kind
  }

  @Test(arguments: [
    "{{ ('a'*1000000).replace('a','b'*1000000) }}", "{{ ('b'*1000000).join('a'*10000) }}",
    "{{ ('a\n'*100000)|indent('b'*100000) }}", "{{ ('x'*100000)|wordwrap(1,true,'y'*10000) }}",
    "{{ ('a'*900)|replace('a','b'*10000000) }}", "{{ 'abc'|replace('', 'b'*100000000) }}",
    "{% set k = {('k'*100000): range(1000)|list} %}{{ k|pprint }}", "{{ [1, 2]|tojson(1000000000) }}",
    "{{ [[1]]|tojson(9223372036854775807) }}", "{{ ([1]*999)|batch(1000000000, 0)|list }}",
  ])
  func aTextThatWouldBeTooLongIsNotMade(_ source: String) {
    #expect(failure(of: source)?.kind == .limit)
  }

  @Test(arguments: [
    "{{ ('\t'*1000).expandtabs(100000) }}", "{{ ('{:99999}'*1000).format(*range(1000)) }}",
    "{{ ('%99999d'*1000) % ((1,)*1000) }}", "{{ ('{0:99999}'*1000).format(1) }}", "{{ ('ab'*900000)|upper }}",
    "{{ ('aa.com '*10000)|urlize(target='x'*10000) }}", "{{ dict(a='<'*300000, b='<'*300000)|xmlattr }}",
    "{{ dict(a='<'*300000, b='<'*300000)|urlencode }}", "{{ ('%s'*100) % (('a'*100000,)*100) }}",
    "{% set ns = namespace(x='\\\\') %}{% for i in range(40) %}{% set ns.x = ns.x|pprint %}{% endfor %}",
    "{% set ns = namespace(x='\\\\') %}{% for i in range(40) %}{% set ns.x = ns.x|tojson %}{% endfor %}",
  ])
  func aTextThatBecomesTooLongIsNotGoneOnWith(_ source: String) {
    #expect(sandboxed(source) == .limit)
  }

  @Test func aShortTextMayGrowByLongPieces() throws {
    #expect(try render("{{ ('xy'|replace('x', 'b' * 1000000))|length }}") == "1000001")
    #expect(
      try render("{{ ('a b'.replace(' ', '_'), 'aaa'|replace('a', 'b', 2), 'ab'|replace('', '-')) }}")
        == "('a_b', 'bba', '-a-b-')")
  }

  @Test(arguments: [
    "{% set x='a'*100000 %}{% set l=[] %}{% for i in range(10000) %}{% set _ = l.append(x ~ i) %}{% endfor %}",
    "{{ range(10000)|map('string')|map('center', 100000)|list|length }}",
    "{% set l=[] %}{% for i in range(1000) %}{% set _ = l.append([0] * 10000) %}{% endfor %}",
    "{% set l=[] %}{% for i in range(1000) %}{% set _ = l.append(range(10000)|list) %}{% endfor %}",
    "{% set l=[] %}{% for i in range(999) %}{% set x %}{{ 'a' * 99999 }}{% endset %}{% do l.append(x) %}{% endfor %}",
    "{% macro m() %}{{ 'a'*99999 }}{% endmacro %}{% set l=[] %}{%for i in [1]*999 %}{% do l.append(m()) %}{% endfor %}",
  ])
  func allValuesTogetherHaveALimit(_ source: String) {
    #expect(sandboxed(source) == .limit)
  }

  @Test func aLongTextThatIsOnlyHandedOnTakesNoMemory() throws {
    let source = "{% for i in range(500) %}{% set x = text|default('')|safe %}{{ ([x]|first)[:0] }}{% endfor %}ok"
    #expect(
      try render(source, ["text": String(repeating: "a", count: 20_000)]) {
        $0.limits.memory = 100_000
      } == "ok")
  }

  @Test(arguments: [
    "{% set l = [0] * 10000 %}{% do l.insert(0, 1) %}", "{% set l = [0] * 10000 %}{% do l.append(1) %}",
    "{{ ('a,' * 10001).split(',')|length }}", "{{ ('a ' * 10001).split()|length }}",
    "{{ ('a\n' * 10001).splitlines()|length }}", "{{ ('a' * 10001)|list|length }}",
    "{% for c in 'a' * 10001 %}{% endfor %}",
  ])
  func aListThatATemplateMakesHasALimit(_ source: String) {
    #expect(sandboxed(source) == .limit)
  }

  @Test(arguments: [
    "{% for i in range(3) %}{% set x = lipsum(1000,min=90,max=100) %}{% endfor %}",
    "{% set a = 'a' * 500000 %}{% for i in range(1000) %}{% set x = a.count('b') %}{% endfor %}",
    "{% set a = 'a' * 500000 %}{% for i in range(1000) %}{% set x = 'b' in a %}{% endfor %}",
    "{% set a = 'a' * 500000 %}{% for i in range(1000) %}{% set x = a[7:9] %}{% endfor %}",
    "{% set a = 'a' * 500000 %}{% set b = a ~ '' %}{% for i in range(1000) %}{% set x = a == b %}{% endfor %}",
    "{% set a = 'a' * 500000 %}{% set d = {a: 1} %}{% for i in range(1000) %}{% set x = d[a] %}{% endfor %}",
    "{% set l = range(10000)|list %}{% for i in range(1000) %}{% set x = l.count(1) %}{% endfor %}",
    "{% set l = range(10000)|list %}{% for i in range(1000) %}{% set x = l.sort() %}{% endfor %}",
    "{% for i in range(10000) %}{% set x = [1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8,9,1,2,3] %}{% endfor %}",
  ])
  func workWithinAStepCountsAsSteps(_ source: String) {
    #expect(sandboxed(source) == .limit)
  }

  private let pairs = """
    {% set n = namespace(a=[1], b=[1]) %}{% for i in range(18) %}{% set n.a = [n.a, n.a] %}{% set n.b = [n.b, n.b] %}\
    {% endfor %}
    """

  @Test(arguments: [
    "{{ ([n.a, n.b] * 20)|sort|length }}", "{{ ([n.a] * 200).count(n.b) }}", "{{ n.a in [n.b] * 200 }}",
  ])
  func listsThatAreTheSameAtManyLevelsAreComparedUpToALimit(_ output: String) {
    #expect(sandboxed(pairs + output) == .limit)
  }

  @Test func sortingHasALimitInTemplatesOfTheProgramsOwn() {
    #expect(failure(of: pairs + "{{ ([n.a, n.b] * 20)|sort|length }}")?.kind == .limit)
  }

  @Test func aTupleThatHoldsOthersOverAndOverIsNoKey() {
    let source = "{% set t=('a',)*1000 %}{% set t=(t,)*1000 %}{% set t=(t,)*1000 %}{{ {t:1} }}"
    #expect(failure(of: source)?.kind == .limit)
    #expect(failure(of: "{{ {[1]: 1} }}")?.message == "unhashable type: 'list'")
  }

  @Test func whatIsLookedForIsFoundInTimeThatGrowsWithTheTextAlone() throws {
    #expect(try render("{{ ('a'*1000000).count('a'*300000 ~ 'b') }}") == "0")
    #expect(try render("{{ ('a'*1000000).rfind('b' ~ 'a'*300000) }}") == "-1")
    #expect(try render("{{ ('a'*300000 ~ 'b') in 'a'*1000000 }}") == "False")
  }

  @Test func textsAreFoundFromBothSides() throws {
    #expect(
      try render("{{ 'aaa'.find('aa') }}{{ 'aaa'.rfind('aa') }}{{ 'äbäb'.rfind('b') }}{{ 'ab'.find('') }}") == "0130")
    #expect(try render("{{ 'aaa'.rsplit('aa') }}{{ 'a.b.c'.rsplit('.', 1) }}") == "['a', '']['a.b', 'c']")
    #expect(
      try render("{{ 'aaa'.partition('aa') }}{{ 'aaa'.rpartition('aa') }}{{ 'a'.rpartition('b') }}")
        == "('', 'aa', 'a')('a', 'aa', '')('', '', 'a')")
    #expect(try render("{{ 'abababac'.count('abac') }}{{ 'aabaabaaab'.find('aabaaa') }}") == "13")
  }

  @Test func aNumberIsWrittenWithManyDigitsSoon() throws {
    #expect(try render("{{ '%.99999g' % 1.0 }}{{ '%.99999g' % 1200.5 }}") == "11200.5")
  }

  @Test func aLongNameIsNotComparedWithOthers() {
    let error = failure(of: "{% set d = {'a'*60000: 1} %}{{ d['b'*60000].x }}")
    #expect(error?.kind == .undefined)
    #expect(error?.fix == nil)
  }

  @Test func aStreamIsNoLongerThanItsLimit() async throws {
    var configuration = TemplateConfiguration()
    configuration.limits.output = 1000
    let template = try TemplateEnvironment(configuration).template(
      source: "{% for i in range(1000) %}0123456789{% endfor %}")
    let pieces = Reports()
    let error = await #expect(throws: TemplateError.self) {
      try await template.render(pieces: 100) { pieces.add(String(decoding: $0, as: UTF8.self)) }
    }
    #expect(error?.kind == .limit)
    #expect(pieces.all.joined().utf8.count <= 1000)
  }

  @Test func manyVariablesAndIncludesAreCompiledSoon() {
    let variables = (0..<6000).map { "{%set a\($0)=1%}" }.joined()
    let source = variables + String(repeating: "{%include x%}", count: 6000)
    #expect(failure(of: source)?.kind == .undefined)
  }

  @Test func aStatementsLineWithManyBlanksIsReadSoon() {
    let source = "# if" + String(repeating: " ", count: 100_000) + "x\ny\n# endif"
    #expect(failure(of: source) { $0.syntax.lineStatementPrefix = "#" } == nil)
  }
}
