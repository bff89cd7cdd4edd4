internal import AloftCore

extension JinjaParser {
  private struct Translation {
    var context: String?
    var variables: [(name: String, value: Expression)] = []
    /// What decides which form is taken.
    var count: Expression?
    var countIsCalledNum = false
    var trims: Bool?
    /// A call that gives the number is made once.
    var assigned: Statement?

    func variable(_ name: String) -> Expression? { variables.first { $0.name == name }?.value }
  }

  /// Reads `{% trans %}`, which becomes a call of `gettext` or one of its like.
  mutating func translation(_ token: JinjaToken) throws(SyntaxProblem) -> [Statement] {
    var translation = try translationHead()
    var (referenced, singular) = try translatedText(mayPluralize: true)
    if let first = referenced.first, translation.count == nil {
      translation.count = Expression(.name(first), at: token.offset)
      translation.countIsCalledNum = first == "num"
    }
    var plural: String?
    if skip(name: "pluralize") {
      if current.kind != .statementEnd {
        let name = try expect(.name)
        guard let value = translation.variable(name.text) else {
          throw SyntaxProblem("'\(name.text)' is no variable of this text", at: name.offset, isAssertion: true)
        }
        translation.count = value
        translation.countIsCalledNum = name.text == "num"
      }
      try expect(.statementEnd)
      let found = try translatedText(mayPluralize: false)
      plural = found.text
      referenced += found.names
      guard translation.count != nil else {
        throw SyntaxProblem("'pluralize' needs a variable that gives the number", at: token.offset)
      }
    }
    advance()
    for name in referenced where translation.variable(name) == nil {
      translation.variables.append((name, Expression(.name(name), at: token.offset)))
    }
    if translation.trims ?? options.trimsTranslations {
      singular = Self.trimmed(singular)
      plural = plural.map(Self.trimmed)
    }
    let output = try call(translation, singular, plural, isReferring: !referenced.isEmpty, token.offset)
    return (translation.assigned.map { [$0] } ?? []) + [Statement(.output([output]), at: token.offset)]
  }

  private mutating func translationHead() throws(SyntaxProblem) -> Translation {
    var translation = Translation()
    if current.kind == .string { translation.context = advance().text }
    while current.kind != .statementEnd {
      if !translation.variables.isEmpty { try expect(.symbol(.comma)) }
      if skip(.colon) { break }
      let name = try expect(.name)
      guard translation.variable(name.text) == nil else {
        throw SyntaxProblem("the variable '\(name.text)' is there twice", at: name.offset, isAssertion: true)
      }
      var value = Expression(.name(name.text), at: name.offset)
      if skip(.assign) {
        value = try expression()
      } else if translation.trims == nil, name.text == "trimmed" || name.text == "notrimmed" {
        translation.trims = name.text == "trimmed"
        continue
      }
      if translation.count == nil {
        if case .call = value.kind {
          translation.assigned = Statement(
            .set(Target(kind: .name("_trans"), offset: name.offset), value), at: name.offset)
          value = Expression(.name("_trans"), at: name.offset)
        }
        translation.count = value
        translation.countIsCalledNum = name.text == "num"
      }
      translation.variables.append((name.text, value))
    }
    try expect(.statementEnd)
    return translation
  }

  private mutating func translatedText(
    mayPluralize: Bool
  ) throws(SyntaxProblem) -> (names: [String], text: String) {
    var names: [String] = []
    var text = ""
    while true {
      let token = advance()
      switch token.kind {
      case .data: text += token.text.replacingParts("%", with: "%%")
      case .outputBegin:
        let name = try expect(.name).text
        names.append(name)
        text += "%(\(name))s"
        try expect(.outputEnd)
      case .statementBegin:
        if current.isName("endtrans") || (mayPluralize && current.isName("pluralize")) { return (names, text) }
        let problem =
          switch current.text {
          case "pluralize": "a translated text has one 'pluralize' only"
          case "trans": "translated texts can't lie within each other"
          default: "a translated text holds no statements, but here is '\(current.description)'"
          }
        throw SyntaxProblem(problem, at: current.offset, fix: "close the text with {% endtrans %}")
      default: throw endProblem("'endtrans' is missing")
      }
    }
  }

  private func call(
    _ translation: Translation, _ singular: String, _ plural: String?, isReferring: Bool, _ offset: Int
  ) throws(SyntaxProblem) -> Expression {
    func constant(_ text: String) -> Expression {
      // Without values nothing is formatted, and what was doubled for it stays single.
      let isPlain = !isReferring && !options.translatorsFormat
      return Expression(.constant(.text(isPlain ? text.replacingParts("%%", with: "%") : text)), at: offset)
    }
    var name = "gettext"
    var arguments = CallArguments(positional: [constant(singular)])
    if let context = translation.context {
      name = "p" + name
      arguments.positional.insert(Expression(.constant(.text(context)), at: offset), at: 0)
    }
    if let plural, let count = translation.count {
      name = "n" + name
      arguments.positional += [constant(plural), count]
    }
    let callee = Expression(.name(name), at: offset)
    if options.translatorsFormat {
      for (name, value) in translation.variables where !(plural != nil && translation.countIsCalledNum && name == "num")
      {
        arguments.named.append((name, value))
      }
      return try make(.call(callee, arguments), offset)
    }
    let text = try make(.safeIfEscaping(try make(.call(callee, arguments), offset)), offset)
    guard !translation.variables.isEmpty else { return text }
    let values = translation.variables.map { (Expression(.constant(.text($0.name)), at: offset), $0.value) }
    return try make(.binary(.remainder, text, try make(.dictionary(values), offset)), offset)
  }

  /// Without blanks at both ends, and each line break with the blanks around it as one blank.
  private static func trimmed(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let stripped = lines.map { line in
      var line = Substring(line)
      while let first = line.utf8.first, first.isTemplateBlank { line = line.dropFirst() }
      while let last = line.utf8.last, last.isTemplateBlank { line = line.dropLast() }
      return line
    }
    return stripped.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
