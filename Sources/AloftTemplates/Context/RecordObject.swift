/// A value of a type that describes its fields.
@usableFromInline
final class RecordObject<Value: Sendable>: TemplateObject {
  // With the others of its array, so that its fields are not copied one by one.
  @usableFromInline let values: [Value]
  @usableFromInline let place: Int
  private let fields: TemplateFields<Value>
  private let getters: UnsafeMutablePointer<@Sendable (RecordObject<Value>) -> TemplateData>

  @usableFromInline init(_ values: [Value], _ place: Int, _ fields: TemplateFields<Value>) {
    self.values = values
    self.place = place
    self.fields = fields
    getters = fields.getters
  }

  override var typeName: String { fields.typeName }
  override var memberNames: [String] { fields.names }
  override var layout: Int { fields.number }
  override func fieldIndex(_ name: String) -> Int? { fields.index(of: name) }
  override func field(at index: Int) -> TemplateData { getters[index](self) }
  override func member(_ name: String, _ machine: inout Machine) -> TemplateData? {
    fields.index(of: name).map { fields.getters[$0](self) }
  }
  override func plain() -> TemplateData? {
    let shown = fields.names.indices.filter { !fields.methods.contains($0) }
    return .dictionary(DictionaryData(names: shown.map { fields.names[$0] }, values: shown.map { getters[$0](self) }))
  }
}
