/// A statement of a template, whatever language it was written in.
struct Statement: Sendable {
  let kind: Kind
  /// Where it begins, in bytes of its template's source.
  let offset: Int

  init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  indirect enum Kind: Sendable {
    case text(String)
    case output([Expression])
    case loop(Loop)
    case conditional([(condition: Expression, body: [Statement])], otherwise: [Statement])
    case macro(Macro)
    case call(Macro, call: Expression)
    case filter(Expression, body: [Statement])
    case with([(target: Target, value: Expression)], body: [Statement])
    case set(Target, Expression)
    case setBlock(Target, filter: Expression?, body: [Statement])
    case block(Block)
    case extends(Expression)
    case include(Expression, withContext: Bool, ignoresMissing: Bool)
    case importAll(Expression, name: String, withContext: Bool)
    case importSome(Expression, names: [(name: String, alias: String)], withContext: Bool)
    case evaluate(Expression)
    case leaveLoop
    case nextRound
    case escaping(Expression, body: [Statement])
    case scope([Statement])
    case component(Component)
    /// What a component is given.
    case parameters([(name: String, offset: Int, standard: Expression?)])
  }

  struct Loop: Sendable {
    var target: Target
    var sequence: Expression
    var condition: Expression?
    var isRecursive: Bool
    var body: [Statement]
    var otherwise: [Statement]
  }

  struct Macro: Sendable {
    var name: String
    var parameters: [(name: String, offset: Int, standard: Expression?)]
    var body: [Statement]
  }

  /// A template that is given values and pieces of markup.
  struct Component: Sendable {
    var template: Expression
    var arguments: [(name: String, value: Expression)]
    var fills: [(name: String, body: [Statement])]
  }

  struct Block: Sendable {
    var name: String
    var body: [Statement]
    var isScoped: Bool
    var isRequired: Bool
  }
}

/// What a value is assigned to.
struct Target: Sendable {
  let kind: Kind
  let offset: Int

  indirect enum Kind: Sendable {
    case name(String)
    /// A member of a namespace.
    case member(of: String, String)
    case several([Target])
  }

  /// The names it assigns to.
  var names: [String] {
    switch kind {
    case .name(let name): [name]
    case .member: []
    case .several(let targets): targets.flatMap(\.names)
    }
  }
}
