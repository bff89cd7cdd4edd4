import AloftTemplates
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Templates on threads with little stack.
struct StackTests {
  /// Renders on a thread of its own.
  ///
  /// - Returns: The text, or the error's message.
  private func render(_ source: String, stack: Int) throws -> String {
    final class Work: Sendable {
      let source: String
      let result = Mutex("")
      init(_ source: String) { self.source = source }
    }
    let work = Work(source)
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stack)
    defer { pthread_attr_destroy(&attributes) }
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let problem = pthread_create(
      &thread, &attributes,
      { argument in
        #if canImport(Darwin)
          let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
        #else
          guard let argument else { return nil }
          let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
        #endif
        let templates = ["page": work.source, "self": "{% import 'self' as s %}"]
        let environment = TemplateEnvironment(TemplateConfiguration(DictionaryTemplates(templates)))
        do {
          let text = try environment.template("page").text()
          work.result.withLock { $0 = text }
        } catch {
          work.result.withLock { $0 = "\(error)" }
        }
        return nil
      }, Unmanaged.passRetained(work).toOpaque())
    try #require(problem == 0)
    #if canImport(Darwin)
      pthread_join(try #require(thread), nil)
    #else
      pthread_join(thread, nil)
    #endif
    return work.result.withLock { $0 }
  }

  @Test(arguments: [1024 * 1024, 640 * 1024])
  func anOrdinaryPageIsRenderedWithLittleStack(_ stack: Int) throws {
    let page = """
      {% macro row(x) %}<td>{{ x.name|upper if x.name else '-' }}</td>{% endmacro %}\
      {% for x in [{'name': 'a'}, {}] %}{% if x.name or loop.last %}{{ row(x) }}{% endif %}{% endfor %}
      """
    #expect(try render(page, stack: stack) == "<td>A</td><td>-</td>")
  }

  private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  @Test(arguments: [
    "{{ " + repeated("(", 98) + "1" + repeated(")", 98) + " }}",
    repeated("{% if 1 %}", 99) + repeated("{% endif %}", 99),
    "{{ " + repeated("[", 49) + repeated("]", 49) + " }}", "{{ 1" + repeated("+1", 190) + " }}",
    "{{ 1" + repeated("|string", 190) + " }}", "{{ " + repeated("'' ~ (", 90) + "1" + repeated(")", 90) + " }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% import 'self' as s %}",
    "{% macro m() %}{{ 'a' ~ (1 ~ (2 ~ m())) }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ caller() }}{% endmacro %}" + repeated("{% call m() %}", 90) + repeated("{% endcall %}", 90),
    "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{% set n = namespace(l=[1]) %}{% for i in range(200) %}{% set n.l = [n.l] %}{% endfor %}{{ n.l }}{{ n.l|pprint }}",
    "{% set n = namespace(a=[1], b=[1]) %}{% for i in range(200) %}{% set n.a = [n.a] %}{% set n.b = [n.b] %}{% endfor %}{{ n.a == n.b }}",
    "{% set n = namespace(l=[1]) %}{% for i in range(90) %}{% set n.l = {'a': n.l} %}{% endfor %}{{ n.l|tojson }}",
    "{% set n = namespace(l=[1]) %}{% for i in range(1000) %}{% set n.l = [n.l] %}{% endfor %}{{ n.l|map("
      + repeated("'map', ", 999) + "'list')|list }}",
  ])
  func noTemplateTakesMoreThanTheThreadHas(_ source: String) throws {
    for stack in [1024 * 1024, 512 * 1024, 256 * 1024] { _ = try render(source, stack: stack) }
  }

  @Test(arguments: [
    "{% set ns = namespace(d={}) %}{% for i in range(10000) %}{% for j in range(10) %}{% set ns.d = {ns.d.items: 1} %}{% endfor %}{% endfor %}",
    "{% set ns = namespace(d={}) %}{% for i in range(100000) %}{% set ns.d = {(ns.d.items,): 1} %}{% endfor %}",
    "{% set ns = namespace(p=1) %}{% for i in range(10000) %}{% for j in range(10) %}{% for x in [ns.p] %}{% set ns.p = loop %}{% endfor %}{% endfor %}{% endfor %}",
    "{% set ns = namespace(p=1) %}{% for i in range(100000) %}{% for x in [ns.p]|map('default') %}{% set ns.p = loop %}{% endfor %}{% endfor %}",
    "{% set ns = namespace(p=1) %}{% for i in range(100000) %}{% for x in [1] %}{% set _ = loop.changed(ns.p) %}{% set ns.p = loop %}{% endfor %}{% endfor %}",
    "{% set ns = namespace(p=1) %}{% macro m(p) %}{% for x in [p] recursive %}{% set ns.p = loop %}{% endfor %}{% endmacro %}"
      + "{% for i in range(20000) %}{% set _ = m(ns.p) %}{% endfor %}",
  ])
  func whatIsDeepEndsWithoutTakingStack(_ source: String) throws {
    #expect(try render(source, stack: 1024 * 1024) == "")
  }

  @Test func aListOfTemplatesThatHoldsItselfIsAnError() {
    let error = failure(of: "{% set l = [] %}{% set _ = l.append(l) %}{% include l %}")
    #expect(error?.message == "a template is named by a text, not 'list'")
  }
}
