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
