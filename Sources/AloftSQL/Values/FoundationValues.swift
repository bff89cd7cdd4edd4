#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension UUID: SQLValue {
  /// A UUID.
  public static var sqlType: SQLType { .uuid }
  /// The UUID.
  public var sqlParameter: SQLParameter { .uuid(self) }

  /// Reads a UUID, or the text or the 16 bytes of one, for databases without that kind.
  public init(sqlCell: SQLCell) throws {
    switch sqlCell {
    case .uuid(let uuid): self = uuid
    case .text(let bytes):
      let text = String(decoding: bytes, as: UTF8.self)
      guard let uuid = UUID(uuidString: text) else {
        throw SQLMismatch(expected: "a UUID", found: "a text that is none", value: text)
      }
      self = uuid
    case .bytes(let bytes) where bytes.count == 16:
      self = UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    default: throw SQLMismatch(expected: "a UUID", found: sqlCell)
    }
  }
}

extension Data: SQLValue {
  /// Bytes.
  public static var sqlType: SQLType { .bytes }
  /// The bytes.
  public var sqlParameter: SQLParameter { .bytes(Array(self)) }

  /// Reads bytes.
  public init(sqlCell: SQLCell) throws {
    guard case .bytes(let bytes) = sqlCell else { throw SQLMismatch(expected: "bytes", found: sqlCell) }
    self = Data(bytes)
  }
}

extension Decimal: SQLValue {
  /// An exact decimal.
  public static var sqlType: SQLType { .decimal }

  /// The decimal.
  public var sqlParameter: SQLParameter { isNaN ? .unusable("a decimal that is not a number") : .decimal(self) }

  /// Reads a decimal, a whole number, or the text of a decimal, for databases without that kind.
  ///
  /// A binary fraction is refused: what it was rounded to can't be told any more.
  public init(sqlCell: SQLCell) throws {
    switch sqlCell {
    case .decimal(let decimal): self = decimal
    case .integer(let number): self = Decimal(number)
    case .text(let bytes):
      let text = String(decoding: bytes, as: UTF8.self)
      guard let decimal = DecimalText.decimal(of: text) else {
        throw SQLMismatch(expected: "a decimal", found: "a text that is none", value: text)
      }
      self = decimal
    default: throw SQLMismatch(expected: "a decimal", found: sqlCell)
    }
  }
}
