extension Optional: JSONWritable where Wrapped: JSONWritable {
  /// Writes the value, or `null`.
  ///
  /// - Parameter json: The writer.
  /// - Throws: What the value throws.
  @inlinable
  public func writeJSON(to json: inout JSONWriter) throws {
    switch self {
    case let value?: try value.writeJSON(to: &json)
    case nil: json.null()
    }
  }
}

extension Optional: JSONReadable where Wrapped: JSONReadable {
  /// Reads the value; `null` is `nil`.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: What the value throws.
  @inlinable
  public init(json: JSONReader) throws { self = json.isNull ? nil : try Wrapped(json: json) }
}

extension Array: JSONWritable where Element: JSONWritable {
  /// Writes an array.
  ///
  /// - Parameter json: The writer.
  /// - Throws: What an element throws.
  @inlinable
  public func writeJSON(to json: inout JSONWriter) throws {
    json.beginArray()
    for element in self { try element.writeJSON(to: &json) }
    json.endArray()
  }
}

extension Array: JSONReadable where Element: JSONReadable {
  /// Reads an array.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is no array, or what an element throws.
  @inlinable
  public init(json: JSONReader) throws {
    let elements = try json.elements()
    self = []
    reserveCapacity(elements.underestimatedCount)
    for element in elements { append(try Element(json: element)) }
  }
}

extension Dictionary: JSONWritable where Key == String, Value: JSONWritable {
  /// Writes an object.
  ///
  /// - Parameter json: The writer.
  /// - Throws: What a value throws.
  @inlinable
  public func writeJSON(to json: inout JSONWriter) throws {
    json.beginObject()
    for (name, value) in self {
      json.key(text: name)
      try value.writeJSON(to: &json)
    }
    json.endObject()
  }
}

extension Dictionary: JSONReadable where Key == String, Value: JSONReadable {
  /// Reads an object.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is no object, or what a value throws.
  @inlinable
  public init(json: JSONReader) throws {
    let members = try json.members()
    self.init(minimumCapacity: members.underestimatedCount)
    for (name, value) in members { self[name] = try Value(json: value) }
  }
}
