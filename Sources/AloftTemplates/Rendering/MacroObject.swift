/// A macro, with what it sees where it was defined.
final class MacroObject: TemplateObject {
  let program: Program
  let function: Int
  let frame: Frame
  let context: RenderContext
  let escapes: Bool

  init(_ program: Program, _ function: Int, outer frame: Frame, context: RenderContext, escapes: Bool) {
    self.program = program
    self.function = function
    self.frame = frame
    self.context = context
    self.escapes = escapes
  }

  private var description: Program.Function { program.code.functions[function] }

  override var typeName: String { "Macro" }
  override func text() -> String { "<Macro '\(description.name)'>" }
  override var isCallable: Bool { true }
  override var memberNames: [String] { ["name", "arguments", "catch_kwargs", "catch_varargs", "caller"] }
  override func call(_ arguments: Arguments, _ machine: inout Machine) throws -> TemplateData {
    try machine.call(self, arguments)
  }

  override func member(_ name: String, _ machine: inout Machine) throws -> TemplateData? {
    switch name {
    case "name": .text(description.name)
    case "arguments": .tuple(description.parameters.map { .text($0) })
    case "catch_kwargs": .bool(description.namedRestSlot >= 0)
    case "catch_varargs": .bool(description.restSlot >= 0)
    case "caller": .bool(description.callerSlot >= 0)
    default: nil
    }
  }
}
