/// Finds the names that statements read and write in their own scope.
struct SymbolAnalysis {
  var symbols: Symbols

  init(_ symbols: Symbols) { self.symbols = symbols }

  mutating func visit(_ statements: [Statement]) { for statement in statements { visit(statement) } }

  mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .text, .leaveLoop, .nextRound, .scope, .block, .escaping: break
    case .output(let values): for value in values { visit(value) }
    case .loop(let loop): visit(loop.sequence)
    case .conditional(let branches, let otherwise): visitConditional(branches[...], otherwise)
    case .macro(let macro): symbols.store(macro.name)
    case .call(_, let call): visit(call)
    case .filter(let filter, _): visit(filter)
    case .with(let values, _): for value in values { visit(value.value) }
    case .set(let target, let value):
      visit(value)
      store(target)
    case .setBlock(let target, _, _): store(target)
    case .extends(let template), .include(let template, _, _), .evaluate(let template): visit(template)
    case .component(let component):
      visit(component.template)
      for argument in component.arguments { visit(argument.value) }
    case .parameters(let parameters):
      for parameter in parameters {
        if let standard = parameter.standard { visit(standard) }
        symbols.store(parameter.name)
      }
    case .importAll(let template, let name, _):
      visit(template)
      symbols.store(name)
    case .importSome(let template, let names, _):
      visit(template)
      for name in names { symbols.store(name.alias) }
    }
  }

  private mutating func visitConditional(
    _ branches: ArraySlice<(condition: Expression, body: [Statement])>, _ otherwise: [Statement]
  ) {
    guard let first = branches.first else { return }
    visit(first.condition)
    // As a chain of conditions: all further ones are branches beside the last.
    let main = branch { $0.visit(first.body) }
    let others = branch { analysis in
      for other in branches.dropFirst() {
        analysis.visitConditional([other], [])
      }
    }
    let last = branch { $0.visit(otherwise) }
    symbols.update(branches: [main, others, last])
  }

  private func branch(_ visit: (inout SymbolAnalysis) -> Void) -> Symbols {
    var analysis = SymbolAnalysis(symbols)
    visit(&analysis)
    return analysis.symbols
  }

  mutating func store(_ target: Target) {
    switch target.kind {
    case .name(let name): symbols.store(name)
    case .member(let name, _): symbols.load(name)
    case .several(let targets): for target in targets { store(target) }
    }
  }

  mutating func declare(_ target: Target) {
    switch target.kind {
    case .name(let name): symbols.declareParameter(name)
    case .member(let name, _): symbols.load(name)
    case .several(let targets): for target in targets { declare(target) }
    }
  }

  mutating func visit(_ expression: Expression) {
    if case .name(let name) = expression.kind { return symbols.load(name) }
    for child in expression.children { visit(child) }
  }
}

/// Looks for names that are read before anything of that name is set.
struct FreeNames {
  private var wanted: Set<String>
  private(set) var found: Set<String> = []

  static func find(_ names: Set<String>, in statements: [Statement]) -> Set<String> {
    var search = FreeNames(wanted: names)
    search.visit(statements)
    return search.found
  }

  private init(wanted: Set<String>) { self.wanted = wanted }

  private mutating func visit(_ statements: [Statement]) { for statement in statements { visit(statement) } }

  private mutating func visit(_ expression: Expression) {
    if case .name(let name) = expression.kind, wanted.contains(name) { found.insert(name) }
    for child in expression.children { visit(child) }
  }

  private mutating func set(_ names: [String]) { wanted.subtract(names) }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .text, .leaveLoop, .nextRound, .block: break
    case .output(let values): for value in values { visit(value) }
    case .loop(let loop):
      set(loop.target.names)
      visit(loop.sequence)
      visit(loop.body)
      visit(loop.otherwise)
      if let condition = loop.condition { visit(condition) }
    case .conditional(let branches, let otherwise):
      for branch in branches {
        visit(branch.condition)
        visit(branch.body)
      }
      visit(otherwise)
    case .macro(let macro): visit(macro)
    case .call(let macro, let call):
      visit(call)
      visit(macro)
    case .filter(let filter, let body):
      visit(body)
      visit(filter)
    case .with(let values, let body):
      for value in values { set(value.target.names) }
      for value in values { visit(value.value) }
      visit(body)
    case .set(let target, let value):
      set(target.names)
      visit(value)
    case .setBlock(let target, let filter, let body):
      set(target.names)
      if let filter { visit(filter) }
      visit(body)
    case .extends(let value), .include(let value, _, _), .evaluate(let value): visit(value)
    case .importAll(let value, _, _), .importSome(let value, _, _): visit(value)
    case .escaping(let value, let body):
      visit(value)
      visit(body)
    case .scope(let body): visit(body)
    case .component(let component):
      visit(component.template)
      for argument in component.arguments { visit(argument.value) }
      for fill in component.fills { visit(fill.body) }
    case .parameters(let parameters):
      set(parameters.map(\.name))
      for parameter in parameters { if let standard = parameter.standard { visit(standard) } }
    }
  }

  private mutating func visit(_ macro: Statement.Macro) {
    set(macro.parameters.map(\.name))
    for parameter in macro.parameters { if let standard = parameter.standard { visit(standard) } }
    visit(macro.body)
  }
}
