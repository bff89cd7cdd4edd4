/// Turns statements into a program.
///
/// `Compiler+Statements.swift` holds the statements, `Compiler+Expressions.swift` the expressions.
struct Compiler {
  /// What is known of the place that is compiled.
  struct Scope {
    var symbols: Symbols
    /// Whether what is set here is seen by blocks and importing templates.
    var isTop = false
    /// Whether it is certain that this is reached.
    var isRoot = false
    /// Whether it is not certain that this is reached, so that unknown filters are an error only then; as in Jinja not
    /// within a further scope.
    var isSoft = false
    /// Whether a parent template may have been named, which silences this one.
    var checksParent = false
    /// The loop around, to leave it.
    var loop: Int?

    func soft() -> Scope {
      var scope = self
      scope.isRoot = false
      scope.isSoft = true
      return scope
    }
  }

  let library: TemplateLibrary
  /// Whether unknown filters and tests are an error only when they are reached, wherever they stand.
  let leavesUnknown: Bool
  var code = Program.Code()
  var blocks: [String: Int] = [:]
  var extendsSoFar = 0
  var isCertainToExtend = false
  /// Where jumps to the end of a round and of a loop have to be mended.
  var pendingJumps: [Int: (nextRound: [Int], leave: [Int])] = [:]
  private let stack = StackLimit()
  private var names: [String: Int32] = [:]
  /// The variables that scopes hand on, each listed once; with the scopes, so that none gets the address of another.
  private var handedOn: [ObjectIdentifier: (symbols: Symbols, place: Int32)] = [:]
  private var functionCount = 0
  /// What is compiled once everything before it is: bodies of macros and the like.
  private var deferred: [(inout Compiler) throws(SyntaxProblem) -> Void] = []

  static func compile(
    _ statements: [Statement], name: String, source: [UInt8], escapes: Bool, library: TemplateLibrary,
    leavesUnknown: Bool = false
  ) throws(SyntaxProblem) -> Program {
    var compiler = Compiler(library: library, leavesUnknown: leavesUnknown)
    try compiler.compileTemplate(statements)
    let prelude = try compiler.compilePrelude(statements)
    return Program(
      name: name, source: source, escapes: escapes, code: compiler.code, blocks: compiler.blocks, prelude: prelude)
  }

  private init(library: TemplateLibrary, leavesUnknown: Bool) {
    self.library = library
    self.leavesUnknown = leavesUnknown
  }

  // MARK: - A template

  private mutating func compileTemplate(_ statements: [Statement]) throws(SyntaxProblem) {
    try checkStack(0)
    let found = BlockSearch.blocks(in: statements)
    let root = addFunction(.template, name: "")
    let slots = makeSlots(depth: 0)
    var scope = Scope(symbols: Symbols(in: nil, function: slots), isTop: true, isRoot: true)
    scope.checksParent = found.hasExtends
    if FreeNames.find(["self"], in: statements).contains("self") {
      code.functions[root].selfSlot = scope.symbols.declareParameter("self").slot
    }
    var analysis = SymbolAnalysis(scope.symbols)
    analysis.visit(statements)
    scope.symbols = analysis.symbols
    enter(scope)
    try compile(statements, &scope)
    emit(.endTemplate, 0)
    try finishDeferred()
    code.functions[root].slotCount = slots.count
    for block in found.blocks { try compile(block.block, at: block.offset) }
  }

  /// Compiles what a single block needs to be rendered alone: assignments, macros, imports and the parent's name.
  private mutating func compilePrelude(_ statements: [Statement]) throws(SyntaxProblem) -> Int {
    let statements = Self.prelude(of: statements)
    let prelude = addFunction(.template, name: "")
    let slots = makeSlots(depth: 0)
    var scope = Scope(symbols: Symbols(in: nil, function: slots), isTop: true, isRoot: true)
    var analysis = SymbolAnalysis(scope.symbols)
    analysis.visit(statements)
    scope.symbols = analysis.symbols
    enter(scope)
    try compile(statements, &scope)
    emit(.endFunction, 0)
    try finishDeferred()
    code.functions[prelude].slotCount = slots.count
    return prelude
  }

  private static func prelude(of statements: [Statement]) -> [Statement] {
    statements.compactMap { statement in
      switch statement.kind {
      case .set, .setBlock, .macro, .importAll, .importSome, .extends, .evaluate, .parameters: return statement
      case .conditional(let branches, let otherwise):
        let kept = branches.map { (condition: $0.condition, body: prelude(of: $0.body)) }
        let other = prelude(of: otherwise)
        guard !other.isEmpty || kept.contains(where: { !$0.body.isEmpty }) else { return nil }
        return Statement(.conditional(kept, otherwise: other), at: statement.offset)
      default: return nil
      }
    }
  }

  private mutating func finishDeferred() throws(SyntaxProblem) {
    while !deferred.isEmpty {
      let next = deferred.removeFirst()
      try next(&self)
    }
  }

  private mutating func compile(_ block: Statement.Block, at offset: Int) throws(SyntaxProblem) {
    guard blocks[block.name] == nil else {
      throw SyntaxProblem("there are two blocks of the name '\(block.name)'", at: offset, isAssertion: true)
    }
    let function = addFunction(.block, name: block.name)
    blocks[block.name] = function
    let slots = makeSlots(depth: 0)
    var scope = Scope(symbols: Symbols(in: nil, function: slots))
    let free = FreeNames.find(["self", "super"], in: block.body)
    if free.contains("self") { code.functions[function].selfSlot = scope.symbols.declareParameter("self").slot }
    if free.contains("super") { code.functions[function].superSlot = scope.symbols.declareParameter("super").slot }
    var analysis = SymbolAnalysis(scope.symbols)
    analysis.visit(block.body)
    scope.symbols = analysis.symbols
    enter(scope)
    try compile(block.body, &scope)
    emit(.endFunction, offset)
    try finishDeferred()
    code.functions[function].slotCount = slots.count
  }

  // MARK: - Functions and scopes

  mutating func addFunction(_ kind: Program.Function.Kind, name: String) -> Int {
    code.functions.append(Program.Function(kind: kind, name: name, entry: Int32(code.instructions.count), slotCount: 0))
    return code.functions.count - 1
  }

  mutating func makeSlots(depth: Int) -> FunctionSlots {
    functionCount += 1
    return FunctionSlots(id: functionCount, depth: depth)
  }

  /// Compiles the body of a function behind everything else, and notes where it begins.
  mutating func later(_ compile: @escaping (inout Compiler) throws(SyntaxProblem) -> Void) { deferred.append(compile) }

  /// A scope within another one, of the same function.
  func inner(_ scope: Scope, function: FunctionSlots? = nil) -> Scope {
    var inner = Scope(symbols: Symbols(in: scope.symbols, function: function ?? scope.symbols.function))
    inner.checksParent = function == nil && scope.checksParent
    inner.loop = function == nil ? scope.loop : nil
    return inner
  }

  /// Gives the variables of a scope their first values.
  ///
  /// - Parameter isWanted: Chooses the names; all if left out.
  mutating func enter(_ scope: Scope, _ isWanted: (String?, Symbols.Load) -> Bool = { _, _ in true }) {
    for variable in scope.symbols.order {
      guard let load = scope.symbols.loads[variable] else { continue }
      let name: String? = if case .resolve(let name) = load { name } else { nil }
      guard isWanted(name, load) else { continue }
      switch load {
      case .parameter: break
      case .resolve(let name): emit(.resolve(slot: variable.slot, name: intern(name)), 0)
      case .alias(let outer):
        let (slot, up) = place(of: outer, from: scope)
        emit(.copy(slot: variable.slot, from: slot, up: up), 0)
      case .undefined: emit(.clear(slot: variable.slot), 0)
      }
    }
  }

  /// The slot of a variable, and how many functions further out it lies.
  func place(of variable: Symbols.Variable, from scope: Scope) -> (slot: Int32, up: Int32) {
    var up: Int32 = 0
    var function = scope.symbols.function.id
    while function != variable.function, let outer = outerFunctions[function] {
      up += 1
      function = outer
    }
    return (variable.slot, up)
  }

  /// Parameters that may still be without a value, while the defaults of those before them are computed.
  var undeclaredParameters: Set<Symbols.Variable> = []
  /// The functions that functions lie in.
  var outerFunctions: [Int: Int] = [:]

  // MARK: - Writing

  @discardableResult
  mutating func emit(_ instruction: Instruction, _ offset: Int) -> Int {
    code.instructions.append(instruction)
    code.instructionOffsets.append(Int32(offset))
    return code.instructions.count - 1
  }

  var here: Int32 { Int32(code.instructions.count) }

  mutating func mend(_ place: Int) {
    switch code.instructions[place] {
    case .jump: code.instructions[place] = .jump(here)
    case .jumpUnless(let condition, _): code.instructions[place] = .jumpUnless(condition, to: here)
    case .jumpIfExtended: code.instructions[place] = .jumpIfExtended(here)
    case .jumpUnlessEmpty: code.instructions[place] = .jumpUnlessEmpty(here)
    default: break
    }
  }

  mutating func add(_ operation: Operation, _ offset: Int) -> Int32 {
    code.operations.append(operation)
    code.operationOffsets.append(Int32(offset))
    return Int32(code.operations.count - 1)
  }

  mutating func run(_ operands: [Int32]) -> Operation.Run {
    let start = Int32(code.operands.count)
    code.operands += operands
    return Operation.Run(start: start, count: Int32(operands.count))
  }

  func checkStack(_ offset: Int) throws(SyntaxProblem) {
    guard stack.hasRoom(for: StackLimit.reading) else { throw .tooDeep(at: offset) }
  }

  /// The variables that are handed on to another template or a scoped block.
  mutating func handOn(_ scope: Scope) -> Int32 {
    if let known = handedOn[scope.symbols.id] { return known.place }
    var variables: [(name: String, slot: Int32, up: Int32)] = []
    for (name, variable) in scope.symbols.visibleStores() {
      let (slot, up) = place(of: variable, from: scope)
      variables.append((name, slot, up))
    }
    code.scopes.append(Program.Scope(variables: variables))
    let place = Int32(code.scopes.count - 1)
    handedOn[scope.symbols.id] = (scope.symbols, place)
    return place
  }

  mutating func intern(_ name: String) -> Int32 {
    if let known = names[name] { return known }
    code.names.append(name)
    names[name] = Int32(code.names.count - 1)
    return Int32(code.names.count - 1)
  }
}

/// Finds the blocks of a template, also those within each other and within other statements.
private struct BlockSearch {
  var blocks: [(block: Statement.Block, offset: Int)] = []
  var hasExtends = false

  static func blocks(in statements: [Statement]) -> BlockSearch {
    var search = BlockSearch()
    search.visit(statements)
    return search
  }

  private mutating func visit(_ statements: [Statement]) {
    for statement in statements {
      switch statement.kind {
      case .block(let block):
        blocks.append((block, statement.offset))
        visit(block.body)
      case .extends: hasExtends = true
      default: for body in statement.bodies { visit(body) }
      }
    }
  }
}

extension Statement {
  /// The statements within it.
  var bodies: [[Statement]] {
    switch kind {
    case .loop(let loop): [loop.body, loop.otherwise]
    case .conditional(let branches, let otherwise): branches.map(\.body) + [otherwise]
    case .macro(let macro), .call(let macro, _): [macro.body]
    case .filter(_, let body), .with(_, let body), .setBlock(_, _, let body), .escaping(_, let body), .scope(let body):
      [body]
    case .block(let block): [block.body]
    case .component(let component): component.fills.map(\.body)
    default: []
    }
  }
}
