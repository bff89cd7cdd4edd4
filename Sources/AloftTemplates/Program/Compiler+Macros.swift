extension Compiler {
  mutating func compile(_ macro: Statement.Macro, _ offset: Int, _ scope: Scope) throws(SyntaxProblem) {
    let function = try compileFunction(macro, offset, scope)
    guard let variable = scope.symbols.variable(macro.name) else { return }
    emit(.defineMacro(slot: variable.slot, function: Int32(function)), offset)
    if scope.isTop {
      emit(.export(name: intern(macro.name), slot: variable.slot, isPublic: !macro.name.hasPrefix("_")), offset)
    }
  }

  mutating func compileCall(
    _ macro: Statement.Macro, _ call: Expression, _ offset: Int, _ scope: Scope
  ) throws(SyntaxProblem) {
    let function = try compileFunction(macro, offset, scope)
    emit(.callBlockMacro(function: Int32(function), call: try compile(call, scope)), call.offset)
  }

  mutating func compileFunction(
    _ macro: Statement.Macro, _ offset: Int, _ outer: Scope
  ) throws(SyntaxProblem) -> Int {
    let function = addFunction(.macro, name: macro.name)
    let slots = makeSlots(depth: outer.symbols.function.depth + 1)
    outerFunctions[slots.id] = outer.symbols.function.id
    var scope = inner(outer, function: slots)
    scope.checksParent = false
    for parameter in macro.parameters { scope.symbols.declareParameter(parameter.name) }
    var free = FreeNames.find(["caller", "kwargs", "varargs"], in: macro.body)
    for parameter in macro.parameters {
      // A macro may name them itself; then they are its own, and `caller` needs a default as it may be missing.
      if parameter.name == "caller", free.contains("caller"), parameter.standard == nil {
        throw SyntaxProblem("the parameter 'caller' needs a default", at: parameter.offset, isAssertion: true)
      }
    }
    let own = Set(macro.parameters.map(\.name))
    code.functions[function].parameters = macro.parameters.map(\.name)
    if own.contains("caller"), free.contains("caller") {
      code.functions[function].callerSlot = scope.symbols.variable("caller")?.slot ?? -1
    }
    free.subtract(own)
    if free.contains("caller") { code.functions[function].callerSlot = scope.symbols.declareParameter("caller").slot }
    if free.contains("kwargs") {
      code.functions[function].namedRestSlot = scope.symbols.declareParameter("kwargs").slot
    }
    if free.contains("varargs") { code.functions[function].restSlot = scope.symbols.declareParameter("varargs").slot }
    scope.symbols = analyzed(scope.symbols) { analysis in
      for parameter in macro.parameters { if let standard = parameter.standard { analysis.visit(standard) } }
      analysis.visit(macro.body)
    }
    later { (compiler) throws(SyntaxProblem) in
      var scope = scope
      compiler.code.functions[function].entry = compiler.here
      compiler.enter(scope)
      try compiler.compileStandards(macro, scope)
      try compiler.compile(macro.body, &scope)
      compiler.emit(.endFunction, offset)
      compiler.code.functions[function].slotCount = slots.count
    }
    return function
  }

  mutating func compileStandards(_ macro: Statement.Macro, _ scope: Scope) throws(SyntaxProblem) {
    let variables = macro.parameters.compactMap { scope.symbols.variable($0.name) }
    undeclaredParameters.formUnion(variables)
    for (parameter, variable) in zip(macro.parameters, variables) {
      if let standard = parameter.standard {
        emit(.standard(slot: variable.slot, try compile(standard, scope)), standard.offset)
      } else {
        emit(.requireParameter(slot: variable.slot, name: intern(parameter.name)), parameter.offset)
      }
      undeclaredParameters.remove(variable)
    }
  }
}
