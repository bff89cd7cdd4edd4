/// A template, ready to be rendered.
public struct Template: Sendable {
  let program: Program
  let environment: TemplateEnvironment
  /// The block that is rendered alone; `nil` for the whole template.
  let block: String?

  init(_ program: Program, _ environment: TemplateEnvironment, block: String? = nil) {
    self.program = program
    self.environment = environment
    self.block = block
  }

  /// The template's name, with the block's behind `#` if it is one.
  public var name: String { block.map { "\(program.name)#\($0)" } ?? program.name }

  /// Renders the template.
  ///
  /// - Parameter context: The values that it sees, by name.
  /// - Returns: The bytes in UTF-8.
  /// - Throws: ``TemplateError`` with the place.
  public func render(_ context: TemplateContext = TemplateContext()) throws(TemplateError) -> [UInt8] {
    var machine = machine(context)
    defer { machine.finish() }
    do {
      try start(&machine)
      _ = try machine.run()
    } catch {
      throw machine.error(error)
    }
    return machine.output.bytes()
  }

  /// Renders the template as text.
  public func text(_ context: TemplateContext = TemplateContext()) throws(TemplateError) -> String {
    String(decoding: try render(context), as: UTF8.self)
  }

  /// Renders the template piece by piece, and waits until each was taken.
  ///
  /// - Parameters:
  ///   - context: The values that it sees, by name.
  ///   - size: How many bytes a piece has at least, but for the last.
  ///   - write: Takes a piece.
  /// - Throws: ``TemplateError`` with the place, or what `write` throws.
  public func render(
    _ context: TemplateContext = TemplateContext(), pieces size: Int = 16 * 1024,
    to write: @Sendable ([UInt8]) async throws -> Void
  ) async throws {
    var machine = machine(context)
    defer { machine.finish() }
    var isStarted = false
    while true {
      let isComplete: Bool
      do {
        if !isStarted { try start(&machine) }
        isStarted = true
        isComplete = try machine.run(until: size)
      } catch {
        throw machine.error(error)
      }
      let piece = machine.takeOutput()
      if !piece.isEmpty { try await write(piece) }
      if isComplete { return }
    }
  }

  private func machine(_ context: TemplateContext) -> Machine {
    environment.observe(name, context)
    let given = RenderContext(GivenValues(context, globals: environment.library.globals))
    // What the template sets at its top does not change what it was given.
    let own = RenderContext(in: given, [:])
    var machine = Machine(program, context: own, environment: environment, limits: environment.limits)
    machine.addBlocks(of: program, to: own)
    machine.contexts = [own]
    return machine
  }

  /// Brings a machine to the block that is to be rendered.
  private func start(_ machine: inout Machine) throws {
    if let block { try machine.start(block: block) }
  }
}

extension Template: TemplateValue {
  /// The template, which others may extend, include or import in place of a name.
  public var templateData: TemplateData { .object(TemplateReference(program)) }

  /// Encodes the template's name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
