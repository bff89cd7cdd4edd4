internal import AloftCore

extension JSONReader {
  var steps: [JSONError.Step] { context.document.steps(to: Int(index)) }

  /// Reads a value with the type's own reading if it has one, else with its `Decodable` one.
  @inline(__always)
  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    // Comparing types costs nothing, a cast at run time a hundred times as much. Once the types are known to be the
    // same, the bits are, too.
    if T.self == String.self {
      do throws(JSONError) { return unsafeBitCast(try string(), to: T.self) } catch { throw error.decodingError(type) }
    }
    if T.self == Int.self {
      do throws(JSONError) { return unsafeBitCast(try integer(Int.self), to: T.self) } catch {
        throw error.decodingError(type)
      }
    }
    if FoundationTypes.isDate(T.self) { return try readDate(as: type) }
    if T.self == [String].self { return unsafeBitCast(try read([String].self), to: T.self) }
    if let readable = context.readable(T.self) { return try read(readable, as: type) }
    if FoundationTypes.isData(T.self), let data = FoundationTypes.data(try readBase64(as: type), as: type) {
      return data
    }
    return try T(from: ReaderDecoder(reader: self))
  }

  private func readDate<T: Decodable>(as type: T.Type) throws -> T {
    let seconds: Double
    do throws(JSONError) { seconds = try secondsSince2001() } catch { throw error.decodingError(type) }
    return try FoundationTypes.date(secondsSince2001: seconds, as: type)
  }

  private func readBase64<T>(as type: T.Type) throws -> [UInt8] {
    do throws(JSONError) { return try base64() } catch { throw error.decodingError(type) }
  }

  private func read<R: JSONReadable>(_ type: R.Type) throws -> R {
    do { return try R(json: self) } catch let error as JSONError { throw error.decodingError(type) }
  }

  private func read<R: JSONReadable, T: Decodable>(_ readable: R.Type, as type: T.Type) throws -> T {
    let value = try read(readable)
    // `R` is the type `T`, found through its conformance: the same bits.
    return withUnsafePointer(to: value) { $0.withMemoryRebound(to: T.self, capacity: 1) { $0.pointee } }
  }
}
