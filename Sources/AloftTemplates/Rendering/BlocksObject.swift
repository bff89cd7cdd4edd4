/// The blocks of a template under their names: the variable `self`.
final class BlocksObject: TemplateObject {
  private let context: RenderContext

  init(_ context: RenderContext) { self.context = context }

  override var typeName: String { "TemplateReference" }
  override var memberNames: [String] { context.blocks.keys.sorted() }
  override func member(_ name: String, _ machine: inout Machine) -> TemplateData? {
    context.blocks[name]?.isEmpty == false ? .object(BlockObject(name, depth: 0, context)) : nil
  }
}
