/// A step of computing a value; its operands are other operations, named by their places in the program.
///
/// Without references, since it is read for every value.
enum Operation: Sendable {
  typealias Operand = Int32

  /// Operands side by side in ``Program/operands``.
  struct Run: Sendable {
    let start: Int32
    let count: Int32

    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
  }

  case constant(Int32)
  /// A variable, that may have no value.
  case variable(slot: Int32, name: Int32)
  /// A variable that always has one.
  case parameter(slot: Int32)
  /// A variable of a function further out.
  case outer(up: Int32, slot: Int32, name: Int32)
  case tuple(Run)
  case list(Run)
  /// Keys and values by turns.
  case dictionary(Run)
  case not(Operand)
  case unary(Expression.UnaryOperator, Operand)
  case binary(Expression.BinaryOperator, Operand, Operand)
  case joined(Run)
  case and(Operand, Operand)
  case or(Operand, Operand)
  case comparison(Expression.Comparison, Operand, Operand)
  /// Several comparisons, each of a value with the one before it: places of the comparisons' kinds are in the call's.
  case comparisons(Run, kinds: Int32)
  /// `otherwise` is negative where there is none.
  case conditional(Operand, then: Operand, otherwise: Operand)
  case attribute(Operand, name: Int32)
  /// A member of a variable, which is what templates print most.
  case variableAttribute(slot: Int32, variable: Int32, name: Int32)
  case item(Operand, Operand)
  /// Operands are negative where there is none.
  case slice(Operand, start: Operand, stop: Operand, step: Operand)
  case call(Operand, site: Int32)
  case filter(Operand, filter: Int32, site: Int32)
  /// A filter of what was captured last.
  case capturedFilter(filter: Int32, site: Int32)
  case test(Operand, test: Int32, site: Int32)
  case safeIfEscaping(Operand)
}

/// The arguments of a call, as places of operations.
struct CallSite: Sendable {
  var positional: Operation.Run
  var names: [String] = []
  var named: Operation.Run
  var rest: Int32 = -1
  var namedRest: Int32 = -1

  var isEmpty: Bool { positional.count == 0 && named.count == 0 && rest < 0 && namedRest < 0 }
}
