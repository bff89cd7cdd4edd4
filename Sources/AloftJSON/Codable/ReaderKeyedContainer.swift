/// The members of an object that is read.
struct ReaderKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  private let context: ReadingContext
  private let object: UInt32

  init(_ reader: JSONReader) throws {
    guard reader.node.kind == .object else { throw reader.wrongKind("an object").decodingError([String: Any].self) }
    context = reader.context
    object = reader.index
  }

  private var reader: JSONReader { JSONReader(context, Int(object)) }

  var codingPath: [any CodingKey] { reader.steps }

  var allKeys: [Key] { JSONMembers(reader).compactMap { Key(stringValue: $0.name) } }

  func contains(_ key: Key) -> Bool { context.value(of: key.stringValue, in: Int(object)) != nil }

  @inline(__always)
  private func find(_ key: some CodingKey) -> JSONReader? {
    context.value(of: key.stringValue, in: Int(object)).map { JSONReader(context, $0) }
  }

  @inline(__always)
  private func value(_ key: some CodingKey) throws -> JSONReader {
    guard let value = find(key) else { throw missing(key) }
    return value
  }

  private func missing(_ key: some CodingKey) -> DecodingError {
    let error = reader.missing(key.stringValue) { Key(stringValue: $0) != nil }
    let context = DecodingError.Context(
      codingPath: error.steps, debugDescription: error.problem, underlyingError: error)
    return .keyNotFound(key, context)
  }

  func decodeNil(forKey key: Key) throws -> Bool { try value(key).isNull }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try value(key).decode(type) }

  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
    guard let value = find(key), !value.isNull else { return nil }
    return try value.decode(type)
  }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
    let value = try value(key)
    do throws(JSONError) { return try value.bool() } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.bool() } catch { throw error.decodingError(type) }
  }

  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    let value = try value(key)
    do throws(JSONError) { return try value.string() } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.string() } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    let value = try value(key)
    do throws(JSONError) { return try value.double() } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.double() } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
    let value = try value(key)
    do throws(JSONError) { return try value.float() } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.float() } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
    let value = try value(key)
    do throws(JSONError) { return try value.integer(Int.self) } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.integer(Int.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 {
    let value = try value(key)
    do throws(JSONError) { return try value.integer(Int8.self) } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.integer(Int8.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 {
    let value = try value(key)
    do throws(JSONError) { return try value.integer(Int16.self) } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.integer(Int16.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 {
    let value = try value(key)
    do throws(JSONError) { return try value.integer(Int32.self) } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.integer(Int32.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
    let value = try value(key)
    do throws(JSONError) { return try value.integer(Int64.self) } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.integer(Int64.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 {
    let value = try value(key)
    do throws(JSONError) { return try value.integer(Int128.self) } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: Int128.Type, forKey key: Key) throws -> Int128? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.integer(Int128.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt {
    let value = try value(key)
    do throws(JSONError) { return try value.integer(UInt.self) } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.integer(UInt.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 {
    let value = try value(key)
    do throws(JSONError) { return try value.integer(UInt8.self) } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.integer(UInt8.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
    let value = try value(key)
    do throws(JSONError) { return try value.integer(UInt16.self) } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.integer(UInt16.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
    let value = try value(key)
    do throws(JSONError) { return try value.integer(UInt32.self) } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.integer(UInt32.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
    let value = try value(key)
    do throws(JSONError) { return try value.integer(UInt64.self) } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.integer(UInt64.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 {
    let value = try value(key)
    do throws(JSONError) { return try value.integer(UInt128.self) } catch { throw error.decodingError(type) }
  }

  func decodeIfPresent(_ type: UInt128.Type, forKey key: Key) throws -> UInt128? {
    guard let value = find(key), !value.isNull else { return nil }
    do throws(JSONError) { return try value.integer(UInt128.self) } catch { throw error.decodingError(type) }
  }

  // MARK: - Nested

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    KeyedDecodingContainer(try ReaderKeyedContainer<Nested>(value(key)))
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try ReaderUnkeyedContainer(value(key))
  }

  func superDecoder() throws -> any Decoder { ReaderDecoder(reader: try value(JSONError.Step.key("super"))) }

  func superDecoder(forKey key: Key) throws -> any Decoder { ReaderDecoder(reader: try value(key)) }
}
