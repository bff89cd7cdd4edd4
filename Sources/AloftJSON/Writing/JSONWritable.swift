/// A type that writes itself as JSON, without `Codable`.
///
/// ``JSONCoding/encode(_:)`` and whatever `Codable` type holds such a value call it directly.
public protocol JSONWritable {
  /// Writes the value: exactly one JSON value, of any kind.
  ///
  /// - Parameter json: The writer.
  /// - Throws: A ``JSONError`` if the value has no form in JSON, or an error of the type's own.
  func writeJSON(to json: inout JSONWriter) throws
}

extension JSONWritable where Self: RawRepresentable, RawValue: JSONWritable {
  /// Writes the raw value.
  ///
  /// - Parameter json: The writer.
  /// - Throws: What the raw value throws.
  @inlinable
  public func writeJSON(to json: inout JSONWriter) throws { try rawValue.writeJSON(to: &json) }
}
