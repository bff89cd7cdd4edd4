/// The members of an object that is written.
struct SinkKeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let sink: EncodingSink
  let id: Int

  var codingPath: [any CodingKey] { sink.steps }

  @inline(__always)
  private func begin(_ key: Key) throws {
    try sink.check(id)
    sink.beginMember(key)
  }

  func encodeNil(forKey key: Key) throws {
    try begin(key)
    sink.writer.null()
  }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    try sink.check(id)
    try sink.undoingFailure {
      sink.beginMember(key)
      try sink.encode(value)
    }
  }

  func encode(_ value: Bool, forKey key: Key) throws {
    try begin(key)
    sink.writer.bool(value)
  }

  func encode(_ value: String, forKey key: Key) throws {
    try begin(key)
    sink.writer.string(value)
  }

  func encode(_ value: Double, forKey key: Key) throws {
    try sink.check(id)
    try sink.undoingFailure {
      sink.beginMember(key)
      try sink.encodeDouble(value)
    }
  }

  func encode(_ value: Float, forKey key: Key) throws {
    try sink.check(id)
    try sink.undoingFailure {
      sink.beginMember(key)
      try sink.encodeFloat(value)
    }
  }

  func encode(_ value: Int, forKey key: Key) throws {
    try begin(key)
    sink.writer.integer(value)
  }

  func encode(_ value: Int8, forKey key: Key) throws {
    try begin(key)
    sink.writer.integer(value)
  }

  func encode(_ value: Int16, forKey key: Key) throws {
    try begin(key)
    sink.writer.integer(value)
  }

  func encode(_ value: Int32, forKey key: Key) throws {
    try begin(key)
    sink.writer.integer(value)
  }

  func encode(_ value: Int64, forKey key: Key) throws {
    try begin(key)
    sink.writer.integer(value)
  }

  func encode(_ value: Int128, forKey key: Key) throws {
    try begin(key)
    sink.writer.integer(value)
  }

  func encode(_ value: UInt, forKey key: Key) throws {
    try begin(key)
    sink.writer.integer(value)
  }

  func encode(_ value: UInt8, forKey key: Key) throws {
    try begin(key)
    sink.writer.integer(value)
  }

  func encode(_ value: UInt16, forKey key: Key) throws {
    try begin(key)
    sink.writer.integer(value)
  }

  func encode(_ value: UInt32, forKey key: Key) throws {
    try begin(key)
    sink.writer.integer(value)
  }

  func encode(_ value: UInt64, forKey key: Key) throws {
    try begin(key)
    sink.writer.integer(value)
  }

  func encode(_ value: UInt128, forKey key: Key) throws {
    try begin(key)
    sink.writer.integer(value)
  }

  // MARK: - Nested

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    hole(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { hole(key).unkeyedContainer() }

  func superEncoder() -> any Encoder { hole(JSONError.Step.key("super")) }

  func superEncoder(forKey key: Key) -> any Encoder { hole(key) }

  private func hole(_ key: some CodingKey) -> SinkEncoder {
    // A container that may not write gets a place that nobody reads; the failure has been noted.
    guard sink.isCurrent(id) else { return .lost(from: sink) }
    sink.beginMember(key)
    let nested = sink.hole()
    return SinkEncoder(sink: nested, id: nested.frame.id)
  }
}
