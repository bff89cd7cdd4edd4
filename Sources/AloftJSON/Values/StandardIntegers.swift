// What the standard library's integers write and read.

extension Int: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.integer(self) }
}

extension Int: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.integer() }
}

extension Int8: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.integer(self) }
}

extension Int8: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.integer() }
}

extension Int16: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.integer(self) }
}

extension Int16: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.integer() }
}

extension Int32: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.integer(self) }
}

extension Int32: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.integer() }
}

extension Int64: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.integer(self) }
}

extension Int64: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.integer() }
}

extension Int128: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.integer(self) }
}

extension Int128: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.integer() }
}

extension UInt: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.integer(self) }
}

extension UInt: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.integer() }
}

extension UInt8: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.integer(self) }
}

extension UInt8: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.integer() }
}

extension UInt16: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.integer(self) }
}

extension UInt16: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.integer() }
}

extension UInt32: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.integer(self) }
}

extension UInt32: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.integer() }
}

extension UInt64: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.integer(self) }
}

extension UInt64: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.integer() }
}

extension UInt128: JSONWritable {
  /// Writes the value.
  ///
  /// - Parameter json: The writer.
  public func writeJSON(to json: inout JSONWriter) { json.integer(self) }
}

extension UInt128: JSONReadable {
  /// Reads the value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if it is none of this type.
  public init(json: JSONReader) throws { self = try json.integer() }
}
