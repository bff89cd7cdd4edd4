internal import AloftCore

extension Bool: SQLValue {
  /// A truth value.
  public static var sqlType: SQLType { .bool }
  /// The truth value.
  public var sqlParameter: SQLParameter { .bool(self) }

  /// Reads a truth value; the numbers 0 and 1 are ones, for databases without that kind.
  public init(sqlCell: SQLCell) throws {
    switch sqlCell {
    case .bool(let value): self = value
    case .integer(0): self = false
    case .integer(1): self = true
    case .integer(let number): throw SQLMismatch(expected: "a truth value", found: "another number", value: "\(number)")
    default: throw SQLMismatch(expected: "a truth value", found: sqlCell)
    }
  }
}

extension SQLValue where Self: FixedWidthInteger {
  /// A whole number.
  public static var sqlType: SQLType { .integer(bits: databaseBits) }

  /// The number; one that no database can hold is refused when the statement runs.
  public var sqlParameter: SQLParameter {
    guard let number = Int64(exactly: self) else { return .unusable("\(self) is more than a whole number of 64 bits") }
    return .integer(number, bits: Self.databaseBits)
  }

  /// Databases have signed numbers only, and none of 8 bits.
  private static var databaseBits: Int {
    let bits = isSigned ? bitWidth : bitWidth + 1
    return bits <= 16 ? 16 : bits <= 32 ? 32 : 64
  }

  /// Reads a whole number that the type can hold.
  @inlinable
  public init(sqlCell: SQLCell) throws {
    guard case .integer(let number) = sqlCell else { throw SQLMismatch(expected: "a whole number", found: sqlCell) }
    guard let value = Self(exactly: number) else {
      throw SQLMismatch(
        expected: "a number that fits into \(Self.self)", found: "one that does not", value: "\(number)")
    }
    self = value
  }
}

extension Int: SQLValue {}
extension Int64: SQLValue {}
extension Int32: SQLValue {}
extension Int16: SQLValue {}
extension Int8: SQLValue {}
extension UInt: SQLValue {}
extension UInt64: SQLValue {}
extension UInt32: SQLValue {}
extension UInt16: SQLValue {}
extension UInt8: SQLValue {}

extension Double: SQLValue {
  /// A binary fraction.
  public static var sqlType: SQLType { .real }
  /// The number.
  public var sqlParameter: SQLParameter { .real(self) }

  /// Reads a binary fraction, or a whole number that is one exactly.
  public init(sqlCell: SQLCell) throws {
    switch sqlCell {
    case .real(let number): self = number
    case .integer(let number):
      guard let value = Double(exactly: number) else {
        throw SQLMismatch(
          expected: "a binary fraction", found: "a whole number that is none exactly", value: "\(number)")
      }
      self = value
    default: throw SQLMismatch(expected: "a binary fraction", found: sqlCell)
    }
  }
}

extension Float: SQLValue {
  /// A binary fraction.
  public static var sqlType: SQLType { .real }
  /// The number.
  public var sqlParameter: SQLParameter { .real(Double(self)) }
  /// Reads a binary fraction and rounds it.
  public init(sqlCell: SQLCell) throws { self = Float(try Double(sqlCell: sqlCell)) }
}

extension String: SQLValue {
  /// A text.
  public static var sqlType: SQLType { .text }
  /// The text.
  public var sqlParameter: SQLParameter { .text(self) }

  /// Reads a text.
  @inlinable
  public init(sqlCell: SQLCell) throws {
    switch sqlCell {
    case .text(let bytes), .json(let bytes): self = String(decoding: bytes, as: UTF8.self)
    default: throw SQLMismatch(expected: "a text", found: sqlCell)
    }
  }
}

extension Duration: SQLValue {
  /// A length of time.
  public static var sqlType: SQLType { .duration }

  /// The duration, to the microsecond.
  public var sqlParameter: SQLParameter {
    guard let microseconds = microseconds else { return .unusable("\(self) is longer than databases can hold") }
    return .duration(microseconds: microseconds)
  }

  /// The whole microseconds; `nil` where there are more than 64 bits of them.
  private var microseconds: Int64? {
    let (seconds, attoseconds) = components
    let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let (sum, overflowsToo) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000)
    return overflows || overflowsToo ? nil : sum
  }

  /// Reads a duration, or the microseconds of one, for databases without that kind.
  public init(sqlCell: SQLCell) throws {
    switch sqlCell {
    case .duration(let microseconds), .integer(let microseconds): self = .microseconds(microseconds)
    default: throw SQLMismatch(expected: "a duration", found: sqlCell)
    }
  }
}
