extension Machine {
  mutating func run(callersLeft: Int, _ size: Int) throws -> Bool {
    let output = output
    let room = limits.output - written
    let most = min(size, room)
    while true {
      steps += 1
      if steps > limits.steps { throw stepsExceeded }
      let instruction = tables.instructions[pc]
      pc += 1
      operation = -1
      switch instruction {
      case .text(let text): output.append(tables.texts[Int(text)])
      case .output(let value): try write(value)
      case .outputRaw(let value):
        let value = try evaluate(value)
        try writeRaw(value)
      case .jump(let place): pc = Int(place)
      case .jumpUnless(let condition, to: let place): if !(try isTrue(condition)) { pc = Int(place) }
      case .jumpIfExtended(let place): if context.parent != nil { pc = Int(place) }
      case .evaluate(let value): _ = try evaluate(value)
      case .store(let slot, let value):
        let value = try evaluate(value)
        slots[Int(slot)] = value
      case .clear(let slot): slots[Int(slot)] = .missing
      case .resolve(let slot, let name):
        slots[Int(slot)] = context.value(tables.names[Int(name)]) ?? .missing
      case .copy(let slot, from: let source, let up):
        slots[Int(slot)] = up == 0 ? slots[Int(source)] : frame.outer(up).slots[Int(source)]
      case .nextRound(let loop): try nextRound(loop)
      case .endTemplate:
        if let parent = context.parent {
          continueWith(parent)
        } else {
          if callers.count <= callersLeft { return finish() }
          leave()
        }
      case .endFunction:
        if callers.count <= callersLeft { return finish() }
        leave()
      default: try runRare(instruction)
      }
      guard output.count > most else { continue }
      if output.count > room {
        throw RenderFailure(.limit, "the template writes more than \(limits.output) bytes")
      }
      if captures.isEmpty { return false }
    }
  }

  /// A nested run goes back itself; the outermost stays at its end.
  private mutating func finish() -> Bool {
    if callers.isEmpty { pc -= 1 } else { leave() }
    return true
  }

  private mutating func runRare(_ instruction: Instruction) throws {
    switch instruction {
    case .assign(let target, let value):
      let value = try evaluate(value)
      try assign(value, to: target)
    case .export(let name, let slot, let isPublic):
      context.set(tables.names[Int(name)], slots[Int(slot)], isPublic: isPublic)
    case .standard(let slot, let value):
      if slots[Int(slot)].isMissing {
        let value = try evaluate(value)
        slots[Int(slot)] = value
      }
    case .requireParameter(let slot, let name):
      if slots[Int(slot)].isMissing {
        let name = tables.names[Int(name)]
        slots[Int(slot)] = undefined(name, hint: "parameter '\(name)' was not provided")
      }
    case .beginLoop(let loop): try beginLoop(loop)
    case .endRound: loops[loops.count - 1].hasEndedRound = true
    case .endLoop: endLoop()
    case .leaveLoop(let place):
      endLoop()
      // Behind the instruction that ends the loop.
      pc = Int(place) + 1
    case .jumpUnlessEmpty(let place): if !lastLoopWasEmpty { pc = Int(place) }
    case .recursiveLoop(let loop): try beginRecursiveLoop(loop)
    case .beginCapture: beginCapture()
    case .endCapture:
      let text = try endCapture()
      captured = .text(text, safe: escapes)
    case .storeCapture(let target, let filter):
      let value = filter >= 0 ? try evaluate(filter) : captured
      try assign(escapes ? .markup(try text(of: value)) : value, to: target)
    case .keepCapture(let slot): slots[Int(slot)] = captured
    case .beginEscaping(let value):
      escapings.append(escapes)
      escapes = try isTrue(value)
    case .endEscaping: escapes = escapings.popLast() ?? program.escapes
    default: try runReference(instruction)
    }
  }

  /// What leads to functions, blocks and other templates.
  private mutating func runReference(_ instruction: Instruction) throws {
    switch instruction {
    case .defineMacro(let slot, let function):
      slots[Int(slot)] = .object(try macro(Int(function)))
    case .callBlockMacro(let function, let call): try callBlock(try macro(Int(function)), call)
    case .block(let name, let scope, let isRequired): try enterBlock(name, scope, isRequired)
    case .extends(let template): try extend(template)
    case .include(let template, let scope, let withContext, let ignoresMissing):
      try include(template, scope, withContext, ignoresMissing)
    case .importAll(let template, let slot, let scope, let withContext):
      let module = try importTemplate(template, scope, withContext)
      slots[Int(slot)] = .object(module)
    case .importSome(let template, let names, let scope, let withContext):
      try importNames(template, names, scope, withContext)
    case .component(let template, let site, let fills): try enterComponent(template, site, fills)
    case .checkParameters(let names): try checkParameters(program.code.parameters[Int(names)])
    case .takeParameter(let slot, let name, let standard):
      slots[Int(slot)] = try parameter(tables.names[Int(name)], standard: standard)
    default: break
    }
  }

  /// A function with the frame that it sees, which is noted: it may come to hold the function.
  private mutating func captured(_ function: Int) throws -> CapturedFunction {
    if !frame.isCaptured {
      frame.isCaptured = true
      try charge(elements: frame.count)
      capturedFrames.append(frame)
    }
    return CapturedFunction(program: program, function: function, frame: frame, context: context, escapes: escapes)
  }

  mutating func macro(_ function: Int) throws -> MacroObject { MacroObject(try captured(function)) }

  // MARK: - Writing

  /// Computes a value and writes it.
  private mutating func write(_ place: Int32) throws {
    let value = try evaluate(place)
    switch value {
    case .text(let text): if escapes { output.append(escaping: text) } else { output.append(text) }
    case .markup(let text): output.append(text)
    case .int(let number): output.append(decimal: number)
    case .undefined(let undefined): try write(undefined)
    case .object(let object) where object.isSafe: output.append(try object.text())
    default:
      let text = try text(of: value)
      if escapes { output.append(escaping: text) } else { output.append(text) }
    }
  }

  private mutating func write(_ undefined: Undefined) throws {
    switch undefined.kind {
    case .strict: throw undefined.failure
    case .visible:
      if escapes { output.append(escaping: undefined.visibleText) } else { output.append(undefined.visibleText) }
    case .lenient, .chainable: try report(undefined)
    }
  }

  mutating func report(_ undefined: Undefined) throws {
    guard environment.undefinedIsReported else { return }
    try environment.report(undefined, at: error(undefined.failure))
  }

  private mutating func writeRaw(_ value: TemplateData) throws {
    if let text = value.string { return output.append(text) }
    output.append(try text(of: value))
  }

  // MARK: - Variables

  mutating func assign(_ value: TemplateData, to target: Int32) throws {
    let target = tables.targets[Int(target)]
    try assign(value, target)
  }

  private mutating func assign(_ value: TemplateData, _ target: Program.Target) throws {
    switch target {
    case .slot(let slot): slots[Int(slot)] = value
    case .member(let operation, let name):
      let object = try evaluate(operation)
      guard case .object(let object) = object, object.set(name, value) else {
        throw RenderFailure(
          .runtime, "cannot assign attribute on non-namespace object", fix: "make it with namespace()")
      }
    case .several(let targets):
      let elements = try elements(of: value).all()
      guard elements.count == targets.count else {
        throw RenderFailure(
          .value, "\(targets.count) values are due, and there are \(elements.count)")
      }
      for (target, element) in zip(targets, elements) { try assign(element, target) }
    }
  }

  func undefined(
    _ name: String, key: String? = nil, owner: String? = nil, known: [String] = [], hint: String? = nil
  ) -> TemplateData {
    .undefined(Undefined(environment.undefinedKind, name: name, key: key, owner: owner, known: known, hint: hint))
  }

  // MARK: - Loops

  private mutating func beginLoop(_ number: Int32) throws {
    let loop = tables.loops[Int(number)]
    var elements: Elements
    var call: CapturedFunction?
    var depth = 0
    if loop.sequence >= 0 {
      elements = try loopElements(of: evaluate(loop.sequence))
    } else if case .object(let object) = slots[Int(loop.loopSlot)], let start = object as? LoopStart {
      elements = try loopElements(of: start.elements)
      call = start.call
      depth = start.depth
    } else {
      elements = Elements([TemplateData]())
    }
    if loop.condition >= 0 { elements = try filtered(elements, loop) }
    let object =
      loop.loopSlot >= 0
      ? LoopObject(elements, call: call, depth: max(1, depth), environment.undefinedKind) : nil
    loops.append(
      RunningLoop(elements: elements, object: object, captureCount: captures.count, escapingCount: escapings.count))
    if let object { slots[Int(loop.loopSlot)] = .object(object) }
  }

  private mutating func beginRecursiveLoop(_ number: Int32) throws {
    let loop = tables.loops[Int(number)]
    let elements = try evaluate(loop.sequence)
    let call = try captured(Int(loop.function))
    try enter(call, elements, depth: 1)
  }

  private mutating func loopElements(of value: TemplateData) throws -> Elements {
    if case .undefined(let undefined) = value, undefined.kind == .lenient { try report(undefined) }
    return try elements(of: value)
  }

  private mutating func filtered(_ elements: Elements, _ loop: Program.Loop) throws -> Elements {
    var rest = elements
    var kept: [TemplateData] = []
    while let element = rest.next() {
      try countStep()
      try assign(element, to: loop.conditionTarget)
      if try isTrue(loop.condition) { kept.append(element) }
    }
    return Elements(kept)
  }

  private mutating func nextRound(_ number: Int32) throws {
    let last = loops.count - 1
    // `continue` may have left a block whose output is kept.
    dropCaptures(to: loops[last].captureCount)
    dropEscapings(to: loops[last].escapingCount)
    let loop = tables.loops[Int(number)]
    guard let element = loops[last].elements.next() else {
      pc = Int(loop.end)
      return
    }
    if let object = loops[last].object { object.index = loops[last].elements.index - 1 }
    if case .slot(let slot) = tables.targets[Int(loop.target)] {
      slots[Int(slot)] = element
    } else {
      try assign(element, to: loop.target)
    }
  }

  private mutating func endLoop() {
    guard let loop = loops.popLast() else { return }
    // As in Jinja: what leaves its first round at once counts as empty.
    lastLoopWasEmpty = !loop.hasEndedRound
    dropCaptures(to: loop.captureCount)
    dropEscapings(to: loop.escapingCount)
  }
}
