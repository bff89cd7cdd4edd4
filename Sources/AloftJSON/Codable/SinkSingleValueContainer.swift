/// A value that is written alone: neither a member nor an element.
struct SinkSingleValueContainer: SingleValueEncodingContainer {
  let sink: EncodingSink
  let id: Int

  var codingPath: [any CodingKey] { sink.steps }

  /// Notes that the one value is there; a second is refused.
  @inline(__always)
  private func begin() throws {
    try sink.check(id)
    try sink.beginSingle(id)
  }

  func encodeNil() throws {
    try begin()
    sink.writer.null()
  }

  func encode<T: Encodable>(_ value: T) throws {
    try sink.check(id)
    try sink.undoingFailure {
      try sink.beginSingle(id)
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
      try sink.beginSingle(id)
      try sink.encodeDouble(value)
    }
  }

  func encode(_ value: Float) throws {
    try sink.check(id)
    try sink.undoingFailure {
      try sink.beginSingle(id)
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
}
