import AloftTemplates
import Testing

struct ExpressionTests {
  @Test(arguments: [
    ("{{ '0x0b1'|int(0, 0) }} {{ '0x0b1'|int(0, 16) }} {{ '0b1'|int(0, 16) }} {{ '012'|int(7, 0) }}", "177 177 177 12"),
    (
      "{{ '+-5'|float(9) }} {{ '-+5'|float(9) }} {{ '+5'|float(9) }} {{ '--5'|int(9) }} {{ '+-inf'|float(9) }}",
      "9 9 5.0 9 9"
    ),
    ("{{ 'inf'|int(3) }} {{ 'zz'|int(3) }} {{ 'zz'|int(3, 36) }}", "3 3 1295"),
    (
      "{{ range(3) == range(3) }} {{ range(0) == range(2, 2) }} {{ range(0, 3, 2) == range(0, 4, 2) }}",
      "True True True"
    ),
    (
      "{{ range(3) != range(3) }} {{ {range(3): 1}[range(3)] }} {{ range(3) in [range(3)] }} {{ range(3) == (3, 0, 1) }}",
      "False 1 True False"
    ),
    ("{{ x\u{A0}}}{{\u{3000}1\u{2003}+\u{85}2 }}{{ äb }}", "3"),
  ])
  func valuesAreThoseOfPython(_ source: String, _ result: String) throws {
    #expect(try render(source) == result)
  }

  @Test(arguments: [
    ("1 + 2 * 3 ** 2", "19"), ("-7 // 2", "-4"), ("-7 % 3", "2"), ("7 / 2", "3.5"), ("2 ** -1", "0.5"),
    ("1 == 1.0", "True"), ("'a' < 'b' < 'c'", "True"), ("not 1 and 2 or 3", "3"), ("1 in [1]", "True"),
    ("'x' ~ 1 ~ none", "x1None"), ("'%s-%03d' % ('a', 7)", "a-007"), ("'{:>5.1f}|{x}'.format(2.25, x=1)", "  2.2|1"),
    ("[1, 'a', none, true, 1.50]", "[1, 'a', None, True, 1.5]"), ("{'a': (1,)}", "{'a': (1,)}"), ("1e16", "1e+16"),
    ("'abcdef'[1:-1:2]", "bd"), ("[1, 2, 3][::-1]", "[3, 2, 1]"), ("'a' if false else 'b'", "b"), ("'a' if false", ""),
    ("'hello world'|title", "Hello World"), ("[3, 1, 2]|sort|join(',')", "1,2,3"), ("'a,b'.split(',')", "['a', 'b']"),
    ("{'b': 1, 'a': 2}|dictsort", "[('a', 2), ('b', 1)]"), ("3.7|round|int", "4"), ("2.5|round", "2.0"),
    ("1000000|filesizeformat", "1.0 MB"), ("'<b>x</b>'|striptags", "x"), ("{'a': [1]}|tojson", "{\"a\": [1]}"),
    ("range(5)|batch(2)|list", "[[0, 1], [2, 3], [4]]"), ("[1, 2, 3]|sum", "6"), ("'x'|default('y')", "x"),
    ("missing|default('y')", "y"), ("''|default('y', true)", "y"), ("[1, 1, 2]|unique|list", "[1, 2]"),
    ("['a', 'B']|map('upper')|join", "AB"), ("[{'n': 1}, {'n': 2}]|selectattr('n', 'gt', 1)|list", "[{'n': 2}]"),
    ("'a b c'|wordcount", "3"), ("'abcdef'|truncate(5, true, '…', 0)", "abcd…"), ("1 is divisibleby 1", "True"),
    ("'A' is upper and 3 is odd", "True"), ("'ß'|upper", "SS"), ("0.1 + 0.2", "0.30000000000000004"),
  ])
  func anExpressionHasTheValueThatPythonGives(_ source: String, _ value: String) throws {
    #expect(try render("{{ \(source) }}") == value)
  }

  @Test func theSafestPartOfATextDecidesHowTheOthersAreJoined() throws {
    let source = "{{ (m ~ t) }}|{{ m + t }}|{{ [m, t]|join('<') }}|{{ m % t }}"
    let text = try render("{% set m = '<b>%s'|safe %}" + source, ["t": "<"], escapes: true)
    #expect(text == "<b>%s&lt;|<b>%s&lt;|<b>%s&lt;&lt;|<b>&lt;")
  }

  @Test func jsonIsSafeInScriptsAndAttributes() throws {
    let text = try render("{{ x|tojson }}", ["x": "</script>'&"], escapes: true)
    #expect(text == #""\u003c/script\u003e\u0027\u0026""#)
  }

  @Test func addressesBecomeLinks() throws {
    let text = try render("{{ 'see www.example.org, or (https://a.example/x?y=1).'|urlize }}")
    #expect(text.contains(#"<a href="https://www.example.org" rel="noopener">www.example.org</a>,"#))
    #expect(text.contains(#"(<a href="https://a.example/x?y=1" rel="noopener">https://a.example/x?y=1</a>)."#))
  }

  @Test func anAttributesNameCantBeginAnotherAttribute() {
    #expect(failure(of: "{{ {'a onclick': 1}|xmlattr }}")?.kind == .value)
    #expect(failure(of: "{{ {'a>': 1}|xmlattr }}")?.kind == .value)
  }
}
