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

  private mutating func branch(_ visit: (inout SymbolAnalysis) -> Void) -> Symbols.Changes {
    let mark = symbols.mark
    visit(&self)
    return symbols.takeBack(to: mark)
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
