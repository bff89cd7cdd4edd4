/// How values become JSON and JSON becomes values: options, and the two functions that follow them.
///
/// ```swift
/// let bytes = try JSONCoding().encode(article)
/// let again = try JSONCoding().decode(Article.self, from: bytes)
/// ```
public struct JSONCoding: Sendable {
  /// How a `Date` is written and read.
  public enum DateFormat: Sendable, Hashable {
    /// A string in RFC 3339's form of ISO 8601, `2026-03-01T12:00:00Z`: written in UTC, with as many digits of a fraction
    /// as there are; read with any offset. The years 0001 to 9999. A leap second is read as the second behind it.
    case iso8601
    /// A number: the seconds since 1970 in UTC.
    case secondsSince1970
    /// A number: the milliseconds since 1970 in UTC.
    case millisecondsSince1970
  }

  /// In which order an object's members are written.
  public enum KeyOrder: Sendable, Hashable {
    /// In the order in which they are given.
    case asGiven
    /// By the bytes of their names, so that equal values are equal texts.
    case sorted
  }

  /// What becomes of a number that JSON has no form for.
  public enum NonFiniteNumbers: Sendable, Hashable {
    /// It can't be written.
    case refused
    /// `null` is written.
    case null
  }

  /// What is done about a key that stands twice in one object.
  public enum DuplicateKeys: Sendable, Hashable {
    /// The text is refused: two programs may read it differently.
    case refused
    /// The last one counts.
    case lastCounts
  }

  /// How a `Date` is written and read.
  public var dates: DateFormat = .iso8601
  /// In which order an object's members are written.
  public var keyOrder: KeyOrder = .asGiven
  /// Whether lines and indentation are written, for people.
  public var isIndented = false
  /// What becomes of NaN and infinity.
  public var nonFiniteNumbers: NonFiniteNumbers = .refused
  /// What is done about a key that stands twice in one object that is read.
  public var duplicateKeys: DuplicateKeys = .refused
  /// How deep arrays and objects may be nested, when read and when written with `Codable`: 1 to 1,000.
  ///
  /// Types are read and written by functions that call each other, so each level takes some of the thread's stack.
  public var depthLimit = 128 {
    didSet { depthLimit = min(max(depthLimit, 1), 1000) }
  }
  /// What an `Encoder` and a `Decoder` hand to the types they meet.
  public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

  /// Creates the options as they are unless set.
  public init() {}

  /// Writes a value as JSON.
  ///
  /// A type that is `JSONWritable` writes itself, also inside of others.
  ///
  /// - Parameter value: The value.
  /// - Returns: The text's bytes in UTF-8.
  /// - Throws: A ``JSONError`` that names the place, or what the value's own code throws.
  public func encode(_ value: some Encodable) throws -> [UInt8] {
    let sink = EncodingSink(coding: self, writer: JSONWriter(coding: self))
    do {
      try sink.encodeTop(value)
    } catch let error as EncodingError {
      throw JSONError(error)
    }
    return try laidOut(sink.finish(), hasDuplicates: sink.hasDuplicates)
  }

  /// Writes a value that writes itself as JSON.
  ///
  /// - Parameter value: The value.
  /// - Returns: The text's bytes in UTF-8.
  /// - Throws: A ``JSONError`` that names the place, or what the value's own code throws.
  @_disfavoredOverload
  public func encode(_ value: some JSONWritable) throws -> [UInt8] {
    var writer = JSONWriter(coding: self)
    try value.writeJSON(to: &writer)
    return try writer.finish()
  }

  /// Reads a value from JSON.
  ///
  /// A type that is `JSONReadable` reads itself, also inside of others.
  ///
  /// - Parameters:
  ///   - type: The value's type.
  ///   - bytes: A text in UTF-8, without a byte order mark.
  /// - Returns: The value.
  /// - Throws: A ``JSONError`` that names the place, or what the type's own code throws.
  public func decode<T: Decodable>(_ type: T.Type = T.self, from bytes: [UInt8]) throws -> T {
    let reader = try JSONReader(bytes, coding: self)
    do {
      return try reader.decode(type)
    } catch let error as DecodingError {
      throw JSONError(error, in: reader.context.document)
    }
  }

  /// Reads a value that reads itself from JSON.
  ///
  /// - Parameters:
  ///   - type: The value's type.
  ///   - bytes: A text in UTF-8, without a byte order mark.
  /// - Returns: The value.
  /// - Throws: A ``JSONError`` that names the place, or what the type's own code throws.
  @_disfavoredOverload
  public func decode<T: JSONReadable>(_ type: T.Type = T.self, from bytes: [UInt8]) throws -> T {
    try T(json: JSONReader(bytes, coding: self))
  }

  /// Reads a value from JSON.
  ///
  /// - Parameters:
  ///   - type: The value's type.
  ///   - bytes: A text in UTF-8, without a byte order mark; its bytes are copied once.
  /// - Returns: The value.
  /// - Throws: A ``JSONError`` that names the place, or what the type's own code throws.
  public func decode<T: Decodable>(_ type: T.Type = T.self, from bytes: Span<UInt8>) throws -> T {
    try decode(type, from: bytes.withUnsafeBufferPointer { Array($0) })
  }

  /// Reads a value from JSON.
  ///
  /// - Parameters:
  ///   - type: The value's type.
  ///   - text: A JSON text.
  /// - Returns: The value.
  /// - Throws: A ``JSONError`` that names the place, or what the type's own code throws.
  public func decode<T: Decodable>(_ type: T.Type = T.self, from text: String) throws -> T {
    try decode(type, from: Array(text.utf8))
  }

  /// Reads a value that reads itself from JSON.
  ///
  /// - Parameters:
  ///   - type: The value's type.
  ///   - text: A JSON text.
  /// - Returns: The value.
  /// - Throws: A ``JSONError`` that names the place, or what the type's own code throws.
  @_disfavoredOverload
  public func decode<T: JSONReadable>(_ type: T.Type = T.self, from text: String) throws -> T {
    try decode(type, from: Array(text.utf8))
  }
}
