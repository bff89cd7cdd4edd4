extension JinjaParser {
  static let statementNames = [
    "for", "if", "block", "extends", "print", "macro", "include", "from", "import", "set", "with", "autoescape", "call",
    "filter", "do", "break", "continue", "trans", "raw", "component", "slot", "parameters",
  ]

  /// Reads a statement behind the beginning of its tag, up to the end of its last one.
  mutating func statement() throws(SyntaxProblem) -> [Statement] {
    let token = current
    guard token.kind == .name else {
      throw SyntaxProblem("a statement begins with its name, not with '\(token.description)'", at: token.offset)
    }
    open.append((token.text, token.offset))
    defer { open.removeLast() }
    let extensions = syntax.extensions
    advance()
    let kind: Statement.Kind
    switch token.text {
    case "for": kind = try loop(token)
    case "if": kind = try conditional()
    case "block": kind = try block()
    case "extends": kind = .extends(try expression())
    case "print": kind = try printed()
    case "macro": kind = try macro()
    case "include": kind = try include()
    case "import": kind = try importAll()
    case "from": kind = try importSome()
    case "set": kind = try set()
    case "with": kind = try with()
    case "autoescape":
      let value = try expression()
      kind = .scope([Statement(.escaping(value, body: try body(until: "endautoescape")), at: token.offset)])
    case "call": kind = try callBlock(token)
    case "filter":
      let filters = try filters(of: nil, startsInline: true)
      guard let filters else { throw SyntaxProblem("a filter is due", at: current.offset) }
      kind = .filter(filters, body: try body(until: "endfilter"))
    case "component" where extensions.contains(.components): kind = try component()
    case "slot" where extensions.contains(.components): kind = try slot(token)
    case "parameters" where extensions.contains(.components): kind = .parameters(try parameters())
    case "do" where extensions.contains(.evaluation): kind = .evaluate(try tuple(mayBeConditional: true))
    case "break" where extensions.contains(.loopControls): kind = .leaveLoop
    case "continue" where extensions.contains(.loopControls): kind = .nextRound
    case "trans" where extensions.contains(.translation): return try translation(token)
    case let name where options.statementNames.contains(name): kind = try added(token)
    default: throw unknownTag(token)
    }
    return [Statement(kind, at: token.offset)]
  }

  /// A statement of the environment's own.
  private mutating func added(_ token: JinjaToken) throws(SyntaxProblem) -> Statement.Kind {
    var arguments = CallArguments()
    while current.kind != .statementEnd {
      if !arguments.positional.isEmpty { try expect(.symbol(.comma)) }
      arguments.positional.append(try expression())
    }
    let name = TemplateConfiguration.statement(token.text)
    guard options.blockStatements.contains(token.text) else {
      return .output([try make(.call(Expression(.name(name), at: token.offset), arguments), token.offset)])
    }
    let filter = try make(.filter(nil, name: name, arguments), token.offset)
    return .filter(filter, body: try body(until: "end\(token.text)"))
  }

  private mutating func printed() throws(SyntaxProblem) -> Statement.Kind {
    var values: [Expression] = []
    while current.kind != .statementEnd {
      if !values.isEmpty { try expect(.symbol(.comma)) }
      values.append(try expression())
    }
    return .output(values)
  }

  private mutating func loop(_ token: JinjaToken) throws(SyntaxProblem) -> Statement.Kind {
    let target = try target(until: ["in"])
    try expect(name: "in")
    let sequence = try tuple(mayBeConditional: false, until: ["recursive"])
    let condition = skip(name: "if") ? try expression() : nil
    let isRecursive = skip(name: "recursive")
    let main = try body(until: "endfor", "else", drops: false)
    var otherwise: [Statement] = []
    if advance().text == "else" { otherwise = try body(until: "endfor") }
    return .loop(
      Statement.Loop(
        target: target, sequence: sequence, condition: condition, isRecursive: isRecursive, body: main,
        otherwise: otherwise))
  }

  private mutating func conditional() throws(SyntaxProblem) -> Statement.Kind {
    var branches: [(condition: Expression, body: [Statement])] = []
    while true {
      let condition = try tuple(mayBeConditional: false)
      let main = try body(until: "elif", "else", "endif", drops: false)
      branches.append((condition, main))
      switch advance().text {
      case "elif": continue
      case "else": return .conditional(branches, otherwise: try body(until: "endif"))
      default: return .conditional(branches, otherwise: [])
      }
    }
  }

  private mutating func block() throws(SyntaxProblem) -> Statement.Kind {
    let name = try expect(.name)
    let isScoped = skip(name: "scoped")
    let isRequired = skip(name: "required")
    if current.isSymbol(.subtract) {
      throw SyntaxProblem("the name of a block has no hyphens", at: current.offset, fix: "use an underscore instead")
    }
    let main = try body(until: "endblock")
    if isRequired {
      for statement in main {
        guard case .text(let text) = statement.kind, text.utf8.allSatisfy(\.isTemplateBlank) else {
          throw SyntaxProblem(
            "a required block holds nothing but comments and blanks", at: statement.offset,
            fix: "what it is to show belongs into the templates that extend this one")
        }
      }
    }
    _ = skip(name: name.text)
    return .block(Statement.Block(name: name.text, body: main, isScoped: isScoped, isRequired: isRequired))
  }

  private mutating func context(standard: Bool) -> Bool {
    guard current.isName("with") || current.isName("without"), next.isName("context") else { return standard }
    defer { advance() }
    return advance().text == "with"
  }

  private mutating func include() throws(SyntaxProblem) -> Statement.Kind {
    let template = try expression()
    var ignoresMissing = false
    if current.isName("ignore"), next.isName("missing") {
      ignoresMissing = true
      advance()
      advance()
    }
    return .include(template, withContext: context(standard: true), ignoresMissing: ignoresMissing)
  }

  private mutating func importAll() throws(SyntaxProblem) -> Statement.Kind {
    let template = try expression()
    try expect(name: "as")
    let name = try assignableName()
    return .importAll(template, name: name.text, withContext: context(standard: false))
  }

  private mutating func importSome() throws(SyntaxProblem) -> Statement.Kind {
    let template = try expression()
    try expect(name: "import")
    var names: [(name: String, alias: String)] = []
    var withContext: Bool?
    while true {
      if !names.isEmpty { try expect(.symbol(.comma)) }
      guard current.kind == .name else {
        // It tells what is missing.
        try expect(.name)
        break
      }
      if let found = contextAhead() {
        withContext = found
        break
      }
      let name = try assignableName()
      if name.text.hasPrefix("_") {
        throw SyntaxProblem(
          "a name that begins with '_' belongs to its template and can't be imported", at: name.offset,
          isAssertion: true)
      }
      let alias = skip(name: "as") ? try assignableName().text : name.text
      names.append((name.text, alias))
      if let found = contextAhead() {
        withContext = found
        break
      }
      if !current.isSymbol(.comma) { break }
    }
    return .importSome(template, names: names, withContext: withContext ?? false)
  }

  private mutating func contextAhead() -> Bool? {
    guard current.isName("with") || current.isName("without"), next.isName("context") else { return nil }
    return context(standard: false)
  }

  private mutating func set() throws(SyntaxProblem) -> Statement.Kind {
    let target = try target(mayBeMember: true)
    if skip(.assign) { return .set(target, try tuple(mayBeConditional: true)) }
    let filter = try filters(of: nil, startsInline: false)
    return .setBlock(target, filter: filter, body: try body(until: "endset"))
  }

  private mutating func with() throws(SyntaxProblem) -> Statement.Kind {
    var values: [(target: Target, value: Expression)] = []
    while current.kind != .statementEnd {
      if !values.isEmpty { try expect(.symbol(.comma)) }
      let target = try target()
      try expect(.symbol(.assign))
      values.append((target, try expression()))
    }
    return .with(values, body: try body(until: "endwith"))
  }

  private mutating func macro() throws(SyntaxProblem) -> Statement.Kind {
    let name = try assignableName()
    let parameters = try signature()
    return .macro(Statement.Macro(name: name.text, parameters: parameters, body: try body(until: "endmacro")))
  }

  private mutating func callBlock(_ token: JinjaToken) throws(SyntaxProblem) -> Statement.Kind {
    let parameters = current.isSymbol(.openParenthesis) ? try signature() : []
    let call = try expression()
    guard case .call = call.kind else {
      throw SyntaxProblem("'call' needs a call of a macro", at: call.offset, fix: "write {% call name(…) %}")
    }
    return .call(
      Statement.Macro(name: "caller", parameters: parameters, body: try body(until: "endcall")), call: call)
  }

  private mutating func component() throws(SyntaxProblem) -> Statement.Kind {
    var component = Statement.Component(template: try expression(), arguments: [], fills: [])
    while current.kind != .statementEnd {
      _ = skip(.comma)
      let name = try assignableName()
      try expect(.symbol(.assign))
      component.arguments.append((name.text, try expression()))
    }
    try expect(.statementEnd)
    var body: [Statement] = []
    while true {
      body += try statements(until: ["fill", "endcomponent"])
      guard advance().text == "fill" else { break }
      let name = try expect(.name)
      guard !component.fills.contains(where: { $0.name == name.text }) else {
        throw SyntaxProblem("the slot '\(name.text)' is filled twice", at: name.offset)
      }
      component.fills.append((name.text, try self.body(until: "endfill")))
      try expect(.statementEnd)
    }
    let isEmpty = body.allSatisfy { statement in
      if case .text(let text) = statement.kind { text.utf8.allSatisfy(\.isTemplateBlank) } else { false }
    }
    if !isEmpty { component.fills.append(("body", body)) }
    return .component(component)
  }

  /// A place for markup that a component is given, with what stands there otherwise.
  private mutating func slot(_ token: JinjaToken) throws(SyntaxProblem) -> Statement.Kind {
    let name = current.kind == .name ? advance().text : "body"
    let slots = Expression(.name("slots"), at: token.offset)
    let piece = Expression(.item(slots, Expression(.constant(.text(name)), at: token.offset)), at: token.offset)
    func isDefined(_ value: Expression) -> Expression {
      Expression(.test(value, name: "defined", CallArguments()), at: token.offset)
    }
    let condition = Expression(.and(isDefined(slots), isDefined(piece)), at: token.offset)
    return .conditional(
      [(condition, [Statement(.output([piece]), at: token.offset)])], otherwise: try body(until: "endslot"))
  }

  private mutating func parameters() throws(SyntaxProblem) -> [(name: String, offset: Int, standard: Expression?)] {
    var parameters: [(name: String, offset: Int, standard: Expression?)] = []
    while current.kind != .statementEnd {
      if !parameters.isEmpty { try expect(.symbol(.comma)) }
      let name = try assignableName()
      parameters.append((name.text, name.offset, skip(.assign) ? try expression() : nil))
    }
    return parameters
  }

  private mutating func signature() throws(SyntaxProblem) -> [(name: String, offset: Int, standard: Expression?)] {
    var parameters: [(name: String, offset: Int, standard: Expression?)] = []
    try expect(.symbol(.openParenthesis))
    while !current.isSymbol(.closeParenthesis) {
      if !parameters.isEmpty { try expect(.symbol(.comma)) }
      let name = try assignableName()
      guard !parameters.contains(where: { $0.name == name.text }) else {
        throw SyntaxProblem("the parameter '\(name.text)' is there twice", at: name.offset)
      }
      if skip(.assign) {
        parameters.append((name.text, name.offset, try expression()))
      } else if parameters.last?.standard != nil {
        throw SyntaxProblem("a parameter without a default follows one that has one", at: name.offset)
      } else {
        parameters.append((name.text, name.offset, nil))
      }
    }
    try expect(.symbol(.closeParenthesis))
    return parameters
  }

  // MARK: - Targets

  private static let constants: Set<String> = ["true", "false", "none", "True", "False", "None"]

  mutating func assignableName() throws(SyntaxProblem) -> JinjaToken {
    let name = try expect(.name)
    guard !Self.constants.contains(name.text) else {
      throw SyntaxProblem("'\(name.text)' is a constant and can't be assigned to", at: name.offset)
    }
    return name
  }

  private mutating func target(until names: [String] = [], mayBeMember: Bool = false) throws(SyntaxProblem) -> Target {
    let offset = current.offset
    var targets: [Target] = []
    var isTuple = false
    while true {
      if !targets.isEmpty { try expect(.symbol(.comma)) }
      if isTupleEnd(names) { break }
      targets.append(try singleTarget(mayBeMember))
      guard current.isSymbol(.comma) else { break }
      isTuple = true
    }
    if !isTuple, let only = targets.first { return only }
    guard !targets.isEmpty else { throw expressionMissing() }
    return Target(kind: .several(targets), offset: offset)
  }

  private mutating func singleTarget(_ mayBeMember: Bool) throws(SyntaxProblem) -> Target {
    let token = current
    if skip(.openParenthesis) {
      let inner = try nested { (parser) throws(SyntaxProblem) in try parser.target(mayBeMember: mayBeMember) }
      try expect(.symbol(.closeParenthesis))
      return inner
    }
    guard token.kind == .name else {
      throw SyntaxProblem("can't assign to '\(token.description)'", at: token.offset)
    }
    if mayBeMember, next.isSymbol(.dot) {
      advance()
      advance()
      return Target(kind: .member(of: token.text, try expect(.name).text), offset: token.offset)
    }
    return Target(kind: .name(try assignableName().text), offset: token.offset)
  }
}
