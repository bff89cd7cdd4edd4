/// The variables of a scope: which names it reads and writes, and where their values come from.
///
/// The rules are Jinja's: a scope sees the variables around it, and what it assigns is its own.
struct Symbols {
  struct Variable: Hashable {
    /// The function it belongs to.
    let function: Int
    let slot: Int32
  }

  enum Load {
    case parameter
    /// From the context.
    case resolve(String)
    /// From a variable further out.
    case alias(Variable)
    /// It has no value yet.
    case undefined
  }

  /// The variables of a scope; branches of one share it.
  private final class Identity {
    var variables: [String: Variable] = [:]
  }

  let function: FunctionSlots
  private let identity: Identity
  private let parents: [Symbols]
  private(set) var references: [String: Variable] = [:]
  private(set) var loads: [Variable: Load] = [:]
  private(set) var stores: Set<String> = []
  /// The names in the order in which they were first met.
  private(set) var order: [Variable] = []

  init(in parent: Symbols?, function: FunctionSlots) {
    self.function = function
    identity = Identity()
    parents = parent.map { [$0] } ?? []
  }

  private var parent: Symbols? { parents.first }

  private mutating func define(_ name: String, _ load: Load) -> Variable {
    let variable: Variable
    if let known = identity.variables[name] {
      variable = known
    } else {
      variable = Variable(function: function.id, slot: function.take())
      identity.variables[name] = variable
    }
    references[name] = variable
    if loads.updateValue(load, forKey: variable) == nil { order.append(variable) }
    return variable
  }

  func load(of variable: Variable) -> Load? { loads[variable] ?? parent?.load(of: variable) }

  func variable(_ name: String) -> Variable? { references[name] ?? parent?.variable(name) }

  mutating func store(_ name: String) {
    stores.insert(name)
    guard references[name] == nil else { return }
    if let outer = parent?.variable(name) {
      _ = define(name, .alias(outer))
    } else {
      _ = define(name, .undefined)
    }
  }

  @discardableResult
  mutating func declareParameter(_ name: String) -> Variable {
    stores.insert(name)
    return define(name, .parameter)
  }

  mutating func load(_ name: String) {
    if variable(name) == nil { _ = define(name, .resolve(name)) }
  }

  /// Takes over what branches have found: a name that only some of them set may come from outside.
  mutating func update(branches: [Symbols]) {
    let stored = branches.reduce(into: Set<String>()) { $0.formUnion($1.stores) }.subtracting(stores)
    for branch in branches {
      references.merge(branch.references) { $1 }
      loads.merge(branch.loads) { $1 }
      stores.formUnion(branch.stores)
      for variable in branch.order where !order.contains(variable) { order.append(variable) }
    }
    for name in stored {
      guard let variable = variable(name) else { continue }
      if let outer = parent?.variable(name) {
        loads[variable] = .alias(outer)
      } else {
        loads[variable] = .resolve(name)
      }
    }
  }

  /// The variables that were set here or further out, by name.
  func visibleStores() -> [(name: String, variable: Variable)] {
    var found: [String: Variable] = [:]
    var scope: Symbols? = self
    while let one = scope {
      for name in one.stores where found[name] == nil { found[name] = variable(name) }
      scope = one.parent
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// Counts the slots of a function.
final class FunctionSlots {
  let id: Int
  let depth: Int
  private(set) var count: Int32 = 0

  init(id: Int, depth: Int) {
    self.id = id
    self.depth = depth
  }

  func take() -> Int32 {
    count += 1
    return count - 1
  }
}
