/// A macro, with what it sees where it was defined.
final class MacroObject: TemplateObject {
  let body: CapturedFunction

  init(_ body: CapturedFunction) { self.body = body }

  private var description: Program.Function { body.description }

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
