extension Machine {
  mutating func arguments(_ number: Int32, first: TemplateData? = nil) throws -> Arguments {
    let site = tables.sites[Int(number)]
    if site.isEmpty { return Arguments(first.map { [$0] } ?? []) }
    var arguments = Arguments(first.map { [$0] } ?? [])
    for index in site.positional.range {
      let value = try evaluate(tables.operands[index])
      arguments.positional.append(value)
    }
    for (index, name) in zip(site.named.range, site.names) {
      let value = try evaluate(tables.operands[index])
      arguments.named.append((name, value))
    }
    if site.rest >= 0 {
      let rest = try evaluate(site.rest)
      arguments.positional += try elements(of: rest).all()
    }
    if site.namedRest >= 0 {
      let rest = try evaluate(site.namedRest)
      guard case .dictionary(let entries) = rest else {
        throw RenderFailure(.type, "named arguments behind '**' come from a dictionary, not '\(rest.typeName)'")
      }
      try charge(steps: entries.count)
      for (key, value) in entries.entries {
        guard let name = key.string else { throw RenderFailure(.type, "keywords must be strings") }
        arguments.named.append((name, value))
      }
    }
    return arguments
  }

  mutating func call(_ callee: Int32, _ site: Int32, _ place: Int32, caller: TemplateData? = nil) throws -> TemplateData
  {
    let function = try evaluate(callee)
    var arguments = try arguments(site)
    arguments.caller = caller
    operation = place
    if caller != nil, case .object(let object) = function, object.isCallable, !(object is MacroObject) {
      throw RenderFailure(
        .type, "a '\(object.typeName)' takes no body of a 'call' block", fix: "only macros do, with {{ caller() }}")
    }
    return try call(function, arguments)
  }

  mutating func call(_ function: TemplateData, _ arguments: Arguments) throws -> TemplateData {
    switch function {
    case .object(let object) where object.isCallable:
      try checkStack()
      return try object.call(arguments, &self)
    case .undefined(let undefined): throw undefined.failure
    default: throw RenderFailure(.type, "'\(function.typeName)' object is not callable")
    }
  }

  // MARK: - Filters and tests

  mutating func apply(_ number: Int32, to value: TemplateData, _ site: Int32, _ place: Int32) throws -> TemplateData {
    guard let filter = program.code.filters[Int(number)].filter else {
      operation = place
      throw RenderFailure(.runtime, "there is no filter '\(program.code.filters[Int(number)].name)'")
    }
    if let unary = filter.unary, tables.sites[Int(site)].isEmpty {
      operation = place
      return try filter.counted(value, &self, unary)
    }
    let arguments = try arguments(site, first: value)
    operation = place
    return try filter.call(arguments, &self)
  }

  mutating func test(_ operand: Int32, _ number: Int32, _ site: Int32, _ place: Int32) throws -> Bool {
    let value = try evaluate(operand)
    guard let test = program.code.tests[Int(number)].test else {
      operation = place
      throw RenderFailure(.runtime, "there is no test '\(program.code.tests[Int(number)].name)'")
    }
    let arguments = try arguments(site, first: value)
    operation = place
    return try test.call(arguments, &self).isTrue
  }

  mutating func filter(named name: String) throws -> Filter {
    guard let filter = library.filters[name] else {
      throw RenderFailure(.runtime, "there is no filter '\(name)'", fix: library.nearestFilter(name))
    }
    return filter
  }

  mutating func test(named name: String) throws -> Filter {
    guard let test = library.tests[name] else {
      throw RenderFailure(.runtime, "there is no test '\(name)'", fix: library.nearestTest(name))
    }
    return test
  }

  // MARK: - Macros, blocks and loops

  /// Runs a macro and gives what it has written.
  mutating func call(_ macro: MacroObject, _ arguments: Arguments) throws -> TemplateData {
    let wraps = escapes
    beginCapture()
    try enter(macro.body)
    try bind(arguments, to: macro)
    try runToReturn()
    return .text(try endCapture(), safe: wraps)
  }

  private mutating func bind(_ arguments: Arguments, to macro: MacroObject) throws {
    let function = macro.body.description
    var named = arguments.named
    for (index, value) in arguments.positional.prefix(function.parameters.count).enumerated() {
      slots[index] = value
    }
    for (index, name) in function.parameters.enumerated() {
      guard let found = named.firstIndex(where: { $0.name == name }) else { continue }
      guard index >= arguments.positional.count else {
        throw RenderFailure(.type, "macro '\(function.name)' got the argument '\(name)' twice")
      }
      slots[index] = named.remove(at: found).value
    }
    var caller = arguments.caller
    if let found = named.firstIndex(where: { $0.name == "caller" }), function.callerSlot >= 0 {
      let value = named.remove(at: found).value
      if caller == nil { caller = value }
    }
    if function.callerSlot >= 0 {
      if let caller {
        slots[Int(function.callerSlot)] = caller
      } else if !function.parameters.contains("caller") {
        slots[Int(function.callerSlot)] = undefined("caller", hint: "No caller defined")
      }
    } else if caller != nil, function.namedRestSlot < 0 {
      throw RenderFailure(
        .type, "macro '\(function.name)' takes no body of a 'call' block", fix: "let it write {{ caller() }}")
    }
    try bindRest(arguments, named, function)
  }

  private mutating func bindRest(
    _ arguments: Arguments, _ named: [(name: String, value: TemplateData)], _ function: Program.Function
  ) throws {
    if function.namedRestSlot >= 0 {
      let rest = DictionaryData()
      for (name, value) in named { try rest.set(.text(name), value) }
      if function.callerSlot < 0, let caller = arguments.caller { try rest.set(.text("caller"), caller) }
      slots[Int(function.namedRestSlot)] = .dictionary(rest)
    } else if let first = named.first {
      throw RenderFailure(.type, "macro '\(function.name)' takes no keyword argument '\(first.name)'")
    }
    let surplus = Array(arguments.positional.dropFirst(function.parameters.count))
    if function.restSlot >= 0 {
      slots[Int(function.restSlot)] = .tuple(surplus)
    } else if !surplus.isEmpty {
      throw RenderFailure(
        .type, "macro '\(function.name)' takes not more than \(function.parameters.count) argument(s)")
    }
  }

  mutating func callBlock(_ caller: MacroObject, _ place: Int32) throws {
    guard case .call(let callee, let site) = tables.operations[Int(place)] else { return }
    let value = try call(callee, site, place, caller: .object(caller))
    let text = try text(of: value)
    if escapes, !value.isMarkup { output.append(escaping: text) } else { output.append(text) }
  }

  /// Enters the function of a loop that calls itself.
  mutating func enter(_ call: CapturedFunction, _ elements: TemplateData, depth: Int) throws {
    try enter(call)
    slots[Int(call.description.loopSlot)] = .object(LoopStart(elements, call: call, depth: depth))
  }

  mutating func run(_ call: CapturedFunction, _ elements: TemplateData, depth: Int) throws -> TemplateData {
    let wraps = escapes
    beginCapture()
    try enter(call, elements, depth: depth)
    try runToReturn()
    return .text(try endCapture(), safe: wraps)
  }

  mutating func run(_ block: RenderContext.Block, named name: String, at depth: Int, _ context: RenderContext) throws
    -> TemplateData
  {
    let wraps = escapes
    beginCapture()
    try enter(block, named: name, at: depth, context)
    try runToReturn()
    return .text(try endCapture(), safe: wraps)
  }
}
