import AloftCore
import AloftTemplates

/// The parser, the compiler and the check: whatever a template is, they end, with an error that has its place or without.
func fuzz(_ bytes: [UInt8]) {
  let source = String(decoding: bytes, as: UTF8.self)
  let environment = TemplateEnvironment(
    TemplateConfiguration(DictionaryTemplates(["page.html": source, "base.html": "{% block a %}{% endblock %}"])))
  let lineCount = source.utf8.reduce(1) { $0 + ($1 == 0x0A || $1 == 0x0D ? 1 : 0) }
  var isRight = true
  do {
    _ = try environment.template("page.html")
  } catch {
    isRight = false
    precondition(error.kind == .syntax || error.kind == .assertion, "an error of another kind while reading")
    guard let place = error.place else { preconditionFailure("an error is nowhere") }
    precondition((1...lineCount).contains(place.line) && place.column > 0, "an error is nowhere")
    precondition(
      place.column <= place.excerpt.count + 1 || place.excerpt.utf8.count >= 390, "a caret is beyond its line")
  }
  let found = (try? environment.check()) ?? []
  precondition(isRight || !found.isEmpty, "the check does not see what hinders the template from being read")
  for problem in found { precondition((0...lineCount).contains(problem.place.line), "a problem is nowhere") }
}
