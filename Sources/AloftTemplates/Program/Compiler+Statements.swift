extension Compiler {
  mutating func compile(_ statements: [Statement], _ scope: inout Scope) throws(SyntaxProblem) {
    for statement in statements {
      // Behind a parent that is certain, only what names something has any effect.
      try compile(statement, &scope)
    }
  }

  private mutating func compile(_ statement: Statement, _ scope: inout Scope) throws(SyntaxProblem) {
    let offset = statement.offset
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
    case .filter(let filter, let body):
      guard let check = beginOutput(scope, offset) else { return }
      var inner = inner(scope)
      inner.checksParent = false
      inner.symbols = analyzed(inner.symbols) {
        $0.visit(body)
        $0.visit(filter)
      }
      enter(inner)
      emit(.beginCapture, offset)
      try compile(body, &inner)
      emit(.endCapture, offset)
      emit(.outputRaw(try compile(filter, inner)), filter.offset)
      endOutput(check)
    case .with(let values, let body): try compileWith(values, body, scope)
    case .set(let target, let value): try compileSet(target, value, scope)
    case .setBlock(let target, let filter, let body): try compileSet(target, filter, body, offset, scope)
    case .block(let block): compile(block, offset, scope)
    case .extends(let template): try compileExtends(template, offset, &scope)
    case .include(let template, let withContext, let ignoresMissing):
      guard let check = beginOutput(scope, offset) else { return }
      let name = try compile(template, scope)
      emit(
        .include(name, scope: add(scope), withContext: withContext, ignoresMissing: ignoresMissing), template.offset)
      endOutput(check)
    case .importAll(let template, let name, let withContext):
      let value = try compile(template, scope)
      guard let variable = scope.symbols.variable(name) else { return }
      emit(.importAll(value, slot: variable.slot, scope: add(scope), withContext: withContext), template.offset)
      if scope.isTop { emit(.export(name: intern(name), slot: variable.slot, isPublic: false), offset) }
    case .importSome(let template, let names, let withContext):
      let value = try compile(template, scope)
      var imported: [Program.ImportedName] = []
      for name in names {
        guard let variable = scope.symbols.variable(name.alias) else { continue }
        imported.append(
          Program.ImportedName(name: name.name, slot: variable.slot, exported: scope.isTop ? name.alias : nil))
      }
      code.imports.append(imported)
      emit(
        .importSome(value, names: Int32(code.imports.count - 1), scope: add(scope), withContext: withContext),
        template.offset)
    case .component(let component): try compile(component, offset, scope)
    case .parameters(let parameters): try compile(parameters, offset, scope)
    case .evaluate(let value): emit(.evaluate(try compile(value, scope)), value.offset)
    case .leaveLoop, .nextRound:
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
    case .escaping(let value, let body):
      emit(.beginEscaping(try compile(value, scope)), offset)
      try compile(body, &scope)
      emit(.endEscaping, offset)
    case .scope(let body):
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
  }

  private func analyzed(_ symbols: Symbols, _ visit: (inout SymbolAnalysis) -> Void) -> Symbols {
    var analysis = SymbolAnalysis(symbols)
    visit(&analysis)
    return analysis.symbols
  }

  // MARK: - Output

  /// Skips output where a parent is known.
  ///
  /// - Returns: What ``endOutput(_:)`` needs; `nil` if there is no output here at all.
  private mutating func beginOutput(_ scope: Scope, _ offset: Int) -> Int?? {
    guard scope.checksParent, extendsSoFar > 0 else { return .some(nil) }
    if isCertainToExtend { return nil }
    return .some(emit(.jumpIfExtended(0), offset))
  }

  private mutating func endOutput(_ check: Int?) { if let check { mend(check) } }

  // MARK: - Conditions

  private mutating func compile(
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

  // MARK: - Loops

  private mutating func compile(_ loop: Statement.Loop, _ offset: Int, _ scope: Scope) throws(SyntaxProblem) {
    try checkLoopVariable(loop, offset)
    let isExtended =
      loop.isRecursive || !FreeNames.find(["loop"], in: loop.body).isEmpty || Self.hasScopedBlock(loop.body)
    let sequence = try compile(loop.sequence, scope)
    if loop.isRecursive {
      try compileRecursive(loop, sequence, offset, scope)
    } else {
      try compileRounds(loop, sequence: sequence, isExtended: isExtended, offset, scope, function: nil)
    }
  }

  private static func hasScopedBlock(_ statements: [Statement]) -> Bool {
    statements.contains { statement in
      if case .block(let block) = statement.kind, block.isScoped { return true }
      return statement.bodies.contains(where: hasScopedBlock)
    }
  }

  /// Refuses loops that assign to `loop`.
  private func checkLoopVariable(_ loop: Statement.Loop, _ offset: Int) throws(SyntaxProblem) {
    try Self.refuse([loop.target])
    try Self.checkLoopVariable(loop.body)
    try Self.checkLoopVariable(loop.otherwise)
  }

  private static func checkLoopVariable(_ statements: [Statement]) throws(SyntaxProblem) {
    for statement in statements {
      switch statement.kind {
      case .set(let target, _), .setBlock(let target, _, _): try refuse([target])
      case .loop(let inner): try refuse([inner.target])
      case .with(let values, _): try refuse(values.map(\.target))
      default: break
      }
      for body in statement.bodies { try checkLoopVariable(body) }
    }
  }

  private static func refuse(_ targets: [Target]) throws(SyntaxProblem) {
    for target in targets where target.names.contains("loop") {
      throw SyntaxProblem(
        "'loop' stands for the loop itself and can't be assigned to in one", at: target.offset, isAssertion: true)
    }
  }

  /// A loop that calls itself is a function of its sequence.
  private mutating func compileRecursive(
    _ loop: Statement.Loop, _ sequence: Int32, _ offset: Int, _ scope: Scope
  ) throws(SyntaxProblem) {
    let function = addFunction(.recursiveLoop, name: "loop")
    let slots = makeSlots(depth: scope.symbols.function.depth + 1)
    outerFunctions[slots.id] = scope.symbols.function.id
    code.loops.append(Program.Loop(sequence: sequence, target: 0, function: Int32(function)))
    emit(.recursiveLoop(Int32(code.loops.count - 1)), loop.sequence.offset)
    let outer = scope
    later { (compiler) throws(SyntaxProblem) in
      compiler.code.functions[function].entry = compiler.here
      try compiler.compileRounds(loop, sequence: -1, isExtended: true, offset, outer, function: (slots, function))
      compiler.emit(.endFunction, offset)
      compiler.code.functions[function].slotCount = slots.count
    }
  }

  private mutating func compileRounds(
    _ loop: Statement.Loop, sequence: Int32, isExtended: Bool, _ offset: Int, _ scope: Scope,
    function: (slots: FunctionSlots, index: Int)?
  ) throws(SyntaxProblem) {
    var round = inner(scope, function: function?.slots)
    round.checksParent = scope.checksParent
    var program = Program.Loop(sequence: sequence, target: 0)
    if isExtended { program.loopSlot = round.symbols.declareParameter("loop").slot }
    round.symbols = analyzed(round.symbols) {
      $0.declare(loop.target)
      $0.visit(loop.body)
    }
    let number = code.loops.count
    code.loops.append(program)
    // What is only read is looked up once, not in every round.
    let stores = round.symbols.stores
    enter(round) { name, _ in name.map { !stores.contains($0) } ?? false }
    if let condition = loop.condition { try compileCondition(condition, loop, number, scope, function?.slots) }
    code.loops[number].target = try add(loop.target, round)
    pendingJumps[number] = ([], [])
    emit(.beginLoop(Int32(number)), loop.sequence.offset)
    let start = here
    emit(.nextRound(Int32(number)), loop.target.offset)
    round.loop = number
    enter(round) { name, _ in name.map { stores.contains($0) } ?? true }
    try compile(loop.body, &round)
    let jumps = pendingJumps.removeValue(forKey: number)
    for place in jumps?.nextRound ?? [] { code.instructions[place] = .jump(start) }
    emit(.jump(start), offset)
    code.loops[number].end = here
    for place in jumps?.leave ?? [] { code.instructions[place] = .leaveLoop(here) }
    emit(.endLoop, offset)
    guard !loop.otherwise.isEmpty else { return }
    let skip = emit(.jumpUnlessEmpty(0), offset)
    var otherwise = inner(scope, function: function?.slots)
    otherwise.checksParent = scope.checksParent
    otherwise.symbols = analyzed(otherwise.symbols) { $0.visit(loop.otherwise) }
    enter(otherwise)
    try compile(loop.otherwise, &otherwise)
    mend(skip)
  }

  private mutating func compileCondition(
    _ condition: Expression, _ loop: Statement.Loop, _ number: Int, _ scope: Scope, _ slots: FunctionSlots?
  ) throws(SyntaxProblem) {
    var test = inner(scope, function: slots)
    test.symbols = analyzed(test.symbols) {
      $0.declare(loop.target)
      $0.visit(condition)
    }
    enter(test)
    code.loops[number].conditionTarget = try add(loop.target, test)
    code.loops[number].condition = try compile(condition, test)
  }

  // MARK: - Macros

  private mutating func compile(_ macro: Statement.Macro, _ offset: Int, _ scope: Scope) throws(SyntaxProblem) {
    let function = try compileFunction(macro, offset, scope)
    guard let variable = scope.symbols.variable(macro.name) else { return }
    emit(.defineMacro(slot: variable.slot, function: Int32(function)), offset)
    if scope.isTop {
      emit(.export(name: intern(macro.name), slot: variable.slot, isPublic: !macro.name.hasPrefix("_")), offset)
    }
  }

  private mutating func compileCall(
    _ macro: Statement.Macro, _ call: Expression, _ offset: Int, _ scope: Scope
  ) throws(SyntaxProblem) {
    guard let check = beginOutput(scope, offset) else { return }
    let function = try compileFunction(macro, offset, scope)
    emit(.callBlockMacro(function: Int32(function), call: try compile(call, scope)), call.offset)
    endOutput(check)
  }

  private mutating func compileFunction(
    _ macro: Statement.Macro, _ offset: Int, _ outer: Scope
  ) throws(SyntaxProblem) -> Int {
    let function = addFunction(.macro, name: macro.name)
    let slots = makeSlots(depth: outer.symbols.function.depth + 1)
    outerFunctions[slots.id] = outer.symbols.function.id
    var scope = inner(outer, function: slots)
    scope.checksParent = false
    for parameter in macro.parameters { scope.symbols.declareParameter(parameter.name) }
    var free = FreeNames.find(["caller", "kwargs", "varargs"], in: macro.body)
    for parameter in macro.parameters {
      // A macro may name them itself; then they are its own, and `caller` needs a default as it may be missing.
      if parameter.name == "caller", free.contains("caller"), parameter.standard == nil {
        throw SyntaxProblem("the parameter 'caller' needs a default", at: parameter.offset, isAssertion: true)
      }
    }
    let own = Set(macro.parameters.map(\.name))
    code.functions[function].parameters = macro.parameters.map(\.name)
    if own.contains("caller"), free.contains("caller") {
      code.functions[function].callerSlot = scope.symbols.variable("caller")?.slot ?? -1
    }
    free.subtract(own)
    if free.contains("caller") { code.functions[function].callerSlot = scope.symbols.declareParameter("caller").slot }
    if free.contains("kwargs") {
      code.functions[function].namedRestSlot = scope.symbols.declareParameter("kwargs").slot
    }
    if free.contains("varargs") { code.functions[function].restSlot = scope.symbols.declareParameter("varargs").slot }
    scope.symbols = analyzed(scope.symbols) { analysis in
      for parameter in macro.parameters { if let standard = parameter.standard { analysis.visit(standard) } }
      analysis.visit(macro.body)
    }
    later { (compiler) throws(SyntaxProblem) in
      var scope = scope
      compiler.code.functions[function].entry = compiler.here
      compiler.enter(scope)
      try compiler.compileStandards(macro, scope)
      try compiler.compile(macro.body, &scope)
      compiler.emit(.endFunction, offset)
      compiler.code.functions[function].slotCount = slots.count
    }
    return function
  }

  private mutating func compileStandards(_ macro: Statement.Macro, _ scope: Scope) throws(SyntaxProblem) {
    let variables = macro.parameters.compactMap { scope.symbols.variable($0.name) }
    undeclaredParameters.formUnion(variables)
    for (parameter, variable) in zip(macro.parameters, variables) {
      if let standard = parameter.standard {
        emit(.standard(slot: variable.slot, try compile(standard, scope)), standard.offset)
      } else {
        emit(.requireParameter(slot: variable.slot, name: intern(parameter.name)), parameter.offset)
      }
      undeclaredParameters.remove(variable)
    }
  }

  // MARK: - Assignments

  private mutating func add(_ target: Target, _ scope: Scope) throws(SyntaxProblem) -> Int32 {
    code.targets.append(try place(of: target, scope))
    return Int32(code.targets.count - 1)
  }

  private mutating func place(of target: Target, _ scope: Scope) throws(SyntaxProblem) -> Program.Target {
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

  private mutating func compileSet(_ target: Target, _ value: Expression, _ scope: Scope) throws(SyntaxProblem) {
    let operation = try compile(value, scope)
    if case .name(let name) = target.kind, let variable = scope.symbols.variable(name) {
      emit(.store(slot: variable.slot, operation), value.offset)
    } else {
      emit(.assign(target: try add(target, scope), operation), value.offset)
    }
    export(target, scope)
  }

  private mutating func compileSet(
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

  private mutating func export(_ target: Target, _ scope: Scope) {
    guard scope.isTop else { return }
    for name in target.names {
      guard let variable = scope.symbols.variable(name) else { continue }
      emit(.export(name: intern(name), slot: variable.slot, isPublic: !name.hasPrefix("_")), target.offset)
    }
  }

  private mutating func compileWith(
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

  private mutating func compile(
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

  private mutating func compile(
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

  private mutating func compile(_ block: Statement.Block, _ offset: Int, _ scope: Scope) {
    var check: Int?
    if scope.isTop {
      if isCertainToExtend { return }
      if extendsSoFar > 0 { check = emit(.jumpIfExtended(0), offset) }
    }
    let variables = block.isScoped ? add(scope) : -1
    emit(.block(name: intern(block.name), scope: variables, isRequired: block.isRequired), offset)
    endOutput(check)
  }

  /// The variables that are handed on to another template or a scoped block.
  private mutating func add(_ scope: Scope) -> Int32 {
    var variables: [(name: String, slot: Int32, up: Int32)] = []
    for (name, variable) in scope.symbols.visibleStores() {
      let (slot, up) = place(of: variable, from: scope)
      variables.append((name, slot, up))
    }
    code.scopes.append(Program.Scope(variables: variables))
    return Int32(code.scopes.count - 1)
  }

  private mutating func compileExtends(
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
