internal import AloftCore

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
}

/// A type of which templates see fields.
public protocol TemplateRecord: TemplateValue {
  /// The fields, described once.
  static var templateFields: TemplateFields<Self> { get }
}

extension TemplateRecord {
  /// The value, whose fields are computed when a template asks for them.
  public var templateData: TemplateData { .object(RecordObject(self, Self.templateFields)) }
}

/// The fields that templates see of a type.
public final class TemplateFields<Value: Sendable>: Sendable {
  let typeName: String
  let names: [String]
  let getters: [@Sendable (Value) -> TemplateData]
  private let index: [String: Int]

  /// Collects fields.
  public struct Builder {
    fileprivate var names: [String] = []
    fileprivate var getters: [@Sendable (Value) -> TemplateData] = []

    /// Shows a field.
    ///
    /// - Parameters:
    ///   - name: What templates call it.
    ///   - get: Computes it.
    public mutating func field<Field: TemplateValue>(_ name: String, _ get: @escaping @Sendable (Value) -> Field) {
      names.append(name)
      getters.append { get($0).templateData }
    }

    /// Shows a field of a type that says nothing of itself to templates.
    public mutating func field(_ name: String, encoding get: @escaping @Sendable (Value) -> any Encodable) {
      names.append(name)
      getters.append { TemplateData(encoding: get($0)) }
    }
  }

  /// Describes fields.
  public init(_ describe: (inout Builder) -> Void) {
    var builder = Builder()
    describe(&builder)
    typeName = "\(Value.self)"
    names = builder.names
    getters = builder.getters
    index = Dictionary(zip(builder.names, builder.names.indices)) { $1 }
  }

  func index(of name: String) -> Int? { index[name] }
}

/// A value of a type that describes its fields.
final class RecordObject<Value: Sendable>: TemplateObject {
  private let value: Value
  private let fields: TemplateFields<Value>

  init(_ value: Value, _ fields: TemplateFields<Value>) {
    self.value = value
    self.fields = fields
  }

  override var typeName: String { fields.typeName }
  override var memberNames: [String] { fields.names }
  override var layout: ObjectIdentifier? { ObjectIdentifier(fields) }
  override func fieldIndex(_ name: String) -> Int? { fields.index(of: name) }
  override func field(at index: Int) -> TemplateData { fields.getters[index](value) }
  override func member(_ name: String, _ machine: inout Machine) -> TemplateData? {
    fields.index(of: name).map { fields.getters[$0](value) }
  }
  override func plain() -> TemplateData? {
    .dictionary(DictionaryData(names: fields.names, values: fields.getters.map { $0(value) }))
  }
}

// MARK: - The standard library's types

extension String: TemplateValue { public var templateData: TemplateData { .text(self) } }
extension Bool: TemplateValue { public var templateData: TemplateData { .bool(self) } }
extension Int: TemplateValue { public var templateData: TemplateData { .int(self) } }
extension Double: TemplateValue { public var templateData: TemplateData { .double(self) } }
extension Float: TemplateValue { public var templateData: TemplateData { .double(Double(self)) } }
extension Int8: TemplateValue { public var templateData: TemplateData { .int(Int(self)) } }
extension Int16: TemplateValue { public var templateData: TemplateData { .int(Int(self)) } }
extension Int32: TemplateValue { public var templateData: TemplateData { .int(Int(self)) } }
extension Int64: TemplateValue { public var templateData: TemplateData { .int(Int(self)) } }
extension UInt8: TemplateValue { public var templateData: TemplateData { .int(Int(self)) } }
extension UInt16: TemplateValue { public var templateData: TemplateData { .int(Int(self)) } }
extension UInt32: TemplateValue { public var templateData: TemplateData { .int(Int(self)) } }

extension UInt: TemplateValue {
  public var templateData: TemplateData { Int(exactly: self).map { .int($0) } ?? .double(Double(self)) }
}

extension UInt64: TemplateValue {
  public var templateData: TemplateData { Int(exactly: self).map { .int($0) } ?? .double(Double(self)) }
}

extension Optional: TemplateValue where Wrapped: TemplateValue {
  public var templateData: TemplateData { self?.templateData ?? .none }
}

extension Array: TemplateValue where Element: TemplateValue {
  public var templateData: TemplateData { .list(map(\.templateData)) }
}

extension Dictionary: TemplateValue where Key == String, Value: TemplateValue {
  /// The entries in the order of their names: that of a dictionary changes from one run of a program to the next.
  public var templateData: TemplateData {
    let entries = sorted { $0.key < $1.key }
    return .dictionary(DictionaryData(names: entries.map(\.key), values: entries.map(\.value.templateData)))
  }
}
