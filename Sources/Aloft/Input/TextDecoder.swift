internal import AloftCore
internal import AloftJSON

/// Decodes a query, a form or the like: names are keys, repeated names are arrays, and a missing name is `nil`.
struct TextDecoder: Decoder {
  let fields: TextFields
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  init(_ fields: TextFields) { self.fields = fields }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(TextContainer<Key>(fields: fields))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    throw DecodingError.typeMismatch(
      [String].self, DecodingError.Context(codingPath: [], debugDescription: "a query has named fields"))
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    throw DecodingError.typeMismatch(
      String.self, DecodingError.Context(codingPath: [], debugDescription: "a query has named fields"))
  }
}

private struct TextContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let fields: TextFields
  let codingPath: [any CodingKey] = []

  var allKeys: [Key] { fields.names.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { !fields.values(of: key.stringValue).isEmpty }

  func decodeNil(forKey key: Key) -> Bool { !contains(key) }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    let values = fields.values(of: key.stringValue)
    // An array may be empty: a name that is missing holds no elements.
    if values.isEmpty, !(type is any ExpressibleByArrayLiteral.Type) {
      throw DecodingError.keyNotFound(key, DecodingError.Context(codingPath: [], debugDescription: "is missing"))
    }
    return try TextValueDecoder(values: values, codingPath: [key]).read(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try TextValueDecoder(values: [], codingPath: [key]).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    TextList(values: fields.values(of: key.stringValue), codingPath: [key])
  }

  func superDecoder() throws -> any Decoder { TextDecoder(fields) }

  func superDecoder(forKey key: Key) throws -> any Decoder { TextDecoder(fields) }
}

/// The values of one name.
struct TextValueDecoder: Decoder, SingleValueDecodingContainer {
  let values: [String]
  let codingPath: [any CodingKey]
  /// Whether the value is one of a repeated name's, and so no list itself.
  var isElement = false
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    throw mismatch(type, "a query has no fields within fields")
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    if isElement { throw mismatch([String].self, "a query has no lists of lists") }
    return TextList(values: values, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { values.isEmpty }

  func decode(_ type: String.Type) throws -> String {
    guard let value = values.first else { throw mismatch(type, "is missing") }
    return value
  }

  func decode(_ type: Bool.Type) throws -> Bool {
    switch try decode(String.self).lowercased() {
    case "true", "1", "on", "yes": true
    case "false", "0", "off", "no", "": false
    case let text: throw mismatch(type, "'\(text)' is neither true nor false")
    }
  }

  func decode(_ type: Double.Type) throws -> Double {
    let text = try decode(String.self)
    guard let number = Double(text), number.isFinite else { throw mismatch(type, "'\(text)' is not a number") }
    return number
  }

  func decode(_ type: Float.Type) throws -> Float {
    let text = try decode(String.self)
    guard let number = Float(text), number.isFinite else { throw mismatch(type, "'\(text)' is not a number") }
    return number
  }

  private func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    let text = try decode(String.self)
    guard let number = Number(text, radix: 10) else {
      let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
      let isNumber = !digits.isEmpty && digits.allSatisfy(\.isDigit)
      throw mismatch(type, isNumber ? "'\(text)' is too large or too small" : "'\(text)' is not a whole number")
    }
    return number
  }

  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
  func decode<T: Decodable>(_ type: T.Type) throws -> T { try read(type) }

  /// Reads a value; a date as JSON has it, which its own `Decodable` form is not.
  func read<T: Decodable>(_ type: T.Type) throws -> T {
    guard FoundationTypes.isDate(type) else { return try T(from: self) }
    let text = try decode(String.self)
    guard let seconds = JSONDate.secondsSince2001(text) else {
      throw mismatch(type, "'\(text)' is no date such as 2026-03-01T12:00:00Z")
    }
    return try FoundationTypes.date(secondsSince2001: seconds, as: type)
  }

  private func mismatch(_ type: Any.Type, _ text: String) -> DecodingError {
    .typeMismatch(type, DecodingError.Context(codingPath: codingPath, debugDescription: text))
  }
}

/// The values of a repeated name, one after the other.
private struct TextList: UnkeyedDecodingContainer {
  let values: [String]
  let codingPath: [any CodingKey]
  var currentIndex = 0

  init(values: [String], codingPath: [any CodingKey]) {
    self.values = values
    self.codingPath = codingPath
  }

  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex >= values.count }

  mutating func decodeNil() -> Bool { false }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        type, DecodingError.Context(codingPath: codingPath, debugDescription: "has too few values"))
    }
    defer { currentIndex += 1 }
    return try TextValueDecoder(values: [values[currentIndex]], codingPath: codingPath, isElement: true).read(type)
  }

  mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    try TextValueDecoder(values: [], codingPath: codingPath).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    throw DecodingError.typeMismatch(
      [String].self, DecodingError.Context(codingPath: codingPath, debugDescription: "a query has no lists of lists"))
  }

  mutating func superDecoder() throws -> any Decoder {
    TextValueDecoder(values: values, codingPath: codingPath)
  }
}
