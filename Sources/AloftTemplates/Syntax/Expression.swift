/// An expression of a template, whatever language it was written in.
struct Expression: Sendable {
  let kind: Kind
  /// Where it begins, in bytes of its template's source.
  let offset: Int
  /// How deep its expressions lie within each other, itself included.
  let depth: Int

  indirect enum Kind: Sendable {
    case name(String)
    case constant(Constant)
    case tuple([Expression])
    case list([Expression])
    case dictionary([(key: Expression, value: Expression)])
    case not(Expression)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// The texts of values one after the other.
    case joined([Expression])
    case and(Expression, Expression)
    case or(Expression, Expression)
    case comparison(Expression, [(Comparison, Expression)])
    case conditional(condition: Expression, then: Expression, else: Expression?)
    case attribute(Expression, String)
    case item(Expression, Expression)
    case slice(start: Expression?, stop: Expression?, step: Expression?)
    case call(Expression, CallArguments)
    /// A filter of a value; of what a block has written where there is none.
    case filter(Expression?, name: String, CallArguments)
    case test(Expression, name: String, CallArguments)
    /// Safe as it is where texts are escaped.
    case safeIfEscaping(Expression)
  }

  enum Constant: Sendable {
    case none
    case bool(Bool)
    case int(Int)
    case double(Double)
    case text(String)
  }

  enum UnaryOperator: Sendable { case negative, positive }

  enum BinaryOperator: Sendable { case add, subtract, multiply, divide, floorDivide, remainder, power }

  enum Comparison: Sendable { case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, isIn, isNotIn }

  init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
    depth = 1 + (kind.children.lazy.map(\.depth).max() ?? 0)
  }
}

/// The arguments of a call.
struct CallArguments: Sendable {
  var positional: [Expression] = []
  var named: [(name: String, value: Expression)] = []
  /// A sequence whose elements are further arguments.
  var rest: Expression?
  /// A dictionary whose entries are further named arguments.
  var namedRest: Expression?

  var children: [Expression] {
    var all = positional
    all += named.map(\.value)
    if let rest { all.append(rest) }
    if let namedRest { all.append(namedRest) }
    return all
  }
}

extension Expression {
  var children: [Expression] { kind.children }
}

extension Expression.Kind {
  var children: [Expression] {
    switch self {
    case .name, .constant: []
    case .tuple(let elements), .list(let elements), .joined(let elements): elements
    case .dictionary(let entries): entries.flatMap { [$0.key, $0.value] }
    case .not(let one), .unary(_, let one), .attribute(let one, _), .safeIfEscaping(let one): [one]
    case .binary(_, let a, let b), .and(let a, let b), .or(let a, let b), .item(let a, let b): [a, b]
    case .comparison(let first, let rest): [first] + rest.map(\.1)
    case .conditional(let condition, let then, let other): [condition, then] + (other.map { [$0] } ?? [])
    case .slice(let start, let stop, let step): [start, stop, step].compactMap { $0 }
    case .call(let callee, let arguments): [callee] + arguments.children
    case .filter(let value, _, let arguments): (value.map { [$0] } ?? []) + arguments.children
    case .test(let value, _, let arguments): [value] + arguments.children
    }
  }
}
