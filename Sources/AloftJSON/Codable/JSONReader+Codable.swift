#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

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
    if T.self == Date.self { return unsafeBitCast(try read(Date.self), to: T.self) }
    if T.self == [String].self { return unsafeBitCast(try read([String].self), to: T.self) }
    if let readable = context.readable(T.self) { return try read(readable, as: type) }
    return try T(from: ReaderDecoder(reader: self))
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
