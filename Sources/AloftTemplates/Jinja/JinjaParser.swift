internal import AloftCore

/// Reads templates in Jinja's language into statements.
///
/// `JinjaParser+Statements.swift` holds the statements, `JinjaParser+Expressions.swift` the expressions,
/// `JinjaParser+Translations.swift` what is translated.
struct JinjaParser {
  /// How deep brackets and statements may lie within each other: a template can't exhaust the stack.
  static let deepestNesting = 100
  /// How long a chain of operators or of names behind dots may be, as each link is a level of its expression.
  static let deepestExpression = 200

  let syntax: JinjaSyntax
  var options: JinjaOptions
  private var tokens: [JinjaToken]
  private var index = 0
  /// The statements that are open, for messages.
  var open: [(name: String, offset: Int)] = []
  /// What ends the statements that are open, the innermost last.
  private var ends: [[String]] = []
  private var nesting = 0
  /// Whether reading goes on behind a problem, to find them all.
  private var goesOn = false
  private var problems: [SyntaxProblem] = []
  private let stack = StackLimit()

  /// Reads a template.
  ///
  /// - Parameter source: The template, normalized by ``JinjaLexer/normalized(_:keepsTrailingLineBreak:)``.
  static func parse(_ source: [UInt8], syntax: JinjaSyntax, options: JinjaOptions) throws(SyntaxProblem) -> [Statement]
  {
    var lexer = JinjaLexer(source, syntax: syntax)
    var problem: SyntaxProblem?
    do {
      _ = try lexer.run()
    } catch {
      problem = error
      lexer.tokens.append(JinjaToken(kind: .end, text: "", offset: error.offset))
    }
    var parser = JinjaParser(lexer.tokens, syntax, options)
    do throws(SyntaxProblem) {
      let statements = try parser.statements(until: [])
      if let problem { throw problem }
      return statements
    } catch {
      // What has no sense in front of what can't be taken apart is told first.
      if parser.current.kind == .end, let problem { throw problem }
      throw error
    }
  }

  /// Reads a template past whatever has no sense in it.
  ///
  /// - Returns: What could be read, and all problems; none that only follows from another.
  static func read(
    _ source: [UInt8], syntax: JinjaSyntax, options: JinjaOptions
  ) -> (statements: [Statement], problems: [SyntaxProblem]) {
    var lexer = JinjaLexer(source, syntax: syntax)
    var problems: [SyntaxProblem] = []
    do {
      _ = try lexer.run()
    } catch {
      problems.append(error)
      // What stands before the tag that could not be taken apart is read all the same.
      if let last = lexer.tokens.lastIndex(where: { $0.kind == .outputBegin || $0.kind == .statementBegin }) {
        lexer.tokens.removeSubrange(last...)
      }
      lexer.tokens.append(JinjaToken(kind: .end, text: "", offset: source.count))
    }
    var parser = JinjaParser(lexer.tokens, syntax, options)
    parser.goesOn = true
    parser.problems = problems
    do {
      let statements = try parser.statements(until: [])
      return (statements, parser.problems.sorted { $0.offset < $1.offset })
    } catch {
      return ([], parser.problems + [error])
    }
  }

  private init(_ tokens: [JinjaToken], _ syntax: JinjaSyntax, _ options: JinjaOptions) {
    self.tokens = tokens
    self.syntax = syntax
    self.options = options
  }

  // MARK: - Tokens

  var current: JinjaToken { tokens[index] }
  var next: JinjaToken { tokens[min(index + 1, tokens.count - 1)] }

  @discardableResult
  mutating func advance() -> JinjaToken {
    defer { if index < tokens.count - 1 { index += 1 } }
    return tokens[index]
  }

  mutating func skip(_ symbol: JinjaToken.Symbol) -> Bool {
    guard current.isSymbol(symbol) else { return false }
    advance()
    return true
  }

  mutating func skip(name: String) -> Bool {
    guard current.isName(name) else { return false }
    advance()
    return true
  }

  @discardableResult
  mutating func expect(_ kind: JinjaToken.Kind) throws(SyntaxProblem) -> JinjaToken {
    guard current.kind == kind else { throw unexpected(JinjaToken.description(of: kind)) }
    return advance()
  }

  mutating func expect(name: String) throws(SyntaxProblem) {
    guard skip(name: name) else { throw unexpected(name) }
  }

  private func unexpected(_ expected: String) -> SyntaxProblem {
    if current.kind == .end { return endProblem("expected '\(expected)'") }
    return SyntaxProblem("expected '\(expected)', found '\(current.description)'", at: current.offset)
  }

  func endProblem(_ reason: String) -> SyntaxProblem {
    guard let last = open.last else {
      return SyntaxProblem("the template ends here, but \(reason)", at: current.offset)
    }
    return SyntaxProblem(
      "the template ends inside '\(last.name)', but \(reason)", at: current.offset,
      fix: "'\(last.name)' was opened where the template says so last")
  }

  mutating func nested<Result>(_ body: (inout Self) throws(SyntaxProblem) -> Result) throws(SyntaxProblem) -> Result {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.deepestNesting else {
      throw SyntaxProblem("this lies deeper than \(Self.deepestNesting) levels", at: current.offset)
    }
    guard stack.hasRoom(for: StackLimit.reading) else { throw .tooDeep(at: current.offset) }
    return try body(&self)
  }

  func make(_ kind: Expression.Kind, _ offset: Int) throws(SyntaxProblem) -> Expression {
    let expression = Expression(kind, at: offset)
    guard expression.depth <= Self.deepestExpression else {
      throw SyntaxProblem("this expression has more than \(Self.deepestExpression) levels", at: offset)
    }
    return expression
  }

  // MARK: - Text, outputs and statements

  /// Reads until a statement of one of these names, which is left to be read; until the end where there are none.
  mutating func statements(until names: [String]) throws(SyntaxProblem) -> [Statement] {
    ends.append(names)
    defer { ends.removeLast() }
    var body: [Statement] = []
    while true {
      let token = current
      switch token.kind {
      case .data:
        advance()
        body.append(Statement(.text(token.text), at: token.offset))
      case .outputBegin:
        advance()
        body += try orNothing { (parser) throws(SyntaxProblem) in
          let value = try parser.tuple(mayBeConditional: true)
          try parser.expect(.outputEnd)
          return [Statement(.output([value]), at: token.offset)]
        }
      case .statementBegin:
        advance()
        if current.kind == .name, names.contains(current.text) { return body }
        body += try orNothing { (parser) throws(SyntaxProblem) in
          let statements = try parser.nested { (parser) throws(SyntaxProblem) in try parser.statement() }
          try parser.expect(.statementEnd)
          return statements
        }
      default:
        guard names.isEmpty || !problems.isEmpty else {
          throw endProblem("'\(names.joined(separator: "' or '"))' is missing")
        }
        return body
      }
    }
  }

  /// What is read; nothing, with its problem noted and its tag skipped, where that has no sense and reading goes on.
  private mutating func orNothing(
    _ read: (inout Self) throws(SyntaxProblem) -> [Statement]
  ) throws(SyntaxProblem) -> [Statement] {
    let first = current
    do {
      return try read(&self)
    } catch {
      guard goesOn else { throw error }
      // Where a statement could not be read, its end closes nothing, and another's is missing.
      let follows = current.kind == .end || (first.kind == .name && Self.closes(first.text))
      if problems.isEmpty || !follows { problems.append(error) }
      while ![.statementEnd, .outputEnd, .end].contains(current.kind) { advance() }
      if current.kind != .end { advance() }
      return []
    }
  }

  /// Whether a name continues or ends a statement, so that one that could not be read leaves it without its beginning.
  private static func closes(_ name: String) -> Bool {
    name.hasPrefix("end") || ["else", "elif", "pluralize"].contains(name)
  }

  /// Reads the body of a statement, from the end of its tag to one of the names that end it.
  mutating func body(until names: String..., drops: Bool = true) throws(SyntaxProblem) -> [Statement] {
    _ = skip(.colon)
    try expect(.statementEnd)
    let body = try statements(until: names)
    if drops { advance() }
    return body
  }

  func unknownTag(_ token: JinjaToken) -> SyntaxProblem {
    // The last is the unknown one itself.
    let around = open.dropLast().last?.name ?? ""
    let wanted = ends.reversed().first { $0.contains(token.text) }
    var message = "unknown statement '\(token.text)'"
    var fix: String?
    if wanted != nil, let inner = ends.last {
      message = "'\(token.text)' stands inside '\(around)', which is still open"
      fix = "close it first with \(inner.map { "'\($0)'" }.joined(separator: " or "))"
    } else if let nearest = NearestName.of(
      token.text, in: (ends.last ?? []) + Self.statementNames + options.statementNames)
    {
      fix = "did you mean '\(nearest)'?"
    } else if let inner = ends.last, !inner.isEmpty {
      fix =
        "the innermost open statement is '\(around)', closed with "
        + inner.map { "'\($0)'" }.joined(separator: " or ")
    }
    return SyntaxProblem(message, at: token.offset, fix: fix)
  }
}

/// What an environment tells the parser beyond the spelling.
package struct JinjaOptions: Sendable {
  /// The names of the statements that were added.
  package var statementNames: [String] = []
  /// Those of them that have a body.
  package var blockStatements: Set<String> = []
  /// Whether `gettext` and its like put values into their texts themselves.
  package var translatorsFormat = true
  /// Whether blanks around translated texts are left out unless the template says otherwise.
  package var trimsTranslations = false
}
