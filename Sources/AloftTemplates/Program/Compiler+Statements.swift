extension Compiler {
  mutating func compile(_ statements: [Statement], _ scope: inout Scope) throws(SyntaxProblem) {
    for statement in statements { try compile(statement, &scope) }
  }

  private mutating func compile(_ statement: Statement, _ scope: inout Scope) throws(SyntaxProblem) {
    let offset = statement.offset
    try checkStack(offset)
    switch statement.kind {
    case .text(let text):
      guard let check = beginOutput(scope, offset) else { return }
      code.texts.append(Array(text.utf8))
      emit(.text(Int32(code.texts.count - 1)), offset)
      endOutput(check)
    case .output(let values):
      guard let check = beginOutput(scope, offset) else { return }
      for value in values { emit(.output(try compile(value, scope)), value.offset) }
      endOutput(check)
    case .loop(let loop): try compile(loop, offset, scope)
    case .conditional(let branches, let otherwise): try compile(branches, otherwise, offset, &scope)
    case .macro(let macro): try compile(macro, offset, scope)
    case .call(let macro, let call): try compileCall(macro, call, offset, scope)
    case .filter(let filter, let body): try compileFilter(filter, body, offset, scope)
    case .with(let values, let body): try compileWith(values, body, scope)
    case .set(let target, let value): try compileSet(target, value, scope)
    case .setBlock(let target, let filter, let body): try compileSet(target, filter, body, offset, scope)
    case .evaluate(let value): emit(.evaluate(try compile(value, scope)), value.offset)
    case .leaveLoop, .nextRound: try compileJump(statement, scope)
    case .escaping(let value, let body):
      emit(.beginEscaping(try compile(value, scope)), offset)
      try compile(body, &scope)
      emit(.endEscaping, offset)
    case .scope(let body): try compileScope(body, scope)
    default: try compileReference(statement, &scope)
    }
  }

  /// What leads to blocks and to other templates.
  private mutating func compileReference(_ statement: Statement, _ scope: inout Scope) throws(SyntaxProblem) {
    let offset = statement.offset
    switch statement.kind {
    case .block(let block): compile(block, offset, scope)
    case .extends(let template): try compileExtends(template, offset, &scope)
    case .include(let template, let withContext, let ignoresMissing):
      let name = try compile(template, scope)
      emit(
        .include(name, scope: handOn(scope), withContext: withContext, ignoresMissing: ignoresMissing),
        template.offset)
    case .importAll(let template, let name, let withContext):
      let value = try compile(template, scope)
      guard let variable = scope.symbols.variable(name) else { return }
      emit(.importAll(value, slot: variable.slot, scope: handOn(scope), withContext: withContext), template.offset)
      if scope.isTop { emit(.export(name: intern(name), slot: variable.slot, isPublic: false), offset) }
    case .importSome(let template, let names, let withContext):
      try compileImport(template, names, withContext: withContext, scope)
    case .component(let component): try compile(component, offset, scope)
    case .parameters(let parameters): try compile(parameters, offset, scope)
    default: break
    }
  }

  private mutating func compileImport(
    _ template: Expression, _ names: [(name: String, alias: String)], withContext: Bool, _ scope: Scope
  ) throws(SyntaxProblem) {
    let value = try compile(template, scope)
    var imported: [Program.ImportedName] = []
    for name in names {
      guard let variable = scope.symbols.variable(name.alias) else { continue }
      imported.append(
        Program.ImportedName(name: name.name, slot: variable.slot, exported: scope.isTop ? name.alias : nil))
    }
    code.imports.append(imported)
    emit(
      .importSome(value, names: Int32(code.imports.count - 1), scope: handOn(scope), withContext: withContext),
      template.offset)
  }

  private mutating func compileFilter(
    _ filter: Expression, _ body: [Statement], _ offset: Int, _ scope: Scope
  ) throws(SyntaxProblem) {
    var inner = inner(scope)
    inner.symbols = analyzed(inner.symbols) {
      $0.visit(body)
      $0.visit(filter)
    }
    enter(inner)
    emit(.beginCapture, offset)
    try compile(body, &inner)
    emit(.endCapture, offset)
    emit(.outputRaw(try compile(filter, inner)), filter.offset)
  }

  private mutating func compileJump(_ statement: Statement, _ scope: Scope) throws(SyntaxProblem) {
    let offset = statement.offset
    guard let loop = scope.loop else {
      throw SyntaxProblem("this stands in no loop", at: offset, fix: "it belongs between {% for %} and {% endfor %}")
    }
    if case .leaveLoop = statement.kind {
      let jump = emit(.leaveLoop(0), offset)
      pendingJumps[loop]?.leave.append(jump)
    } else {
      let jump = emit(.jump(0), offset)
      pendingJumps[loop]?.nextRound.append(jump)
    }
  }

  private mutating func compileScope(_ body: [Statement], _ scope: Scope) throws(SyntaxProblem) {
    var inner = inner(scope)
    inner.symbols = analyzed(inner.symbols) { analysis in
      for statement in body {
        guard case .escaping(let value, let body) = statement.kind else {
          analysis.visit(statement)
          continue
        }
        analysis.visit(value)
        analysis.visit(body)
      }
    }
    enter(inner)
    try compile(body, &inner)
  }

  func analyzed(_ symbols: Symbols, _ visit: (inout SymbolAnalysis) -> Void) -> Symbols {
    var analysis = SymbolAnalysis(symbols)
    visit(&analysis)
    return analysis.symbols
  }

  // MARK: - Output

  /// Skips output where a parent is known. What an included template, a called macro or a filter of a block writes is
  /// not skipped: as in Jinja it comes before what the parent writes.
  ///
  /// - Returns: What ``endOutput(_:)`` needs; `nil` if there is no output here at all.
  mutating func beginOutput(_ scope: Scope, _ offset: Int) -> Int?? {
    guard scope.checksParent, extendsSoFar > 0 else { return .some(nil) }
    if isCertainToExtend { return nil }
    return .some(emit(.jumpIfExtended(0), offset))
  }

  mutating func endOutput(_ check: Int?) { if let check { mend(check) } }

  // MARK: - Conditions

  mutating func compile(
    _ branches: [(condition: Expression, body: [Statement])], _ otherwise: [Statement], _ offset: Int,
    _ scope: inout Scope
  ) throws(SyntaxProblem) {
    var soft = scope.soft()
    var ends: [Int] = []
    for branch in branches {
      let condition = try compile(branch.condition, soft)
      let jump = emit(.jumpUnless(condition, to: 0), branch.condition.offset)
      try compile(branch.body, &soft)
      ends.append(emit(.jump(0), offset))
      mend(jump)
    }
    try compile(otherwise, &soft)
    for end in ends { mend(end) }
  }

  // MARK: - Assignments

  mutating func add(_ target: Target, _ scope: Scope) throws(SyntaxProblem) -> Int32 {
    code.targets.append(try place(of: target, scope))
    return Int32(code.targets.count - 1)
  }

  mutating func place(of target: Target, _ scope: Scope) throws(SyntaxProblem) -> Program.Target {
    switch target.kind {
    case .name(let name): return .slot(scope.symbols.variable(name)?.slot ?? 0)
    case .member(let name, let member):
      return .member(try compile(Expression(.name(name), at: target.offset), scope), member)
    case .several(let targets):
      var all: [Program.Target] = []
      for one in targets { all.append(try place(of: one, scope)) }
      return .several(all)
    }
  }

  mutating func compileSet(_ target: Target, _ value: Expression, _ scope: Scope) throws(SyntaxProblem) {
    let operation = try compile(value, scope)
    if case .name(let name) = target.kind, let variable = scope.symbols.variable(name) {
      emit(.store(slot: variable.slot, operation), value.offset)
    } else {
      emit(.assign(target: try add(target, scope), operation), value.offset)
    }
    export(target, scope)
  }

  mutating func compileSet(
    _ target: Target, _ filter: Expression?, _ body: [Statement], _ offset: Int, _ scope: Scope
  ) throws(SyntaxProblem) {
    var inner = inner(scope)
    inner.checksParent = false
    // The target belongs to the scope around; the filter sees what the body sees.
    inner.symbols = analyzed(inner.symbols) {
      $0.visit(body)
      if let filter { $0.visit(filter) }
    }
    enter(inner)
    emit(.beginCapture, offset)
    try compile(body, &inner)
    emit(.endCapture, offset)
    let operation = try filter.map { (filter) throws(SyntaxProblem) in try compile(filter, inner) } ?? -1
    emit(.storeCapture(target: try add(target, scope), filter: operation), offset)
    export(target, scope)
  }

  mutating func export(_ target: Target, _ scope: Scope) {
    guard scope.isTop else { return }
    for name in target.names {
      guard let variable = scope.symbols.variable(name) else { continue }
      emit(.export(name: intern(name), slot: variable.slot, isPublic: !name.hasPrefix("_")), target.offset)
    }
  }

  mutating func compileWith(
    _ values: [(target: Target, value: Expression)], _ body: [Statement], _ scope: Scope
  ) throws(SyntaxProblem) {
    var inner = inner(scope)
    inner.symbols = analyzed(inner.symbols) {
      for value in values { $0.declare(value.target) }
      $0.visit(body)
    }
    enter(inner)
    for (target, value) in values {
      let operation = try compile(value, scope)
      emit(.assign(target: try add(target, inner), operation), value.offset)
    }
    try compile(body, &inner)
  }

  // MARK: - Components

  mutating func compile(
    _ component: Statement.Component, _ offset: Int, _ scope: Scope
  ) throws(SyntaxProblem) {
    guard let check = beginOutput(scope, offset) else { return }
    var fills: [(name: String, slot: Int32)] = []
    for fill in component.fills {
      var inner = inner(scope)
      inner.checksParent = false
      inner.symbols = analyzed(inner.symbols) { $0.visit(fill.body) }
      enter(inner)
      emit(.beginCapture, offset)
      try compile(fill.body, &inner)
      emit(.endCapture, offset)
      let slot = scope.symbols.function.take()
      emit(.keepCapture(slot: slot), offset)
      fills.append((fill.name, slot))
    }
    code.fills.append(fills)
    let template = try compile(component.template, scope)
    let site = try site(CallArguments(named: component.arguments), scope)
    emit(.component(template, site: site, fills: Int32(code.fills.count - 1)), component.template.offset)
    endOutput(check)
  }

  mutating func compile(
    _ parameters: [(name: String, offset: Int, standard: Expression?)], _ offset: Int, _ scope: Scope
  ) throws(SyntaxProblem) {
    code.parameters.append(parameters.map(\.name))
    emit(.checkParameters(names: Int32(code.parameters.count - 1)), offset)
    for parameter in parameters {
      guard let variable = scope.symbols.variable(parameter.name) else { continue }
      let standard = try parameter.standard.map { (standard) throws(SyntaxProblem) in try compile(standard, scope) }
      let name = intern(parameter.name)
      emit(.takeParameter(slot: variable.slot, name: name, standard: standard ?? -1), parameter.offset)
      if scope.isTop { emit(.export(name: name, slot: variable.slot, isPublic: false), parameter.offset) }
    }
  }

  // MARK: - Blocks and other templates

  mutating func compile(_ block: Statement.Block, _ offset: Int, _ scope: Scope) {
    var check: Int?
    if scope.isTop {
      if isCertainToExtend { return }
      if extendsSoFar > 0 { check = emit(.jumpIfExtended(0), offset) }
    }
    let variables = block.isScoped ? handOn(scope) : -1
    emit(.block(name: intern(block.name), scope: variables, isRequired: block.isRequired), offset)
    endOutput(check)
  }

  mutating func compileExtends(
    _ template: Expression, _ offset: Int, _ scope: inout Scope
  ) throws(SyntaxProblem) {
    guard scope.isTop else {
      throw SyntaxProblem(
        "'extends' stands at the top of a template only", at: offset, fix: "move it out of the block", isAssertion: true
      )
    }
    emit(.extends(try compile(template, scope)), template.offset)
    extendsSoFar += 1
    if scope.isRoot { isCertainToExtend = true }
  }
}
