/// Names that may be assigned to from every scope.
final class NamespaceObject: TemplateObject {
  private let values: DictionaryData

  init(_ values: TemplateData) {
    if case .dictionary(let values) = values { self.values = values } else { self.values = DictionaryData() }
  }

  override var typeName: String { "Namespace" }
  override var printed: (begin: String, data: TemplateData, end: String)? { ("<Namespace ", .dictionary(values), ">") }
  override var memberNames: [String] { values.keys.compactMap(\.string) }
  override func member(_ name: String, _ machine: inout Machine) -> TemplateData? { values[name] }
  override func item(_ key: TemplateData, _ machine: inout Machine) throws -> TemplateData? {
    try values.value(of: key)
  }
  override func set(_ name: String, _ value: TemplateData) -> Bool { (try? values.set(.text(name), value)) != nil }
}
