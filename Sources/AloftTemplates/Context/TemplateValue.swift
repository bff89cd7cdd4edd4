/// A type that says what templates see of it.
///
/// ```swift
/// extension Article: TemplateValue {
///   static let templateFields = TemplateFields<Article> { article in
///     article.field("title") { $0.title }
///     article.field("views") { $0.views }
///   }
/// }
/// ```
/// Types that are `Encodable` and no more are seen as they encode themselves, which takes longer.
public protocol TemplateValue: Encodable, Sendable {
  /// What templates compute with in place of the value.
  var templateData: TemplateData { get }
  /// What templates compute with in place of several values; the list of what they do in place of each unless a type
  /// can do better.
  static func templateList(_ values: [Self]) -> TemplateData
}

extension TemplateValue {
  /// The list of what templates compute with in place of each.
  @inlinable
  public static func templateList(_ values: [Self]) -> TemplateData {
    .list(ListData(values.map { $0.templateData }, names: []))
  }
}
