import AloftTemplates

/// Templates, from source to bytes: whatever they are, they end; each rendering gives the same, escaped where it has to.
///
/// The first byte chooses how the template is spelled and what is undefined; the rest is the template. It may include
/// itself as `self.html` and the fixed templates below. Numbers that are the largest of their kind are at hand; to be run
/// with a limit of memory and of time for each input, since what a template takes is bounded as well.
func fuzz(_ bytes: [UInt8]) {
  guard let choice = bytes.first else { return }
  let source = String(decoding: bytes.dropFirst(), as: UTF8.self)
  let environment = TemplateEnvironment(configuration(choice, source))
  guard let template = try? environment.template("self.html") else { return }
  let first = outcome(template)
  // What random() and lipsum() give is another text each time.
  guard !source.contains("random"), !source.contains("lipsum") else { return }
  let second = outcome(template)
  precondition(first == second, "a second rendering gives something else")
  // An object that is printed may show the mark of the parser, but never what could begin a tag or end an attribute.
  if choice & 1 == 0, case .written(let text) = first, !source.contains("safe"), !source.contains("<"),
    !source.contains("autoescape")
  {
    precondition(!text.contains("<q"), "a value was written without being escaped")
  }
}

private enum Outcome: Equatable {
  case written(String)
  case failed(String)
}

private func outcome(_ template: Template) -> Outcome {
  do {
    return .written(try template.text(context))
  } catch {
    precondition(!error.description.isEmpty, "an error says nothing")
    if let place = error.place { precondition(place.line > 0 && place.column > 0, "an error is nowhere") }
    return .failed(error.message)
  }
}

private let context: TemplateContext = [
  "text": "<q>&\"'", "number": 7, "list": ["<q>", "b", "C"], "table": ["a": 1, "b": 2], "float": 2.5, "yes": true,
  "rows": [["n": "<q>x", "g": "1"], ["n": "y", "g": "2"]], "most": Int.max, "least": Int.min, "billion": 1_000_000_000,
]

private func configuration(_ choice: UInt8, _ source: String) -> TemplateConfiguration {
  var configuration = TemplateConfiguration(
    DictionaryTemplates([
      "self.html": source, "base.html": "[{% block a %}A{{ text }}{% endblock %}{% block b %}B{% endblock %}]",
      "macros.html":
        "{% macro m(x, y=1) %}({{ x }}{{ y }}{{ caller() if caller else '' }}){% endmacro %}{% set k = 3 %}",
      "part.html": "{{ text }}{{ loop }}", "card.html": "{% parameters t=1 %}{{ t }}{% slot %}{% endslot %}",
    ]))
  configuration.limits = .sandbox
  configuration.limits.steps = 5000
  configuration.limits.output = 64 * 1024
  configuration.limits.rangeLength = 500
  configuration.limits.memory = 1024 * 1024
  configuration.escaping = choice & 1 == 0 ? .all : .none
  configuration.syntax.trimsBlocks = choice & 2 != 0
  configuration.syntax.stripsBeforeBlocks = choice & 4 != 0
  if choice & 8 != 0 {
    configuration.syntax.lineStatementPrefix = "#"
    configuration.syntax.lineCommentPrefix = "##"
  }
  let kinds: [UndefinedPolicy] = [.lenient, .chainable, .visible, .strict]
  configuration.undefined = kinds[Int(choice >> 4 & 3)]
  return configuration
}
