internal import AloftCore

extension Machine {
  // MARK: - Blocks

  mutating func enterBlock(_ name: Int32, _ scope: Int32, _ isRequired: Bool) throws {
    let name = tables.names[Int(name)]
    guard let block = context.blocks[name]?.first else { return }
    if isRequired, context.blocks[name]?.count == 1 {
      throw RenderFailure(
        .runtime, "the required block '\(name)' is missing", fix: "a template that extends this one has to define it")
    }
    let inside = scope >= 0 ? try derived(scope) : context
    try enter(block, named: name, at: 0, inside)
  }

  mutating func enter(_ block: RenderContext.Block, named name: String, at depth: Int, _ context: RenderContext) throws
  {
    try enter(block.program, block.function, context: context)
    setParent(of: block.program.code.functions[block.function], named: name, at: depth, context)
  }

  /// Writes a block in place of the template that was begun.
  private mutating func begin(_ block: RenderContext.Block, named name: String) {
    let function = block.program.code.functions[block.function]
    switchProgram(to: block.program)
    self.function = block.function
    use(Frame(count: function.slotCount))
    pc = Int(function.entry)
    escapes = block.program.escapes
    setOwnVariables(function)
    setParent(of: function, named: name, at: 0, context)
  }

  private mutating func setParent(
    of function: Program.Function, named name: String, at depth: Int, _ context: RenderContext
  ) {
    if function.superSlot >= 0 {
      let next = depth + 1
      if next < context.blocks[name]?.count ?? 0 {
        slots[Int(function.superSlot)] = .object(BlockObject(name, depth: next, context))
      } else {
        slots[Int(function.superSlot)] = undefined("super", hint: "there is no parent block called '\(name)'")
      }
    }
  }

  /// A context with the variables of a scope on top.
  mutating func derived(_ scope: Int32) throws -> RenderContext {
    let inside = RenderContext(in: context, try variables(scope))
    inside.blocks = context.blocks
    contexts.append(inside)
    return inside
  }

  private mutating func variables(_ scope: Int32) throws -> [String: TemplateData] {
    guard scope >= 0 else { return [:] }
    try charge(steps: program.code.scopes[Int(scope)].variables.count)
    var variables: [String: TemplateData] = [:]
    for (name, slot, up) in program.code.scopes[Int(scope)].variables {
      let value = frame.outer(up).slots[Int(slot)]
      if !value.isMissing { variables[name] = value }
    }
    return variables
  }

  /// Prepares to write one block and nothing else: what the templates around it set is set, what they write is not.
  mutating func start(block name: String) throws {
    let context = context
    var program = program
    while true {
      try enter(program, program.prelude, context: context)
      try runToReturn()
      guard let parent = context.parent else { break }
      context.parent = nil
      program = parent
    }
    guard let block = context.blocks[name]?.first else {
      let fix = NearestName.of(name, in: context.blocks.keys.sorted()).map { "did you mean '\($0)'?" }
      throw TemplateError(.notFound, "the template '\(self.program.name)' has no block '\(name)'", fix: fix)
    }
    begin(block, named: name)
  }

  // MARK: - Inheritance

  mutating func extend(_ place: Int32) throws {
    let name = try evaluate(place)
    guard context.parent == nil else {
      throw RenderFailure(.runtime, "the template extends a second one", fix: "it can extend one only")
    }
    let parent = try load(name)
    try checkStack(for: parent)
    context.parent = parent
    context.generations += 1
    guard context.generations <= limits.depth else {
      throw RenderFailure(
        .limit, "more than \(limits.depth) templates extend each other", fix: "look for one that extends itself")
    }
    addBlocks(of: parent, to: context)
  }

  func addBlocks(of program: Program, to context: RenderContext) {
    for (name, function) in program.blocks {
      context.blocks[name, default: []].append(RenderContext.Block(program: program, function: function))
    }
  }

  /// Goes on with the parent in place of the template that extends it.
  mutating func continueWith(_ parent: Program) {
    context.parent = nil
    let entry = parent.code.functions[0]
    switchProgram(to: parent)
    function = 0
    use(Frame(count: entry.slotCount))
    pc = Int(entry.entry)
    escapes = parent.escapes
    setOwnVariables(entry)
  }

  /// The program that a value names, or is.
  mutating func load(_ name: TemplateData) throws -> Program {
    if let found = try find(name) { return found }
    guard case .list(let names) = name.asList, names.elements.count != 1 else {
      throw environment.notFound(try text(of: name.asOnlyElement))
    }
    let missing = try names.elements.map { try text(of: $0) }
    throw TemplateError(
      .notFound, "none of the templates exists: \(missing.joined(separator: ", "))", names: missing)
  }

  /// The program that a value names, or is, or that is the first to exist of several names; `nil` if there is none.
  private func find(_ name: TemplateData) throws -> Program? {
    switch name {
    case .list(let names), .tuple(let names):
      for name in names.elements where !name.isUndefined { if let found = try findOne(name) { return found } }
      return nil
    default: return try findOne(name)
    }
  }

  private func findOne(_ name: TemplateData) throws -> Program? {
    switch name {
    case .text(let text), .markup(let text): return try environment.program(ifThere: text)
    case .object(let object):
      if let template = object as? TemplateReference { return template.program }
    case .none: return nil
    case .undefined(let undefined): throw undefined.failure
    default: break
    }
    throw RenderFailure(.type, "a template is named by a text, not '\(name.typeName)'")
  }

  // MARK: - Other templates

  private static let bytesOfContext = 256

  /// - Parameter keeps: Whether it stays as it is now, whatever is set here later.
  private mutating func contextOfOther(
    _ scope: Int32, _ withContext: Bool, keeps: Bool = false
  ) throws -> RenderContext {
    guard withContext else { return RenderContext(context.base.withoutContext) }
    guard keeps else { return RenderContext(in: context, try variables(scope)) }
    let copies = context.copies()
    try charge(steps: copies.count)
    try charge(bytes: copies.count * Self.bytesOfContext)
    contexts += copies
    return RenderContext(in: copies.last ?? context, try variables(scope))
  }

  mutating func include(_ place: Int32, _ scope: Int32, _ withContext: Bool, _ ignoresMissing: Bool) throws {
    let name = try evaluate(place)
    let found = ignoresMissing ? try find(name) : try load(name)
    guard let included = found else { return }
    let inside = try contextOfOther(scope, withContext)
    addBlocks(of: included, to: inside)
    contexts.append(inside)
    try enter(included, 0, context: inside)
  }

  /// Enters a component, which sees what it is given and nothing else.
  mutating func enterComponent(_ place: Int32, _ site: Int32, _ fills: Int32) throws {
    let name = try evaluate(place)
    let component = try load(name)
    var variables: [String: TemplateData] = [:]
    let given = try arguments(site).named
    for (name, value) in given { variables[name] = value }
    let pieces = DictionaryData()
    for (name, slot) in program.code.fills[Int(fills)] { try pieces.set(.text(name), slots[Int(slot)]) }
    variables["slots"] = .dictionary(pieces)
    let inside = RenderContext(in: RenderContext(context.base.withoutContext), variables)
    inside.given = given.map(\.name)
    addBlocks(of: component, to: inside)
    contexts.append(inside)
    try enter(component, 0, context: inside)
  }

  /// What a component is given under a name, or its default, whose operation is negative where there is none.
  mutating func parameter(_ name: String, standard: Int32) throws -> TemplateData {
    if let value = context.value(name) { return value }
    guard standard >= 0 else {
      throw RenderFailure(.type, "the component needs '\(name)'", fix: "give it where it is used")
    }
    return try evaluate(standard)
  }

  func checkParameters(_ names: [String]) throws {
    for name in context.given ?? [] where !names.contains(name) {
      let fix = NearestName.of(name, in: names).map { "did you mean '\($0)'?" }
      throw RenderFailure(.type, "the component has no parameter '\(name)'", fix: fix)
    }
  }

  mutating func importTemplate(_ place: Int32, _ scope: Int32, _ withContext: Bool) throws -> ModuleObject {
    let name = try evaluate(place)
    let imported = try load(name)
    let inside = try contextOfOther(scope, withContext, keeps: true)
    addBlocks(of: imported, to: inside)
    contexts.append(inside)
    beginCapture()
    try enter(imported, 0, context: inside)
    try runToReturn()
    return ModuleObject(imported.name, text: try endCapture(), members: inside.export)
  }

  mutating func importNames(_ place: Int32, _ names: Int32, _ scope: Int32, _ withContext: Bool) throws {
    let module = try importTemplate(place, scope, withContext)
    for name in program.code.imports[Int(names)] {
      let value =
        module[name.name]
        ?? undefined(
          name.name, known: module.memberNames, hint: "the template '\(module.name)' does not export '\(name.name)'")
      slots[Int(name.slot)] = value
      if let exported = name.exported { context.set(exported, value, isPublic: false) }
    }
  }
}

extension TemplateData {
  fileprivate var asList: TemplateData {
    if case .tuple(let list) = self { .list(list) } else { self }
  }

  fileprivate var asOnlyElement: TemplateData {
    if case .list(let list) = asList, list.elements.count == 1 { list.elements[0] } else { self }
  }
}
