extension Machine {
  // MARK: - Steps

  var stepsExceeded: RenderFailure { RenderFailure(.limit, "the template takes more than \(limits.steps) steps") }

  mutating func countStep() throws { try charge(steps: 1) }

  /// Counts work that is done within one step.
  mutating func charge(steps count: Int) throws {
    let (sum, overflow) = steps.addingReportingOverflow(count)
    steps = overflow ? .max : sum
    if overflow || steps > limits.steps { throw stepsExceeded }
  }

  /// So many bytes are looked at in one step.
  private static let bytesPerStep = 128

  /// Counts a text that somebody is about to read.
  @inline(__always)
  mutating func charge(reading value: TemplateData) throws {
    switch value {
    case .text(let text), .markup(let text):
      if text.utf8.count >= Self.bytesPerStep { try charge(steps: text.utf8.count / Self.bytesPerStep) }
    default: break
    }
  }

  // MARK: - Sizes

  var tooMuch: RenderFailure { RenderFailure(.limit, "what this makes becomes too large") }

  /// Refuses a text, before it is made, that would be longer than anything that may be written.
  func checkLength(_ bytes: Int, times: Int = 1, plus more: Int = 0) throws {
    let product = bytes.multipliedReportingOverflow(by: times)
    let sum = product.partialValue.addingReportingOverflow(more)
    if product.overflow || sum.overflow || sum.partialValue > limits.output { throw tooMuch }
  }

  /// Refuses a list, before it is made, that would have too many elements.
  func checkCount(_ elements: Int, times: Int = 1) throws {
    let product = elements.multipliedReportingOverflow(by: times)
    if product.overflow || product.partialValue > limits.rangeLength { throw tooMuch }
  }

  /// Refuses a width that nothing is laid out in.
  func checkWidth(_ width: Int, _ most: Int = TextFormat.widest) throws {
    guard width <= most else { throw RenderFailure(.limit, "a width of \(width) is too large, the limit is \(most)") }
  }

  // MARK: - Memory

  /// Texts that are shorter are not counted: they are as many as steps, which are.
  private static let shortestCounted = 256

  /// Counts memory that the rendering may keep.
  mutating func charge(bytes: Int) throws {
    let (sum, overflow) = memory.addingReportingOverflow(bytes)
    memory = overflow ? .max : sum
    guard !overflow, memory <= limits.memory else {
      throw RenderFailure(
        .limit, "the template makes more than \(limits.memory) bytes of values", fix: "raise 'memory' of its limits")
    }
  }

  mutating func charge(elements: Int) throws {
    try charge(bytes: elements.multipliedReportingOverflow(by: MemoryLayout<TemplateData>.stride).partialValue)
  }

  /// Counts a text that was made.
  @inline(__always)
  mutating func charge(making text: String) throws {
    if text.utf8.count >= Self.shortestCounted { try chargeLong(text.utf8.count) }
  }

  @inline(never)
  private mutating func chargeLong(_ bytes: Int) throws {
    try checkLength(bytes)
    try charge(bytes: bytes)
    try charge(steps: bytes / Self.bytesPerStep)
  }

  // MARK: - The stack

  /// Refuses to go deeper where the thread's stack would end.
  func checkStack() throws {
    guard stack.hasRoom(for: StackLimit.calling) else { throw tooDeep }
  }

  /// Refuses to enter a program whose expressions might not have room.
  func checkStack(for program: Program) throws {
    guard stack.hasRoom(for: StackLimit.calling + (program.deepestExpression + 4) * StackLimit.level) else {
      throw tooDeep
    }
  }

  private var tooDeep: RenderFailure {
    RenderFailure(
      .limit, "calls lie within each other more deeply than the thread's stack allows",
      fix: "look for a macro that calls itself, or a template that imports itself")
  }
}
