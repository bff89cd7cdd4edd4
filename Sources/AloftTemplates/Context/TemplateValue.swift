public import AloftCore

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

/// The fields that templates see of a type.
public final class TemplateFields<Value: Sendable>: Sendable {
  let typeName: String
  let names: [String]
  /// As many as there are names.
  // Unsafe memory that this owns and nobody writes again; an array would be counted up and down for each field.
  nonisolated(unsafe) let getters: UnsafeMutablePointer<@Sendable (RecordObject<Value>) -> TemplateData>
  private let index: [String: Int]

  /// Collects fields.
  public struct Builder {
    @usableFromInline var names: [String] = []
    @usableFromInline var getters: [@Sendable (RecordObject<Value>) -> TemplateData] = []

    /// Shows a field.
    ///
    /// - Parameters:
    ///   - name: What templates call it.
    ///   - get: Computes it.
    @inlinable
    public mutating func field<Field: TemplateValue>(_ name: String, _ get: @escaping @Sendable (Value) -> Field) {
      names.append(name)
      getters.append { get($0.values[$0.place]).templateData }
    }

    /// Shows a function of the value, `{{ article.excerpt(10) }}`.
    ///
    /// - Parameters:
    ///   - name: What templates call it.
    ///   - method: Gets the value, then the arguments; optional parameters may be left out.
    public mutating func method<each Parameter: TemplateParameter, Result: TemplateValue>(
      _ name: String, _ method: @escaping @Sendable (Value, repeat each Parameter) throws -> Result
    ) {
      names.append(name)
      getters.append { object in
        let value = object.values[object.place]
        return .object(
          FunctionObject(name) { arguments, _ in
            var reader = try ArgumentReader(arguments, name)
            let parameters = (repeat try reader.next((each Parameter).self))
            try reader.finish(name)
            return try method(value, repeat each parameters).templateData
          })
      }
    }

    /// Shows a field of a type that says nothing of itself to templates.
    public mutating func encodedField(_ name: String, _ get: @escaping @Sendable (Value) -> any Encodable) {
      names.append(name)
      getters.append { TemplateData(encoding: get($0.values[$0.place])) }
    }
  }

  /// Describes fields.
  public init(_ describe: (inout Builder) -> Void) {
    var builder = Builder()
    describe(&builder)
    typeName = "\(Value.self)"
    names = builder.names
    getters = .allocate(capacity: max(1, builder.getters.count))
    getters.initialize(from: builder.getters, count: builder.getters.count)
    index = Dictionary(zip(builder.names, builder.names.indices)) { $1 }
  }

  deinit {
    getters.deinitialize(count: names.count)
    getters.deallocate()
  }

  func index(of name: String) -> Int? { index[name] }
}

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
  override var layout: ObjectIdentifier? { ObjectIdentifier(fields) }
  override func fieldIndex(_ name: String) -> Int? { fields.index(of: name) }
  override func field(at index: Int) -> TemplateData { getters[index](self) }
  override func member(_ name: String, _ machine: inout Machine) -> TemplateData? {
    fields.index(of: name).map { fields.getters[$0](self) }
  }
  override func plain() -> TemplateData? {
    .dictionary(DictionaryData(names: fields.names, values: fields.names.indices.map { getters[$0](self) }))
  }
}

// MARK: - The standard library's types

extension String: TemplateValue {
  @inlinable public var templateData: TemplateData { .text(self) }
}

extension Bool: TemplateValue {
  @inlinable public var templateData: TemplateData { .bool(self) }
}

extension Int: TemplateValue {
  @inlinable public var templateData: TemplateData { .int(self) }
}

extension Double: TemplateValue {
  @inlinable public var templateData: TemplateData { .double(self) }
}

extension Float: TemplateValue { public var templateData: TemplateData { .double(Double(self)) } }
extension HTML: TemplateValue {
  /// Markup, which is not escaped.
  public var templateData: TemplateData { .markup(markup) }

  /// Encodes the markup as text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(markup)
  }
}

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
  @inlinable public var templateData: TemplateData {
    Element.templateList(self)
  }
}

extension Dictionary: TemplateValue where Key == String, Value: TemplateValue {
  /// The entries in the order of their names: that of a dictionary changes from one run of a program to the next.
  public var templateData: TemplateData {
    let entries = sorted { $0.key < $1.key }
    return .dictionary(DictionaryData(names: entries.map(\.key), values: entries.map(\.value.templateData)))
  }
}
