/// A type of which templates see fields.
public protocol TemplateRecord: TemplateValue {
  /// The fields, described once.
  static var templateFields: TemplateFields<Self> { get }
}

extension TemplateRecord {
  /// The value, whose fields are computed when a template asks for them.
  @inlinable public var templateData: TemplateData { .object(RecordObject([self], 0, Self.templateFields)) }

  /// The values, which are not copied.
  @inlinable
  public static func templateList(_ values: [Self]) -> TemplateData {
    let fields = templateFields
    return .list(ListData(values.indices.map { .object(RecordObject(values, $0, fields)) }, names: []))
  }
}
