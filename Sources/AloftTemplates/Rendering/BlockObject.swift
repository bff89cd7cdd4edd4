/// A block of a template or of one of its parents: `super`, and the members of `self`.
final class BlockObject: TemplateObject {
  private let name: String
  private let depth: Int
  private let context: RenderContext

  init(_ name: String, depth: Int, _ context: RenderContext) {
    self.name = name
    self.depth = depth
    self.context = context
  }

  override var typeName: String { "BlockReference" }
  override var isCallable: Bool { true }
  override func call(_ arguments: Arguments, _ machine: inout Machine) throws -> TemplateData {
    guard let block = context.blocks[name]?[depth] else { return .text("") }
    return try machine.run(block, named: name, at: depth, context)
  }

  override func member(_ name: String, _ machine: inout Machine) -> TemplateData? {
    guard name == "super" else { return nil }
    guard depth + 1 < context.blocks[self.name]?.count ?? 0 else {
      return machine.undefined("super", hint: "there is no parent block called '\(self.name)'")
    }
    return .object(BlockObject(self.name, depth: depth + 1, context))
  }
}
