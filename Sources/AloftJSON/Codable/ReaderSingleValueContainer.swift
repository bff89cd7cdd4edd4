/// A value that is read alone: neither a member nor an element.
struct ReaderSingleValueContainer: SingleValueDecodingContainer {
  let reader: JSONReader

  var codingPath: [any CodingKey] { reader.steps }

  func decodeNil() -> Bool { reader.isNull }

  func decode<T: Decodable>(_ type: T.Type) throws -> T { try reader.decode(type) }

  func decode(_ type: Bool.Type) throws -> Bool {
    do throws(JSONError) { return try reader.bool() } catch { throw error.decodingError(type) }
  }

  func decode(_ type: String.Type) throws -> String {
    do throws(JSONError) { return try reader.string() } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Double.Type) throws -> Double {
    do throws(JSONError) { return try reader.double() } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Float.Type) throws -> Float {
    do throws(JSONError) { return try reader.float() } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Int.Type) throws -> Int {
    do throws(JSONError) { return try reader.integer(Int.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Int8.Type) throws -> Int8 {
    do throws(JSONError) { return try reader.integer(Int8.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Int16.Type) throws -> Int16 {
    do throws(JSONError) { return try reader.integer(Int16.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Int32.Type) throws -> Int32 {
    do throws(JSONError) { return try reader.integer(Int32.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Int64.Type) throws -> Int64 {
    do throws(JSONError) { return try reader.integer(Int64.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: Int128.Type) throws -> Int128 {
    do throws(JSONError) { return try reader.integer(Int128.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: UInt.Type) throws -> UInt {
    do throws(JSONError) { return try reader.integer(UInt.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: UInt8.Type) throws -> UInt8 {
    do throws(JSONError) { return try reader.integer(UInt8.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: UInt16.Type) throws -> UInt16 {
    do throws(JSONError) { return try reader.integer(UInt16.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: UInt32.Type) throws -> UInt32 {
    do throws(JSONError) { return try reader.integer(UInt32.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: UInt64.Type) throws -> UInt64 {
    do throws(JSONError) { return try reader.integer(UInt64.self) } catch { throw error.decodingError(type) }
  }

  func decode(_ type: UInt128.Type) throws -> UInt128 {
    do throws(JSONError) { return try reader.integer(UInt128.self) } catch { throw error.decodingError(type) }
  }
}
