import AloftTemplates
import Testing

/// What a template does that means harm, or whose author has slipped.
struct HostileTemplateTests {
  @Test func templatesThatIncludeThemselvesEndInAnErrorWithTheirPlaces() throws {
    let error = #expect(throws: TemplateError.self) {
      try render("a", of: ["a": "x{% include 'b' %}", "b": "{% include 'a' %}"])
    }
    #expect(error?.kind == .limit)
    #expect(error?.chain.isEmpty == false)
  }

  @Test func templatesThatExtendEachOtherEndInAnError() throws {
    let error = #expect(throws: TemplateError.self) {
      try render("a", of: ["a": "{% extends 'b' %}", "b": "{% extends 'a' %}"])
    }
    #expect(error?.kind == .limit)
  }

  @Test func templatesThatImportThemselvesEndInAnError() throws {
    let error = #expect(throws: TemplateError.self) { try render("a", of: ["a": "{% import 'a' as a %}"]) }
    #expect(error?.kind == .limit)
  }

  @Test(arguments: [
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
  ])
  func whatCallsItselfWithoutEndIsAnError(_ source: String) {
    #expect(failure(of: source)?.kind == .limit)
  }

  @Test(arguments: ["(", "[", "{", "-", "not ", "x if y else ", "x.", "x|f(", "'a' ~ (", "f(", "x["])
  func expressionsInEachOtherEndInAnError(_ piece: String) {
    #expect(failure(of: "{{ " + String(repeating: piece, count: 100_000))?.kind == .syntax)
  }

  @Test(arguments: ["+1", ".a", "|upper", "[0]", "()", " and x", " or x", " is defined"])
  func endlessChainsEndInAnError(_ link: String) {
    #expect(failure(of: "{{ x" + String(repeating: link, count: 100_000) + " }}")?.kind == .syntax)
  }

  @Test(arguments: [
    "{% if x %}", "{% for x in y %}", "{% with %}", "{% block a %}", "{% filter upper %}", "{% set x %}",
  ])
  func statementsInEachOtherEndInAnError(_ piece: String) {
    #expect(failure(of: String(repeating: piece, count: 100_000))?.kind == .syntax)
  }

  @Test(arguments: [
    "{{ range(1000000000000) }}", "{{ range(-9223372036854775807, 9223372036854775807) }}", "{{ 'x' * 99999999999 }}",
    "{{ [0] * 99999999999 }}", "{{ '%99999999999d' % 1 }}", "{{ '{:99999999999}'.format(1) }}",
    "{{ 'x'.center(999999999999) }}",
    "{{ 'x'|center(999999999999) }}", "{{ 'x'|indent(999999999999) }}", "{{ [1]|batch(999999999999, 0)|list }}",
    "{{ [1]|slice(999999999999)|list }}", "{{ lipsum(n=999999999) }}", "{{ 'a\tb'.expandtabs(999999999999) }}",
    "{% set s = 'x' * 1000 %}{% for i in range(64) %}{% set n.s = (n.s or s) ~ (n.s or s) %}{% endfor %}",
    "{% set n = namespace(l=[1]) %}{% for i in range(64) %}{% set n.l = n.l + n.l %}{% endfor %}",
    "{% set n = namespace(s='xxxxxxxx') %}{% for i in range(64) %}{% set n.s = n.s|replace('x', n.s) %}{% endfor %}",
    "{% set n = namespace(s='xxxxxxxx') %}{% for i in range(64) %}{% set n.s = [n.s, n.s]|join %}{% endfor %}",
  ])
  func growthHasAnEnd(_ source: String) throws {
    let error = try #require(failure(of: source) { $0.limits = .sandbox })
    #expect([.limit, .value, .runtime, .undefined].contains(error.kind))
  }

  @Test(arguments: [
    "{% for i in range(9000) %}{% for j in range(9000) %}{% endfor %}{% endfor %}",
    "{% for i in range(9000) if (range(9000)|sum) and false %}{% for j in range(9000) %}x{% endfor %}{% endfor %}",
    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(28) }}",
  ])
  func workHasAnEnd(_ source: String) throws {
    #expect(failure(of: source) { $0.limits = .sandbox }?.kind == .limit)
  }

  @Test(arguments: [
    "{% set l = [] %}{% do l.append(l) %}{{ l }}{{ l == l }}", "{% set d = {} %}{% do d.update(d=d) %}{{ d }}",
    "{% set a = [] %}{% set b = [] %}{% do a.append(b) %}{% do b.append(a) %}{{ a == b }}{{ a|string }}",
    "{% set n = namespace() %}{% set n.n = n %}{{ n.n.n is defined }}{{ n }}",
    "{% set n = namespace(a=[]) %}{% do n.a.append(n) %}{{ n.a }}{{ {'k': n}.items() }}{{ {}[[n]] }}",
    "{% set n = namespace(l=[]) %}{% for i in range(50000) %}{% set n.l = [n.l] %}{% endfor %}{{ n.l|length }}",
    "{% set n = namespace(l={}) %}{% for i in range(50000) %}{% set n.l = {'a': n.l} %}{% endfor %}{{ n.l|length }}",
    "{% set n = namespace(l=[1]) %}{% for i in range(40) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l == n.l }}",
    "{% set n = namespace(l=1) %}{% for i in range(50000) %}{% set n.l = [n.l]|batch(1) %}{% endfor %}",
    "{% set n = namespace(l=1) %}{% for i in range(50000) %}{% set n.l = [n.l].count %}{% endfor %}",
    "{% set n = namespace(l=1) %}{% for i in range(50000) %}{% set n.l = {'a': n.l}.values() %}{% endfor %}",
    "{% set n = namespace(l=1) %}{% for i in range(50000) %}{% set n.l = cycler(n.l).next %}{% endfor %}",
    "{% set n = namespace(l=1) %}{% for i in range(50000) %}{% set n.l = joiner(n.l) %}{% endfor %}",
    "{% set n = namespace(l=1) %}{% for i in range(20000) %}{% set n.l = namespace(l=n.l) %}{% endfor %}",
  ])
  func listsThatHoldThemselvesOrAreDeepHarmNothing(_ source: String) throws {
    #expect(throws: Never.self) { try render(source) }
  }

  @Test(arguments: ["{{ n.l }}", "{{ n.l|tojson }}", "{{ n.l|pprint }}", "{{ n.l|string|length }}"])
  func aListThatIsTheSameAtEachOfManyLevelsIsNotPrinted(_ output: String) {
    let source = "{% set n = namespace(l=[1]) %}{% for i in range(40) %}{% set n.l = [n.l, n.l] %}{% endfor %}"
    #expect(failure(of: source + output)?.kind == .limit)
  }

  @Test(arguments: [
    "{{ 9223372036854775807 + 1 }}", "{{ -9223372036854775807 - 2 }}", "{{ 9223372036854775807 * 2 }}", "{{ 2 ** 63 }}",
    "{{ (-9223372036854775807 - 1) // -1 }}", "{{ -(-9223372036854775807 - 1) }}",
    "{{ (-9223372036854775807 - 1)|abs }}",
    "{{ 1 // 0 }}", "{{ 1 % 0 }}", "{{ 1.0 / 0 }}", "{{ 0 ** -1 }}", "{{ 1e308 * 10 ** 308 }}", "{{ [1][::0] }}",
    "{{ range(1, 2, 0) }}", "{{ '%' % 1 }}", "{{ '%(a' % {} }}", "{{ '{'.format() }}", "{{ '{0.a.b}'.format(1) }}",
    "{{ '%*5d' % (9223372036854775807, 1) }}", "{{ '%*d' % (-9223372036854775807 - 1, 1) }}",
    "{{ '%.*f' % (9223372036854775807, 1) }}", "{{ lipsum(1, true, 9223372036854775807) }}",
    "{{ lipsum(9223372036854775807, true, 1, 9223372036854775807) }}", "{{ [1].pop(9223372036854775807) }}",
    "{{ [1]|tojson(9223372036854775807) }}", "{{ 'a'|indent(9223372036854775807) }}", "{{ 1e300|int }}",
    "{{ '99999999999999999999'|int }}", "{{ '1e300'|int }}", "{{ 'abc'.partition('') }}", "{{ 'abc'.rpartition('') }}",
    "{{ 'x'.split('') }}", "{{ 99999999999999999999 }}", "{{ ''|slice(0)|list }}", "{{ 1|batch('x')|list }}",
  ])
  func arithmeticWithoutAResultIsAnError(_ source: String) throws {
    #expect(failure(of: source) != nil)
  }

  @Test(arguments: [
    "{{ 'x'[9223372036854775807] }}", "{{ [1][-9223372036854775807 - 1] }}", "{{ [1][9223372036854775807:] }}",
    "{{ 'abc'[-9223372036854775807 - 1:9223372036854775807:9223372036854775807] }}",
    "{{ (-9223372036854775807 - 1)|round(-18) }}", "{{ 1e300|filesizeformat }}",
    "{{ 'abc'|truncate(9223372036854775807) }}{{ 'abc'|truncate(9, false, '', 9223372036854775807) }}",
    "{{ 'abc'|center(-9223372036854775807) }}{{ 'abc'.ljust(-9223372036854775807 - 1) }}",
    "{{ 'a'.rjust(-9223372036854775807) }}{{ '-1'.zfill(-9223372036854775807 - 1) }}",
    "{{ [1]|batch(9223372036854775807)|list }}{{ 'a b'.split(' ', 9223372036854775807) }}",
    "{{ 1.5|round(9223372036854775807) }}{{ 1|round(-9223372036854775807 - 1) }}",
    "{{ 'a'|urlize(9223372036854775807) }}{{ 'a'|urlize(-9223372036854775807 - 1) }}",
    "{{ 'a b'|wordwrap(9223372036854775807) }}{{ 'a\t'.expandtabs(-9223372036854775807 - 1) }}",
    "{% set l = [1] %}{% do l.insert(-9223372036854775807 - 1, 2) %}{% do l.insert(9223372036854775807, 2) %}",
    "{{ [1]|tojson(-9223372036854775807 - 1) }}{{ 'a'|indent(-9223372036854775807 - 1) }}",
    "{{ ''|first }}{{ []|last }}{{ []|max }}{{ []|random }}", "{{ 1.5|round(400) }}{{ 1.5|round(-400) }}",
    "{{ '%.50f|%e|%g' % (0.1, 1e-320, 1e308) }}",
  ])
  func extremesAreRendered(_ source: String) throws {
    #expect(throws: Never.self) { try render(source) }
  }

  // The limit is far beyond what linear time takes, and within what any other does.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      ("urlize", ")"), ("urlize", "("), ("urlize", "a("), ("urlize", "(www.a.org"), ("urlize", "&lt;"),
      ("wordwrap(10)", "x"),
      ("wordwrap(10)", "x-"), ("wordwrap(10)", " "), ("striptags", "<"), ("striptags", "<!--"), ("striptags", "&"),
      ("title", "a-"),
      ("truncate(500000)", "a "), ("indent", "\n"), ("replace('a', 'b')", "a"), ("trim", " "), ("wordcount", "a "),
      ("urlencode", "ü"),
      ("escape", "<"), ("tojson", "\u{1}"), ("xmlattr", ""), ("int", "9"), ("float", "9"), ("format", "%%"),
      ("upper|lower", "ß"),
    ])
  func aFilterIsDoneWithALongTextSoon(_ filter: String, _ piece: String) async throws {
    let text = String(repeating: piece, count: 100_000)
    let template = try TemplateEnvironment().template(source: "{{ text|\(filter) }}")
    _ = try? template.text(["text": text])
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "{% if a %}{% set x# = 1 %}{% endif %}", "{% for x# in y %}{{ x# }}{{ z# }}{% endfor %}",
      "{% macro m#(a) %}{{ a }}{% endmacro %}", "{% block b# %}{% endblock %}", "{{ x# }}", "{% set x# %}{% endset %}",
    ])
  func aLongTemplateIsReadSoon(_ piece: String) throws {
    let source = (0..<2000).map {
      piece.split(separator: "#", omittingEmptySubsequences: false).joined(separator: "\($0)")
    }
    #expect(try render(source.joined()) == "")
  }

  @Test func noMemberOfASwiftValueIsSeenThatIsNotShown() throws {
    for name in ["__class__", "__init__", "mro", "description", "hashValue", "self"] {
      #expect(try render("{{ x.\(name) is defined }}", ["x": Shown(a: 1)]) == "False")
    }
  }

  private struct Shown: TemplateRecord {
    var a: Int
    static let templateFields = TemplateFields<Shown> { $0.field("a") { $0.a } }
  }

  @Test func aSandboxCantReachBeyondTheContext() {
    for source in [
      "''.__class__", "range.__globals__", "self.__init__", "(1).real", "cycler(1).__init__", "[].__len__",
    ] {
      #expect(failure(of: "{{ \(source).x }}") { $0.limits = .sandbox }?.kind == .undefined)
    }
  }
}
