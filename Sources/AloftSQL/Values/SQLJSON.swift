internal import AloftJSON

/// A value of any `Codable` type that the database stores as JSON.
///
/// ```swift
/// try await db.execute("update users set settings = \(SQLJSON(settings)) where id = \(id)")
/// ```
public struct SQLJSON<Value: Codable & Sendable>: SQLValue {
  /// What the document means.
  public var value: Value

  /// Wraps a value.
  public init(_ value: Value) { self.value = value }

  /// A JSON document.
  public static var sqlType: SQLType { .json }

  /// The document; a value that can't be one is refused when the statement runs.
  public var sqlParameter: SQLParameter {
    do {
      return .json(String(decoding: try JSONCoding().encode(value), as: UTF8.self))
    } catch {
      return .unusable("\(Value.self) can't be written as JSON: \(error)")
    }
  }

  /// Reads a document, or the text of one, for databases without that kind.
  public init(sqlCell: SQLCell) throws {
    switch sqlCell {
    case .json(let bytes), .text(let bytes):
      do {
        value = try JSONCoding().decode(Value.self, from: Array(bytes))
      } catch {
        throw SQLMismatch(expected: "JSON of \(Value.self)", found: "a document that is not", value: "\(error)")
      }
    default: throw SQLMismatch(expected: "JSON", found: sqlCell)
    }
  }
}

extension SQLJSON: Equatable where Value: Equatable {}
extension SQLJSON: Hashable where Value: Hashable {}
