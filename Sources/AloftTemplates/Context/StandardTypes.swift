public import AloftCore

// What templates see of the types that everybody has.

extension String: TemplateValue {
  /// Text, which is escaped where texts are.
  @inlinable public var templateData: TemplateData { .text(self) }
}

extension Bool: TemplateValue {
  /// A truth value.
  @inlinable public var templateData: TemplateData { .bool(self) }
}

extension Int: TemplateValue {
  /// A whole number.
  @inlinable public var templateData: TemplateData { .int(self) }
}

extension Double: TemplateValue {
  /// A number with a point.
  @inlinable public var templateData: TemplateData { .double(self) }
}

extension Float: TemplateValue {
  /// A number with a point.
  public var templateData: TemplateData { .double(Double(self)) }
}

extension HTML: TemplateValue {
  /// Markup, which is not escaped.
  public var templateData: TemplateData { .markup(markup) }

  /// Encodes the markup as text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(markup)
  }
}

extension Int8: TemplateValue {
  /// A whole number.
  public var templateData: TemplateData { .int(Int(self)) }
}

extension Int16: TemplateValue {
  /// A whole number.
  public var templateData: TemplateData { .int(Int(self)) }
}

extension Int32: TemplateValue {
  /// A whole number.
  public var templateData: TemplateData { .int(Int(self)) }
}

extension Int64: TemplateValue {
  /// A whole number.
  public var templateData: TemplateData { .int(Int(self)) }
}

extension UInt8: TemplateValue {
  /// A whole number.
  public var templateData: TemplateData { .int(Int(self)) }
}

extension UInt16: TemplateValue {
  /// A whole number.
  public var templateData: TemplateData { .int(Int(self)) }
}

extension UInt32: TemplateValue {
  /// A whole number.
  public var templateData: TemplateData { .int(Int(self)) }
}

extension UInt: TemplateValue {
  /// A whole number; one with a point where it is too large for that.
  public var templateData: TemplateData { Int(exactly: self).map { .int($0) } ?? .double(Double(self)) }
}

extension UInt64: TemplateValue {
  /// A whole number; one with a point where it is too large for that.
  public var templateData: TemplateData { Int(exactly: self).map { .int($0) } ?? .double(Double(self)) }
}

extension Optional: TemplateValue where Wrapped: TemplateValue {
  /// The value, or `none`.
  public var templateData: TemplateData { self?.templateData ?? .none }
}

extension Array: TemplateValue where Element: TemplateValue {
  /// A list.
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
