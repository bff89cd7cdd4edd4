/// A type that reads itself from JSON, without `Codable`.
///
/// ``JSONCoding/decode(_:from:)`` and whatever `Codable` type holds such a value call it directly.
public protocol JSONReadable {
  /// Reads a value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if the value is none of this type; ``JSONReader/invalid(_:)`` makes one.
  init(json: JSONReader) throws
}

extension JSONReadable where Self: RawRepresentable, RawValue: JSONReadable {
  /// Reads the raw value.
  ///
  /// - Parameter json: The value in the text.
  /// - Throws: A ``JSONError`` if the value is no raw value of this type.
  @inlinable
  public init(json: JSONReader) throws {
    let raw = try RawValue(json: json)
    guard let value = Self(rawValue: raw) else { throw json.invalid("'\(raw)' is no \(Self.self)") }
    self = value
  }
}
