/// Runs programs: one rendering.
///
/// `Machine+Instructions.swift` holds the instructions, `Machine+Operations.swift` what computes values,
/// `Machine+Templates.swift` what leads to other templates, `Machine+Calls.swift` what is called.
struct Machine {
  /// A function that has called another one.
  struct Caller {
    let program: Program
    let function: Int
    let pc: Int
    let frame: Frame
    let context: RenderContext
    let loopCount: Int
    let escapes: Bool
    let escapingCount: Int
  }

  /// A loop that runs.
  struct RunningLoop {
    var elements: Elements
    let object: LoopObject?
    let captureCount: Int
    let escapingCount: Int
    /// Whether a round ran to its end, where somebody asks.
    var hasEndedRound = false
  }

  let environment: TemplateEnvironment
  let library: TemplateLibrary
  let limits: TemplateLimits
  let output = TemplateOutput()

  // The function that runs.
  private(set) var program: Program
  /// The program's.
  private(set) var tables: ProgramTables
  var function: Int
  var pc = 0
  private(set) var frame: Frame
  /// The frame's.
  private(set) var slots: UnsafeMutablePointer<TemplateData>
  var context: RenderContext
  var escapes: Bool

  var callers: [Caller] = []
  var loops: [RunningLoop] = []
  /// Where captured output begins.
  var captures: [Int] = []
  /// What was captured last.
  var captured = TemplateData.missing
  var escapings: [Bool] = []
  var lastLoopWasEmpty = false
  /// The operation that was computed last, for the place of an error.
  var operation: Int32 = -1
  var steps = 0
  /// The bytes of the values that were made so far.
  var memory = 0
  /// The bytes that were written away.
  private(set) var written = 0
  /// Where types keep the fields that the operations of the programs which wait ask for, with these: another program
  /// could have the address of one that has ended.
  private var caches: [ObjectIdentifier: (program: Program, fields: [FieldCache])] = [:]
  var fieldCaches: [FieldCache] = []
  var stack: StackLimit
  // What may hold itself: a macro sees the frame that it is a variable of, and a list may be put into itself.
  var contexts: [RenderContext] = []
  var capturedFrames: [Frame] = []
  var changedLists: [ListData] = []
  var changedDictionaries: [DictionaryData] = []
  var translations: (any TemplateTranslations)?

  struct FieldCache {
    var layout = -1
    var index = 0
  }

  init(
    _ program: Program, function: Int = 0, context: RenderContext, environment: TemplateEnvironment,
    limits: TemplateLimits
  ) {
    self.program = program
    self.function = function
    self.context = context
    self.environment = environment
    self.limits = limits
    library = environment.library
    translations = environment.translations
    stack = StackLimit()
    escapes = program.escapes
    tables = program.tables
    let entry = program.code.functions[function]
    frame = Frame(count: entry.slotCount)
    slots = frame.slots
    pc = Int(entry.entry)
    fieldCaches = Array(repeating: FieldCache(), count: program.code.operations.count)
    setOwnVariables(entry)
  }

  // MARK: - Running

  /// Runs until all is written, or more than so many bytes are ready to be sent.
  ///
  /// - Returns: Whether all is written.
  mutating func run(until size: Int = .max) throws -> Bool {
    // Where a streamed rendering goes on, the stack may be another thread's.
    stack = StackLimit()
    try checkStack(for: program)
    return try run(callersLeft: 0, size)
  }

  /// Runs until the function that was entered last returns.
  mutating func runToReturn() throws { _ = try run(callersLeft: callers.count, .max) }

  /// Enters a function.
  mutating func enter(
    _ program: Program, _ function: Int, outer: Frame? = nil, context: RenderContext, escapes: Bool? = nil
  ) throws {
    guard callers.count < limits.depth else {
      throw RenderFailure(
        .limit, "templates, blocks and macros are in each other more than \(limits.depth) levels deep",
        fix: "look for one that includes or calls itself")
    }
    try checkStack(for: program)
    callers.append(
      Caller(
        program: self.program, function: self.function, pc: pc, frame: frame, context: self.context,
        loopCount: loops.count, escapes: self.escapes, escapingCount: escapings.count))
    switchProgram(to: program)
    let entry = program.code.functions[function]
    self.function = function
    self.context = context
    use(Frame(count: entry.slotCount, outer: outer))
    pc = Int(entry.entry)
    self.escapes = escapes ?? program.escapes
    setOwnVariables(entry)
  }

  /// Enters a function with what it sees where it was written.
  mutating func enter(_ captured: CapturedFunction) throws {
    try enter(
      captured.program, captured.function, outer: captured.frame, context: captured.context, escapes: captured.escapes)
  }

  /// Goes back to the caller.
  mutating func leave() {
    guard let caller = callers.popLast() else { return }
    switchProgram(to: caller.program)
    function = caller.function
    pc = caller.pc
    use(caller.frame)
    context = caller.context
    // What an included template has set is gone with it, unless something holds on to it.
    if contexts.count > 1, isKnownUniquelyReferenced(&contexts[contexts.count - 1]) { contexts.removeLast() }
    escapes = caller.escapes
    loops.removeLast(loops.count - caller.loopCount)
    escapings.removeLast(escapings.count - caller.escapingCount)
  }

  mutating func use(_ frame: Frame) {
    self.frame = frame
    slots = frame.slots
  }

  mutating func switchProgram(to program: Program) {
    guard program !== self.program else { return }
    caches[ObjectIdentifier(self.program)] = (self.program, fieldCaches)
    self.program = program
    tables = program.tables
    fieldCaches =
      caches.removeValue(forKey: ObjectIdentifier(program))?.fields
      ?? Array(repeating: FieldCache(), count: program.code.operations.count)
  }

  mutating func setOwnVariables(_ entry: Program.Function) {
    if entry.selfSlot >= 0 { slots[Int(entry.selfSlot)] = .object(BlocksObject(context)) }
  }

  /// Lets go of everything, what holds itself too.
  mutating func finish() {
    for frame in capturedFrames { frame.clear() }
    for context in contexts { context.clear() }
    for list in changedLists { list.elements = [] }
    for dictionary in changedDictionaries { dictionary.removeAll() }
    capturedFrames = []
    contexts = []
    changedLists = []
    changedDictionaries = []
  }

  // MARK: - Captured output

  mutating func beginCapture() { captures.append(output.count) }

  mutating func endCapture() throws -> String {
    let start = captures.popLast() ?? output.count
    defer { output.truncate(to: start) }
    let text = output.text(from: start)
    try charge(making: text)
    return text
  }

  /// Drops what is being captured since there were so many captures, as what a loop leaves open when it is left.
  mutating func dropCaptures(to count: Int) {
    guard captures.count > count else { return }
    output.truncate(to: captures[count])
    captures.removeLast(captures.count - count)
  }

  mutating func dropEscapings(to count: Int) {
    guard escapings.count > count else { return }
    escapes = escapings[count]
    escapings.removeLast(escapings.count - count)
  }

  /// Writes what was written so far away, if nothing of it is being captured.
  mutating func takeOutput() -> [UInt8] {
    guard captures.isEmpty else { return [] }
    defer { output.truncate(to: 0) }
    written += output.count
    return output.bytes()
  }

  // MARK: - Errors

  /// The error as its readers get it, with the place.
  func error(_ error: any Error) -> TemplateError {
    if let error = error as? TemplateError, error.place != nil { return error }
    var chain = callers.reversed().map { caller in
      caller.program.place(at: Int(caller.program.code.instructionOffsets[max(0, caller.pc - 1)]))
    }
    // A loop of templates has the same places over and over.
    if chain.count > 10 { chain = Array(chain.prefix(10)) }
    let place = program.place(at: currentOffset)
    switch error {
    case let failure as RenderFailure:
      return TemplateError(failure.kind, failure.message, fix: failure.fix, place: place, chain: chain)
    case let error as TemplateError:
      return TemplateError(error.kind, error.message, fix: error.fix, place: place, chain: chain, names: error.names)
    default: return TemplateError(.runtime, "\(error)", place: place, chain: chain)
    }
  }

  private var currentOffset: Int {
    let code = program.code
    if operation >= 0, Int(operation) < code.operationOffsets.count {
      return Int(code.operationOffsets[Int(operation)])
    }
    return Int(code.instructionOffsets[max(0, min(pc, code.instructionOffsets.count) - 1)])
  }
}
