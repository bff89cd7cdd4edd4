extension JinjaParser {
  /// Reads an expression, as Jinja's precedence has it.
  mutating func expression(mayBeConditional: Bool = true) throws(SyntaxProblem) -> Expression {
    try nested { (parser) throws(SyntaxProblem) in
      mayBeConditional ? try parser.conditionalExpression() : try parser.or()
    }
  }

  private mutating func conditionalExpression() throws(SyntaxProblem) -> Expression {
    let offset = current.offset
    var value = try or()
    while skip(name: "if") {
      let condition = try or()
      let other = skip(name: "else") ? try expression() : nil
      value = try make(.conditional(condition: condition, then: value, else: other), offset)
    }
    return value
  }

  private mutating func or() throws(SyntaxProblem) -> Expression {
    var left = try and()
    while skip(name: "or") { left = try make(.or(left, try and()), left.offset) }
    return left
  }

  private mutating func and() throws(SyntaxProblem) -> Expression {
    var left = try not()
    while skip(name: "and") { left = try make(.and(left, try not()), left.offset) }
    return left
  }

  private mutating func not() throws(SyntaxProblem) -> Expression {
    let offset = current.offset
    guard skip(name: "not") else { return try comparison() }
    return try make(.not(try nested { (parser) throws(SyntaxProblem) in try parser.not() }), offset)
  }

  private mutating func comparison() throws(SyntaxProblem) -> Expression {
    let first = try sum()
    var rest: [(Expression.Comparison, Expression)] = []
    while let comparison = comparisonAhead() { rest.append((comparison, try sum())) }
    return rest.isEmpty ? first : try make(.comparison(first, rest), first.offset)
  }

  private mutating func comparisonAhead() -> Expression.Comparison? {
    let found: Expression.Comparison? =
      switch current.kind {
      case .symbol(.equal): .equal
      case .symbol(.notEqual): .notEqual
      case .symbol(.less): .less
      case .symbol(.lessOrEqual): .lessOrEqual
      case .symbol(.greater): .greater
      case .symbol(.greaterOrEqual): .greaterOrEqual
      case .name where current.text == "in": .isIn
      case .name where current.text == "not" && next.isName("in"): .isNotIn
      default: nil
      }
    guard let found else { return nil }
    advance()
    if found == .isNotIn { advance() }
    return found
  }

  private mutating func sum() throws(SyntaxProblem) -> Expression {
    var left = try joined()
    while true {
      let operation: Expression.BinaryOperator
      switch current.kind {
      case .symbol(.add): operation = .add
      case .symbol(.subtract): operation = .subtract
      default: return left
      }
      let offset = advance().offset
      left = try make(.binary(operation, left, try joined()), offset)
    }
  }

  private mutating func joined() throws(SyntaxProblem) -> Expression {
    var parts = [try product()]
    while skip(.tilde) { parts.append(try product()) }
    return parts.count == 1 ? parts[0] : try make(.joined(parts), parts[0].offset)
  }

  private mutating func product() throws(SyntaxProblem) -> Expression {
    var left = try power()
    while true {
      let operation: Expression.BinaryOperator
      switch current.kind {
      case .symbol(.multiply): operation = .multiply
      case .symbol(.divide): operation = .divide
      case .symbol(.floorDivide): operation = .floorDivide
      case .symbol(.remainder): operation = .remainder
      default: return left
      }
      let offset = advance().offset
      left = try make(.binary(operation, left, try power()), offset)
    }
  }

  private mutating func power() throws(SyntaxProblem) -> Expression {
    var left = try unary()
    while current.isSymbol(.power) {
      let offset = advance().offset
      left = try make(.binary(.power, left, try unary()), offset)
    }
    return left
  }

  mutating func unary(mayBeFiltered: Bool = true) throws(SyntaxProblem) -> Expression {
    let offset = current.offset
    var value: Expression
    switch current.kind {
    case .symbol(.subtract), .symbol(.add):
      let operation: Expression.UnaryOperator = current.isSymbol(.subtract) ? .negative : .positive
      advance()
      let operand = try nested { (parser) throws(SyntaxProblem) in try parser.unary(mayBeFiltered: false) }
      value = try make(.unary(operation, operand), offset)
    default: value = try primary()
    }
    value = try postfixed(value)
    guard mayBeFiltered else { return value }
    return try filtered(value)
  }

  // MARK: - Values

  mutating func primary() throws(SyntaxProblem) -> Expression {
    let token = current
    switch token.kind {
    case .name:
      advance()
      switch token.text {
      case "true", "True": return Expression(.constant(.bool(true)), at: token.offset)
      case "false", "False": return Expression(.constant(.bool(false)), at: token.offset)
      case "none", "None": return Expression(.constant(.none), at: token.offset)
      default: return Expression(.name(token.text), at: token.offset)
      }
    case .string:
      var text = ""
      while current.kind == .string { text += advance().text }
      return Expression(.constant(.text(text)), at: token.offset)
    case .integer: return Expression(.constant(.int(try integer(advance()))), at: token.offset)
    case .float:
      let digits = token.text.filter { $0 != "_" }
      advance()
      return Expression(.constant(.double(Double(digits) ?? .infinity)), at: token.offset)
    case .symbol(.openParenthesis):
      advance()
      let value = try nested { (parser) throws(SyntaxProblem) in
        try parser.tuple(mayBeConditional: true, mayBeEmpty: true)
      }
      try expect(.symbol(.closeParenthesis))
      return value
    case .symbol(.openBracket): return try list()
    case .symbol(.openBrace): return try dictionary()
    case .end: throw endProblem("an expression is due")
    default: throw SyntaxProblem("unexpected '\(token.description)'", at: token.offset)
    }
  }

  private func integer(_ token: JinjaToken) throws(SyntaxProblem) -> Int {
    var digits = token.text.filter { $0 != "_" }.lowercased()
    var radix = 10
    for (prefix, base) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
      digits.removeFirst(2)
      radix = base
    }
    guard let value = Int(digits, radix: radix) else {
      throw SyntaxProblem(
        "the number \(token.text) is too large", at: token.offset, fix: "write it with a decimal point")
    }
    return value
  }

  /// What ends a tuple that has no brackets.
  func isTupleEnd(_ names: [String]) -> Bool {
    switch current.kind {
    case .outputEnd, .statementEnd, .symbol(.closeParenthesis), .end: true
    case .name: names.contains(current.text)
    default: false
    }
  }

  func expressionMissing() -> SyntaxProblem {
    current.kind == .end
      ? endProblem("an expression is due")
      : SyntaxProblem("expected an expression, found '\(current.description)'", at: current.offset)
  }

  /// Reads one expression, or several with commas between them, which are a tuple.
  mutating func tuple(
    mayBeConditional: Bool, until names: [String] = [], mayBeEmpty: Bool = false
  ) throws(SyntaxProblem) -> Expression {
    let offset = current.offset
    var elements: [Expression] = []
    var isTuple = false
    while true {
      if !elements.isEmpty { try expect(.symbol(.comma)) }
      if isTupleEnd(names) { break }
      elements.append(try expression(mayBeConditional: mayBeConditional))
      guard current.isSymbol(.comma) else { break }
      isTuple = true
    }
    if !isTuple {
      if let only = elements.first { return only }
      guard mayBeEmpty else { throw expressionMissing() }
    }
    return try make(.tuple(elements), offset)
  }

  private mutating func list() throws(SyntaxProblem) -> Expression {
    let offset = advance().offset
    var elements: [Expression] = []
    while !current.isSymbol(.closeBracket) {
      if !elements.isEmpty { try expect(.symbol(.comma)) }
      if current.isSymbol(.closeBracket) { break }
      elements.append(try expression())
    }
    try expect(.symbol(.closeBracket))
    return try make(.list(elements), offset)
  }

  private mutating func dictionary() throws(SyntaxProblem) -> Expression {
    let offset = advance().offset
    var entries: [(key: Expression, value: Expression)] = []
    while !current.isSymbol(.closeBrace) {
      if !entries.isEmpty { try expect(.symbol(.comma)) }
      if current.isSymbol(.closeBrace) { break }
      let key = try expression()
      try expect(.symbol(.colon))
      entries.append((key, try expression()))
    }
    try expect(.symbol(.closeBrace))
    return try make(.dictionary(entries), offset)
  }

  // MARK: - Behind a value

  private mutating func postfixed(_ value: Expression) throws(SyntaxProblem) -> Expression {
    var value = value
    while true {
      switch current.kind {
      case .symbol(.dot), .symbol(.openBracket): value = try subscripted(value)
      case .symbol(.openParenthesis): value = try called(value)
      default: return value
      }
    }
  }

  /// Filters and tests, which may be called as well.
  private mutating func filtered(_ value: Expression) throws(SyntaxProblem) -> Expression {
    var value = value
    while true {
      switch current.kind {
      case .symbol(.pipe): value = try filters(of: value, startsInline: false) ?? value
      case .name where current.text == "is": value = try tested(value)
      case .symbol(.openParenthesis): value = try called(value)
      default: return value
      }
    }
  }

  private mutating func called(_ callee: Expression) throws(SyntaxProblem) -> Expression {
    let offset = current.offset
    return try make(.call(callee, try arguments()), callee.depth > 1 ? offset : callee.offset)
  }

  private mutating func subscripted(_ value: Expression) throws(SyntaxProblem) -> Expression {
    let token = advance()
    if token.isSymbol(.dot) {
      let name = advance()
      switch name.kind {
      case .name: return try make(.attribute(value, name.text), name.offset)
      case .integer:
        let index = Expression(.constant(.int(try integer(name))), at: name.offset)
        return try make(.item(value, index), name.offset)
      default: throw SyntaxProblem("a name or a number is due behind a dot", at: name.offset)
      }
    }
    var indexes: [Expression] = []
    while !current.isSymbol(.closeBracket) {
      if !indexes.isEmpty { try expect(.symbol(.comma)) }
      indexes.append(try index())
    }
    try expect(.symbol(.closeBracket))
    let index = indexes.count == 1 ? indexes[0] : try make(.tuple(indexes), token.offset)
    return try make(.item(value, index), token.offset)
  }

  private mutating func index() throws(SyntaxProblem) -> Expression {
    let offset = current.offset
    var start: Expression?
    if !current.isSymbol(.colon) {
      let value = try expression()
      guard current.isSymbol(.colon) else { return value }
      start = value
    }
    advance()
    let stop = isSliceEnd ? nil : try expression()
    var step: Expression?
    if skip(.colon), !isSliceEnd { step = try expression() }
    return try make(.slice(start: start, stop: stop, step: step), offset)
  }

  private var isSliceEnd: Bool {
    switch current.kind {
    case .symbol(.colon), .symbol(.closeBracket), .symbol(.comma): true
    default: false
    }
  }

  /// Reads the arguments of a call, with their brackets.
  mutating func arguments() throws(SyntaxProblem) -> CallArguments {
    var arguments = CallArguments()
    var names: Set<String> = []
    try expect(.symbol(.openParenthesis))
    var needsComma = false
    while !current.isSymbol(.closeParenthesis) {
      if needsComma {
        try expect(.symbol(.comma))
        if current.isSymbol(.closeParenthesis) { break }
      }
      let offset = current.offset
      let isInOrder: Bool
      if skip(.multiply) {
        isInOrder = arguments.rest == nil && arguments.namedRest == nil
        arguments.rest = try expression()
      } else if skip(.power) {
        isInOrder = arguments.namedRest == nil
        arguments.namedRest = try expression()
      } else if current.kind == .name, next.isSymbol(.assign) {
        isInOrder = arguments.namedRest == nil
        let name = advance().text
        guard names.insert(name).inserted else {
          throw SyntaxProblem("the argument '\(name)' is there twice", at: offset)
        }
        advance()
        arguments.named.append((name, try expression()))
      } else {
        isInOrder = arguments.rest == nil && arguments.namedRest == nil && arguments.named.isEmpty
        arguments.positional.append(try expression())
      }
      guard isInOrder else {
        throw SyntaxProblem("arguments without a name come first, then those with a name", at: offset)
      }
      needsComma = true
    }
    try expect(.symbol(.closeParenthesis))
    return arguments
  }

  /// Reads filters.
  ///
  /// - Parameters:
  ///   - value: What they are for; `nil` for what a block has written.
  ///   - startsInline: Whether the first has no `|` in front.
  mutating func filters(of value: Expression?, startsInline: Bool) throws(SyntaxProblem) -> Expression? {
    var value = value
    var startsInline = startsInline
    while startsInline || current.isSymbol(.pipe) {
      if !startsInline { advance() }
      startsInline = false
      let offset = current.offset
      let name = try dottedName()
      let arguments = current.isSymbol(.openParenthesis) ? try arguments() : CallArguments()
      value = try make(.filter(value, name: name, arguments), offset)
    }
    return value
  }

  private mutating func dottedName() throws(SyntaxProblem) -> String {
    var name = try expect(.name).text
    while skip(.dot) { name += ".\(try expect(.name).text)" }
    return name
  }

  private mutating func tested(_ value: Expression) throws(SyntaxProblem) -> Expression {
    advance()
    let isNegated = skip(name: "not")
    let offset = current.offset
    let name = try dottedName()
    var arguments = CallArguments()
    switch current.kind {
    case .symbol(.openParenthesis): arguments = try self.arguments()
    case .name where ["else", "or", "and"].contains(current.text): break
    case .name where current.text == "is":
      throw SyntaxProblem("tests can't be chained with 'is'", at: current.offset, fix: "join them with 'and'")
    case .name, .string, .integer, .float, .symbol(.openBracket), .symbol(.openBrace):
      arguments.positional = [try postfixed(try primary())]
    default: break
    }
    let test = try make(.test(value, name: name, arguments), offset)
    return isNegated ? try make(.not(test), offset) : test
  }
}
