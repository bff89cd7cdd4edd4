internal import AloftCore

extension Compiler {
  /// Compiles an expression.
  ///
  /// - Returns: The place of its operation.
  mutating func compile(_ expression: Expression, _ scope: Scope) throws(SyntaxProblem) -> Int32 {
    let offset = expression.offset
    try checkStack(offset)
    code.deepestExpression = max(code.deepestExpression, expression.depth)
    switch expression.kind {
    case .name(let name): return variable(name, offset, scope)
    case .constant(let constant):
      code.constants.append(constant)
      return add(.constant(Int32(code.constants.count - 1)), offset)
    case .tuple(let elements): return add(.tuple(try compile(elements, scope)), offset)
    case .list(let elements): return add(.list(try compile(elements, scope)), offset)
    case .dictionary(let entries):
      return add(.dictionary(try compile(entries.flatMap { [$0.key, $0.value] }, scope)), offset)
    case .not(let value): return add(.not(try compile(value, scope)), offset)
    case .unary(let operation, let value): return add(.unary(operation, try compile(value, scope)), offset)
    case .binary(let operation, let a, let b):
      return add(.binary(operation, try compile(a, scope), try compile(b, scope)), offset)
    case .joined(let parts): return add(.joined(try compile(parts, scope)), offset)
    case .and(let a, let b): return add(.and(try compile(a, scope), try compile(b, scope)), offset)
    case .or(let a, let b): return add(.or(try compile(a, scope), try compile(b, scope)), offset)
    case .comparison(let first, let rest): return try comparison(first, rest, offset, scope)
    case .conditional(let condition, let then, let otherwise):
      let soft = scope.soft()
      let test = try compile(condition, soft)
      let value = try compile(then, soft)
      let other = try otherwise.map { (other) throws(SyntaxProblem) in try compile(other, soft) } ?? -1
      return add(.conditional(test, then: value, otherwise: other), offset)
    case .attribute(let value, let name): return try attribute(value, name, offset, scope)
    case .item(let value, let key): return try item(value, key, offset, scope)
    case .slice: throw SyntaxProblem("a slice is due between '[' and ']' alone", at: offset)
    case .call(let callee, let arguments):
      return add(.call(try compile(callee, scope), site: try site(arguments, scope)), offset)
    case .filter(let value, let name, let arguments): return try filter(value, name, arguments, offset, scope)
    case .test(let value, let name, let arguments):
      let test = library.tests[name]
      if test == nil, !scope.isSoft, !leavesUnknown { throw unknown("test", name, offset, library.tests.keys.sorted()) }
      let operand = try compile(value, scope)
      let site = try site(arguments, scope)
      code.tests.append((name, test))
      return add(.test(operand, test: Int32(code.tests.count - 1), site: site), offset)
    case .safeIfEscaping(let value): return add(.safeIfEscaping(try compile(value, scope)), offset)
    }
  }

  private mutating func compile(_ expressions: [Expression], _ scope: Scope) throws(SyntaxProblem) -> Operation.Run {
    var operands: [Int32] = []
    for expression in expressions { operands.append(try compile(expression, scope)) }
    return run(operands)
  }

  private mutating func variable(_ name: String, _ offset: Int, _ scope: Scope) -> Int32 {
    guard let variable = scope.symbols.variable(name) else {
      // The analysis has seen every name; one of a default value of a parameter, perhaps, that comes after it.
      return add(.constant(constantOfNothing()), offset)
    }
    let (slot, up) = place(of: variable, from: scope)
    if up > 0 { return add(.outer(up: up, slot: slot, name: intern(name)), offset) }
    if case .parameter? = scope.symbols.load(of: variable), !undeclaredParameters.contains(variable) {
      return add(.parameter(slot: slot), offset)
    }
    return add(.variable(slot: slot, name: intern(name)), offset)
  }

  private mutating func attribute(
    _ value: Expression, _ name: String, _ offset: Int, _ scope: Scope
  ) throws(SyntaxProblem) -> Int32 {
    let base = try compile(value, scope)
    switch code.operations[Int(base)] {
    case .variable(let slot, let variable):
      return add(.variableAttribute(slot: slot, variable: variable, name: intern(name)), offset)
    case .parameter(let slot): return add(.variableAttribute(slot: slot, variable: -1, name: intern(name)), offset)
    default: return add(.attribute(base, name: intern(name)), offset)
    }
  }

  private mutating func constantOfNothing() -> Int32 {
    code.constants.append(.none)
    return Int32(code.constants.count - 1)
  }

  private mutating func comparison(
    _ first: Expression, _ rest: [(Expression.Comparison, Expression)], _ offset: Int, _ scope: Scope
  ) throws(SyntaxProblem) -> Int32 {
    let left = try compile(first, scope)
    if rest.count == 1 { return add(.comparison(rest[0].0, left, try compile(rest[0].1, scope)), offset) }
    var operands = [left]
    for (_, operand) in rest { operands.append(try compile(operand, scope)) }
    code.comparisonKinds.append(rest.map(\.0))
    return add(.comparisons(run(operands), kinds: Int32(code.comparisonKinds.count - 1)), offset)
  }

  private mutating func item(
    _ value: Expression, _ key: Expression, _ offset: Int, _ scope: Scope
  ) throws(SyntaxProblem) -> Int32 {
    let base = try compile(value, scope)
    guard case .slice(let start, let stop, let step) = key.kind else {
      return add(.item(base, try compile(key, scope)), offset)
    }
    var bounds: [Int32] = []
    for bound in [start, stop, step] {
      if let bound { bounds.append(try compile(bound, scope)) } else { bounds.append(-1) }
    }
    return add(.slice(base, start: bounds[0], stop: bounds[1], step: bounds[2]), offset)
  }

  private mutating func filter(
    _ value: Expression?, _ name: String, _ arguments: CallArguments, _ offset: Int, _ scope: Scope
  ) throws(SyntaxProblem) -> Int32 {
    let filter = library.filters[name]
    if filter == nil, !scope.isSoft, !leavesUnknown {
      throw unknown("filter", name, offset, library.filters.keys.sorted())
    }
    let operand = try value.map { (value) throws(SyntaxProblem) in try compile(value, scope) }
    let site = try site(arguments, scope)
    code.filters.append((name, filter))
    let place = Int32(code.filters.count - 1)
    guard let operand else { return add(.capturedFilter(filter: place, site: site), offset) }
    return add(.filter(operand, filter: place, site: site), offset)
  }

  private func unknown(_ kind: String, _ name: String, _ offset: Int, _ known: [String]) -> SyntaxProblem {
    SyntaxProblem(
      "there is no \(kind) '\(name)'", at: offset, fix: NearestName.of(name, in: known).map { "did you mean '\($0)'?" },
      isAssertion: true)
  }

  mutating func site(_ arguments: CallArguments, _ scope: Scope) throws(SyntaxProblem) -> Int32 {
    let positional = try compile(arguments.positional, scope)
    let named = try compile(arguments.named.map(\.value), scope)
    var site = CallSite(positional: positional, names: arguments.named.map(\.name), named: named)
    if let rest = arguments.rest { site.rest = try compile(rest, scope) }
    if let rest = arguments.namedRest { site.namedRest = try compile(rest, scope) }
    code.sites.append(site)
    return Int32(code.sites.count - 1)
  }
}
