extension Compiler {
  mutating func compile(_ loop: Statement.Loop, _ offset: Int, _ scope: Scope) throws(SyntaxProblem) {
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

  static func hasScopedBlock(_ statements: [Statement]) -> Bool {
    statements.contains { statement in
      if case .block(let block) = statement.kind, block.isScoped { return true }
      return statement.bodies.contains(where: hasScopedBlock)
    }
  }

  /// Refuses loops that assign to `loop`.
  func checkLoopVariable(_ loop: Statement.Loop, _ offset: Int) throws(SyntaxProblem) {
    try Self.refuse([loop.target])
    try Self.checkLoopVariable(loop.body)
    try Self.checkLoopVariable(loop.otherwise)
  }

  static func checkLoopVariable(_ statements: [Statement]) throws(SyntaxProblem) {
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

  static func refuse(_ targets: [Target]) throws(SyntaxProblem) {
    for target in targets where target.names.contains("loop") {
      throw SyntaxProblem(
        "'loop' stands for the loop itself and can't be assigned to in one", at: target.offset, isAssertion: true)
    }
  }

  /// A loop that calls itself is a function of its sequence.
  mutating func compileRecursive(
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

  mutating func compileRounds(
    _ loop: Statement.Loop, sequence: Int32, isExtended: Bool, _ offset: Int, _ scope: Scope,
    function: (slots: FunctionSlots, index: Int)?
  ) throws(SyntaxProblem) {
    var round = inner(scope, function: function?.slots)
    round.checksParent = scope.checksParent
    var program = Program.Loop(sequence: sequence, target: 0)
    if isExtended { program.loopSlot = round.symbols.declareParameter("loop").slot }
    if let function { code.functions[function.index].loopSlot = program.loopSlot }
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
    if !loop.otherwise.isEmpty { emit(.endRound, offset) }
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

  mutating func compileCondition(
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
}
