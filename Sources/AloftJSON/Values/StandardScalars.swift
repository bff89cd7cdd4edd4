// What the standard library's types write and read, by themselves and inside of other types.

extension Bool: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.bool(self) }
}

extension Bool: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.bool() }
}

extension String: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.string(self) }
}

extension String: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.string() }
}

extension Double: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  /// - Throws: A ``JSONError`` if the value has no form in JSON.
  public func writeJSON(to json: inout JSONWriter) throws { try json.double(self) }
}

extension Double: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.double() }
}

extension Float: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  /// - Throws: A ``JSONError`` if the value has no form in JSON.
  public func writeJSON(to json: inout JSONWriter) throws { try json.float(self) }
}

extension Float: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.float() }
}
