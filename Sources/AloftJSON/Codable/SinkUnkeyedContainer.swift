/// The elements of an array that is written.
struct SinkUnkeyedContainer: UnkeyedEncodingContainer {
  let sink: EncodingSink
  let id: Int

  var codingPath: [any CodingKey] { sink.steps }
  var count: Int { sink.frame.id == id ? sink.frame.count : 0 }

  @inline(__always)
  private func begin() throws {
    try sink.check(id)
    sink.beginElement()
  }

  func encodeNil() throws {
    try begin()
    sink.writer.null()
  }

  func encode<T: Encodable>(_ value: T) throws {
    try sink.check(id)
    try sink.undoingFailure {
      sink.beginElement()
      try sink.encode(value)
    }
  }

  func encode(_ value: Bool) throws {
    try begin()
    sink.writer.bool(value)
  }

  func encode(_ value: String) throws {
    try begin()
    sink.writer.string(value)
  }

  func encode(_ value: Double) throws {
    try sink.check(id)
    try sink.undoingFailure {
      sink.beginElement()
      try sink.encodeDouble(value)
    }
  }

  func encode(_ value: Float) throws {
    try sink.check(id)
    try sink.undoingFailure {
      sink.beginElement()
      try sink.encodeFloat(value)
    }
  }

  func encode(_ value: Int) throws {
    try begin()
    sink.writer.integer(value)
  }

  func encode(_ value: Int8) throws {
    try begin()
    sink.writer.integer(value)
  }

  func encode(_ value: Int16) throws {
    try begin()
    sink.writer.integer(value)
  }

  func encode(_ value: Int32) throws {
    try begin()
    sink.writer.integer(value)
  }

  func encode(_ value: Int64) throws {
    try begin()
    sink.writer.integer(value)
  }

  func encode(_ value: Int128) throws {
    try begin()
    sink.writer.integer(value)
  }

  func encode(_ value: UInt) throws {
    try begin()
    sink.writer.integer(value)
  }

  func encode(_ value: UInt8) throws {
    try begin()
    sink.writer.integer(value)
  }

  func encode(_ value: UInt16) throws {
    try begin()
    sink.writer.integer(value)
  }

  func encode(_ value: UInt32) throws {
    try begin()
    sink.writer.integer(value)
  }

  func encode(_ value: UInt64) throws {
    try begin()
    sink.writer.integer(value)
  }

  func encode(_ value: UInt128) throws {
    try begin()
    sink.writer.integer(value)
  }

  // MARK: - Nested

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    hole().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { hole().unkeyedContainer() }

  func superEncoder() -> any Encoder { hole() }

  private func hole() -> SinkEncoder {
    guard sink.isCurrent(id) else { return .lost(from: sink) }
    sink.beginElement()
    let nested = sink.hole()
    return SinkEncoder(sink: nested, id: nested.frame.id)
  }
}
