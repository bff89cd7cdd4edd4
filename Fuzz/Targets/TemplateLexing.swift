import AloftTemplates

/// The lexer, with delimiters that the input chooses: text without any is written as it is, and what is read is read alike
/// wherever it stands.
///
/// The first byte chooses the options, the second the delimiters, the rest is the template.
func fuzz(_ bytes: [UInt8]) {
  guard bytes.count > 2 else { return }
  let source = String(decoding: bytes.dropFirst(2), as: UTF8.self)
  let syntax = syntax(bytes[0], bytes[1])
  let environment = TemplateEnvironment(configuration(syntax))
  let first = outcome(environment, source)
  precondition(first == outcome(environment, source), "a second reading gives something else")
  checkText(environment, syntax, source)
  checkRaw(environment, syntax, source)
}

private enum Outcome: Equatable {
  case written([UInt8])
  case failed(String, line: Int, column: Int)
}

private func outcome(_ environment: TemplateEnvironment, _ source: String) -> Outcome {
  do {
    return .written(try environment.template(source: source).render())
  } catch {
    guard let place = error.place else { preconditionFailure("an error is nowhere") }
    precondition(place.line > 0 && place.column > 0, "an error is nowhere")
    return .failed(error.message, line: place.line, column: place.column)
  }
}

/// Text in which nothing begins is what is written, but for its line breaks.
private func checkText(_ environment: TemplateEnvironment, _ syntax: JinjaSyntax, _ source: String) {
  var text = source.unicodeScalars.filter { $0.isASCII && ($0.properties.isAlphabetic || $0 == "\n" || $0 == " ") }
  guard syntax.lineStatementPrefix == nil, syntax.lineCommentPrefix == nil else { return }
  // The end has no line break of its own.
  text.append("x")
  let plain = String(String.UnicodeScalarView(text))
  let beginnings = [syntax.statementBegin, syntax.outputBegin, syntax.commentBegin]
  guard beginnings.allSatisfy({ !$0.allSatisfy { $0.isLetter } }) else { return }
  precondition(outcome(environment, plain) == .written(Array(plain.utf8)), "plain text was changed")
}

/// A block of raw text writes what it holds.
private func checkRaw(_ environment: TemplateEnvironment, _ syntax: JinjaSyntax, _ source: String) {
  guard !syntax.trimsBlocks, !syntax.stripsBeforeBlocks, syntax.lineStatementPrefix == nil,
    syntax.lineCommentPrefix == nil,
    !source.contains("endraw"), !source.utf8.contains(0x0D)
  else { return }
  let begin = "\(syntax.statementBegin) raw \(syntax.statementEnd)"
  let end = "\(syntax.statementBegin) endraw \(syntax.statementEnd)"
  let beginnings = [syntax.outputBegin, syntax.commentBegin]
  guard beginnings.allSatisfy({ !begin.hasPrefix($0) }) else { return }
  // What it ends with may be the beginning of the tag behind it.
  let inside = source + "\n"
  guard !inside.contains(syntax.statementBegin) else { return }
  precondition(
    outcome(environment, "\(begin)\(inside)\(end)") == .written(Array(inside.utf8)), "raw text was changed")
}

private func syntax(_ options: UInt8, _ delimiters: UInt8) -> JinjaSyntax {
  var syntax = JinjaSyntax()
  let choices = [
    ("{%", "%}", "{{", "}}", "{#", "#}"), ("<?", "?>", "<?=", "?>", "<!--", "-->"),
    ("<%", "%>", "${", "}", "<%#", "%>"),
    ("[%", "%]", "[[", "]]", "[#", "#]"), ("(", ")", "((", "))", "(#", "#)"), ("\\{", "}", "\\", "\\", "%", "%"),
  ]
  let choice = choices[Int(delimiters) % choices.count]
  (syntax.statementBegin, syntax.statementEnd) = (choice.0, choice.1)
  (syntax.outputBegin, syntax.outputEnd) = (choice.2, choice.3)
  (syntax.commentBegin, syntax.commentEnd) = (choice.4, choice.5)
  syntax.trimsBlocks = options & 1 != 0
  syntax.stripsBeforeBlocks = options & 2 != 0
  syntax.keepsTrailingLineBreak = options & 4 != 0
  if options & 8 != 0 { syntax.lineStatementPrefix = "#" }
  if options & 16 != 0 { syntax.lineCommentPrefix = "##" }
  if options & 32 != 0 { syntax.extensions = [] }
  return syntax
}

private func configuration(_ syntax: JinjaSyntax) -> TemplateConfiguration {
  var configuration = TemplateConfiguration()
  configuration.syntax = syntax
  configuration.escaping = .none
  configuration.limits = .sandbox
  configuration.limits.steps = 2000
  return configuration
}
