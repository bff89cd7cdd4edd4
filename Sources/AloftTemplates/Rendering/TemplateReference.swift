/// A template that is handed to another one as a value.
final class TemplateReference: TemplateObject {
  let program: Program

  init(_ program: Program) { self.program = program }

  override var typeName: String { "Template" }
  override func text() -> String { "<Template '\(program.name)'>" }
}
