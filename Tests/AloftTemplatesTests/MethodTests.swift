import AloftTemplates
import Testing

struct MethodTests {
  @Test(arguments: [
    ("'abcb'.find('b', 2)", "3"), ("'abcb'.rfind('b', 0, 3)", "1"), ("'abc'.find('b', 2)", "-1"),
    ("'abc'.find('', 3)", "3"), ("'abc'.find('', 9)", "-1"), ("'abc'.find('', 2, 1)", "-1"),
    ("'abcb'.index('b', -2)", "3"), ("'abcb'.rindex('b')", "3"), ("'abcb'.count('b', 2)", "1"),
    ("'abc'.count('', 2)", "2"), ("'abc'.count('', 9)", "0"), ("'abc'.startswith('b', 1)", "True"),
    ("'abc'.startswith('', 9)", "False"), ("'abc'.endswith(('b', 'x'), 0, 2)", "True"), ("[1, 1].index(1, 1)", "1"),
    ("[1, 2, 1].index(1, -1)", "2"), ("'äöü'.find('ü', 1)", "2"),
  ])
  func aSearchMayBeForAPartOnly(_ source: String, _ result: String) throws {
    #expect(try render("{{ \(source) }}") == result)
  }

  @Test(arguments: [
    ("{{ '  a b  c '.split(none, 1) }}{{ ' a b '.rsplit(none, 1) }}", "['a', 'b  c '][' a', 'b']"),
    ("{{ '{a}'.format_map({'a': 1}) }}{{ 'a\u{A0}'.isprintable() }}{{ ''.isprintable() }}", "1FalseTrue"),
    ("{{ 'ΑΣ'.lower() }}{{ 'ΑΣ'.casefold() }}{{ 'ΑΣ'.title() }}{{ 'ΑΣ'.swapcase() }}", "αςασΑςας"),
    ("{% set d = {'a': 1} %}{{ d.popitem() }}{{ d }}", "('a', 1){}"),
    ("{% set d = {} %}{% do d.update([['k', 2]], z=1) %}{{ d }}", "{'k': 2, 'z': 1}"),
    ("{% macro l(x) %}{{ x|lower }}{% endmacro %}{% set s = ['b', 'A'] %}{% do s.sort(key=l) %}{{ s }}", "['A', 'b']"),
    ("{{ range(4)[1:] }}{{ range(10)[::-3] }}{{ range(4)[9:]|list }}", "range(1, 4)range(9, -1, -3)[]"),
    ("{{ range(2, 8).start }}{{ range(8).stop }}{{ range(8).step }}", "281"),
  ])
  func aMethodGivesWhatPythonGives(_ source: String, _ result: String) throws {
    #expect(try render(source) == result)
  }

  @Test(arguments: [
    ("'{:05}|{:*<05}|{:05}|{:05}'.format('ab', 'ab', -3, 1.5)", "ab000|ab***|-0003|001.5"),
    ("'{!a}{!r:4}'.format('é', 'x')", "'\\xe9''x' "), ("'%a|%#.0f|%#.0e' % ('é', 65, 65)", "'\\xe9'|65.|6.e+01"),
    ("'%+s|%#5s|%05s' % ('a', 'b', 'c')", "a|    b|    c"), ("'{:}{:+}'.format(true, true)", "True+1"),
    ("'{:#08x}|{:#b}'.format(255, 5) ~ '|%#08x|%#X|%#6o' % (255, 255, 8)", "0x0000ff|0b101|0x0000ff|0XFF|  0o10"),
    ("'{0[a]}{x[0]}'.format({'a': 1}, x=[2])", "12"), ("'{}{!s:>5}'.format(none, none)", "None None"),
    ("'{:{}}|{:>3}'.format(1, 3, true)", "  1|  1"), ("'{:,}|{:+}|{:.1f}'.format(1234, 5, 2)", "1,234|+5|2.0"),
  ])
  func aFormatLaysOutAsPythonDoes(_ source: String, _ result: String) throws {
    #expect(try render("{{ \(source) }}") == result)
  }

  @Test(arguments: [
    "'{:>8}'.format(none)", "'{:>8}'.format([])", "'{:>8}'.format(nothing)", "'{:+}'.format('a')",
    "'{:,}'.format('a')", "'{:=5}'.format('a')", "'{:#}'.format('a')", "'{:.2}'.format(3)", "'{} {0}'.format(1)",
    "'{0} {}'.format(1)", "'{0.a}'.format({'a': 1})", "''.striptags()", "{}.popitem()", "range(9)[::0]",
    "[1].sort(key=nothing)", "dict(a=1, a=2)",
  ])
  func whatPythonRefusesIsAnError(_ source: String) {
    #expect(failure(of: "{{ \(source) }}") != nil)
  }

  @Test func aSliceOfARangeThatIsTooLargeIsRefused() {
    #expect(failure(of: "{{ range(0, 9, 3)[::4611686018427387904] }}")?.kind == .value)
  }
}
