public import AloftCore

// What templates see of the types that everybody has.

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
