/// The elements of an array that is read, one after the other.
struct ReaderUnkeyedContainer: UnkeyedDecodingContainer {
  private let context: ReadingContext
  private let array: UInt32
  private var next: UInt32
  private(set) var currentIndex = 0

  init(_ reader: JSONReader) throws {
    guard reader.node.kind == .array else { throw reader.wrongKind("an array").decodingError([Any].self) }
    context = reader.context
    array = reader.index
    next = reader.index + 1
  }

  private var reader: JSONReader { JSONReader(context, Int(array)) }

  var codingPath: [any CodingKey] { reader.steps }
  var count: Int? { reader.node.count }
  var isAtEnd: Bool { next >= context.document.nodes[Int(array)].next }

  @inline(__always)
  private func current(_ type: Any.Type) throws -> JSONReader {
    guard !isAtEnd else { throw atEnd(type) }
    return JSONReader(context, Int(next))
  }

  private func atEnd(_ type: Any.Type) -> DecodingError {
    let problem = "Expected more elements, but the array has only \(currentIndex)"
    let error = reader.error(problem, .wrongKind)
    let context = DecodingError.Context(
      codingPath: error.steps + [.index(currentIndex)], debugDescription: problem, underlyingError: error)
    return .valueNotFound(type, context)
  }

  /// Moves on; only what was read is left behind, so that another type can be tried.
  @inline(__always)
  private mutating func advance() {
    next = context.document.nodes[Int(next)].next
    currentIndex += 1
  }

  mutating func decodeNil() throws -> Bool {
    guard try current(Never?.self).isNull else { return false }
    advance()
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let value = try current(type).decode(type)
    advance()
    return value
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.bool()
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: String.Type) throws -> String {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.string()
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: Double.Type) throws -> Double {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.double()
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: Float.Type) throws -> Float {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.float()
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: Int.Type) throws -> Int {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.integer(Int.self)
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: Int8.Type) throws -> Int8 {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.integer(Int8.self)
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: Int16.Type) throws -> Int16 {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.integer(Int16.self)
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: Int32.Type) throws -> Int32 {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.integer(Int32.self)
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: Int64.Type) throws -> Int64 {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.integer(Int64.self)
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: Int128.Type) throws -> Int128 {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.integer(Int128.self)
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: UInt.Type) throws -> UInt {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.integer(UInt.self)
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: UInt8.Type) throws -> UInt8 {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.integer(UInt8.self)
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: UInt16.Type) throws -> UInt16 {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.integer(UInt16.self)
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: UInt32.Type) throws -> UInt32 {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.integer(UInt32.self)
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: UInt64.Type) throws -> UInt64 {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.integer(UInt64.self)
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  mutating func decode(_ type: UInt128.Type) throws -> UInt128 {
    let reader = try current(type)
    do throws(JSONError) {
      let value = try reader.integer(UInt128.self)
      advance()
      return value
    } catch {
      throw error.decodingError(type)
    }
  }

  // MARK: - Nested

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
    let container = try ReaderKeyedContainer<Nested>(current(KeyedDecodingContainer<Nested>.self))
    advance()
    return KeyedDecodingContainer(container)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try ReaderUnkeyedContainer(current((any UnkeyedDecodingContainer).self))
    advance()
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = ReaderDecoder(reader: try current((any Decoder).self))
    advance()
    return decoder
  }
}
