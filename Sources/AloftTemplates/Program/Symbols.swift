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
  /// Tells scopes apart. What a scope has is known before any of its statements is compiled.
  var id: ObjectIdentifier { ObjectIdentifier(identity) }

  /// What is known of a name.
  fileprivate struct State {
    let name: String
    let variable: Variable?
    let load: Load?
    let isStored: Bool
  }

  /// What branches have found, in the order in which names were met.
  struct Changes {
    fileprivate let states: [State]
  }

  /// What names were before each change, so that a branch can be taken back: copying all for each branch would take the
  /// square of their number.
  private var journal: [State] = []

  private func state(_ name: String) -> State {
    let variable = references[name]
    return State(
      name: name, variable: variable, load: variable.flatMap { loads[$0] }, isStored: stores.contains(name))
  }

  private mutating func set(_ state: State) {
    journal.append(self.state(state.name))
    apply(state)
  }

  private mutating func apply(_ state: State) {
    if let variable = state.variable ?? references[state.name] {
      if let load = state.load {
        if loads.updateValue(load, forKey: variable) == nil { order.append(variable) }
      } else if loads.removeValue(forKey: variable) != nil {
        order.removeAll { $0 == variable }
      }
    }
    references[state.name] = state.variable
    if state.isStored { stores.insert(state.name) } else { stores.remove(state.name) }
  }

  private mutating func define(_ name: String, _ load: Load, isStored: Bool) -> Variable {
    let variable: Variable
    if let known = identity.variables[name] {
      variable = known
    } else {
      variable = Variable(function: function.id, slot: function.take())
      identity.variables[name] = variable
    }
    set(State(name: name, variable: variable, load: load, isStored: isStored))
    return variable
  }

  // MARK: - Branches

  /// Where a branch begins.
  var mark: Int { journal.count }

  /// Takes a branch back, and gives what it has found.
  mutating func takeBack(to mark: Int) -> Changes {
    var seen: Set<String> = []
    var found: [State] = []
    for entry in journal[mark...] where seen.insert(entry.name).inserted { found.append(state(entry.name)) }
    for entry in journal[mark...].reversed() { apply(entry) }
    journal.removeSubrange(mark...)
    return Changes(states: found)
  }

  /// Takes over what branches have found: a name that only some of them set may come from outside.
  mutating func update(branches: [Changes]) {
    var stored: [String] = []
    for state in branches.flatMap(\.states) where state.isStored && !stores.contains(state.name) {
      if !stored.contains(state.name) { stored.append(state.name) }
    }
    for state in branches.flatMap(\.states) {
      set(
        State(
          name: state.name, variable: state.variable ?? references[state.name], load: state.load,
          isStored: state.isStored || stores.contains(state.name)))
    }
    for name in stored {
      guard let variable = references[name] else { continue }
      let load: Load = parent?.variable(name).map { .alias($0) } ?? .resolve(name)
      set(State(name: name, variable: variable, load: load, isStored: true))
    }
  }

  // MARK: - Names

  func load(of variable: Variable) -> Load? { loads[variable] ?? parent?.load(of: variable) }

  func variable(_ name: String) -> Variable? { references[name] ?? parent?.variable(name) }

  mutating func store(_ name: String) {
    if references[name] != nil {
      let known = state(name)
      if !known.isStored { set(State(name: name, variable: known.variable, load: known.load, isStored: true)) }
    } else if let outer = parent?.variable(name) {
      _ = define(name, .alias(outer), isStored: true)
    } else {
      _ = define(name, .undefined, isStored: true)
    }
  }

  @discardableResult
  mutating func declareParameter(_ name: String) -> Variable { define(name, .parameter, isStored: true) }

  mutating func load(_ name: String) {
    if variable(name) == nil { _ = define(name, .resolve(name), isStored: stores.contains(name)) }
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
