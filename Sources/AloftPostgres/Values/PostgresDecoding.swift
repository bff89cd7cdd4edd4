internal import AloftCore
internal import AloftSQL
internal import CPostgres

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How values are read from PostgreSQL's binary form.
enum PostgresDecoding {
  /// Reads a value.
  ///
  /// - Parameters:
  ///   - type: The number of its type.
  ///   - bytes: The value.
  static func cell(_ type: Oid, _ bytes: UnsafeRawBufferPointer) -> SQLCell {
    switch type {
    case PostgresTypes.int8: return integer(bytes, Int64.self)
    case PostgresTypes.int4: return integer(bytes, Int32.self)
    case PostgresTypes.text: return .text(bytes)
    case PostgresTypes.bool: return bytes.first.map { .bool($0 != 0) } ?? broken
    case PostgresTypes.float8: return number(bytes, UInt64.self).map { .real(Double(bitPattern: $0)) } ?? broken
    case PostgresTypes.timestamptz, PostgresTypes.timestamp: return date(bytes)
    case PostgresTypes.uuid: return bytes.count == 16 ? .uuid(UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))) : broken
    case PostgresTypes.int2: return integer(bytes, Int16.self)
    case PostgresTypes.oid: return number(bytes, UInt32.self).map { .integer(Int64($0)) } ?? broken
    case PostgresTypes.float4: return number(bytes, UInt32.self).map { .real(Double(Float(bitPattern: $0))) } ?? broken
    case PostgresTypes.bytea: return .bytes(bytes)
    case PostgresTypes.numeric: return numeric(bytes)
    case PostgresTypes.json: return .json(bytes)
    case PostgresTypes.jsonb:
      return bytes.first == 1 ? .json(UnsafeRawBufferPointer(rebasing: bytes.dropFirst())) : broken
    case PostgresTypes.date: return day(bytes)
    case PostgresTypes.time:
      return number(bytes, Int64.self).flatMap { TimeOfDay(microseconds: $0) }.map { .timeOfDay($0) } ?? broken
    case PostgresTypes.interval: return interval(bytes)
    case PostgresTypes.void: return .null
    default: return other(type, bytes)
    }
  }

  private static var broken: SQLCell { .unreadable("a value in a form that PostgreSQL does not send") }

  private static func other(_ type: Oid, _ bytes: UnsafeRawBufferPointer) -> SQLCell {
    if PostgresTypes.otherTexts.contains(type) { return .text(bytes) }
    if let element = PostgresTypes.elements[type] { return array(of: element, bytes) }
    // Enums, and texts of extensions, are sent as they are written.
    if type >= PostgresTypes.firstOfUsers, isUTF8(bytes) { return .text(bytes) }
    return .unreadable("a value of the type with the number \(type); cast it in the statement, as in `column::text`")
  }

  private static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }

  // MARK: - Numbers

  static func number<Number: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ type: Number.Type) -> Number? {
    guard bytes.count == MemoryLayout<Number>.size else { return nil }
    return Number(bigEndian: bytes.loadUnaligned(as: type))
  }

  private static func integer<Number: FixedWidthInteger & SignedInteger>(
    _ bytes: UnsafeRawBufferPointer, _ type: Number.Type
  ) -> SQLCell {
    number(bytes, type).map { .integer(Int64($0)) } ?? broken
  }

  /// Four digits at a time, with the place of the first (`numeric_send`).
  private static func numeric(_ bytes: UnsafeRawBufferPointer) -> SQLCell {
    func part(_ index: Int) -> Int16? {
      let start = index * 2
      guard start + 2 <= bytes.count else { return nil }
      return Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: Int16.self))
    }
    guard let count = part(0), let weight = part(1), let sign = part(2) else { return broken }
    switch UInt16(bitPattern: sign) {
    case 0, 0x4000: break
    case 0xC000: return .unreadable("NaN")
    default: return .unreadable("infinity")
    }
    guard count >= 0, bytes.count == 8 + Int(count) * 2 else { return broken }
    var digits: [UInt8] = []
    digits.reserveCapacity(Int(count) * 4)
    for index in 0..<Int(count) {
      guard let group = part(4 + index), (0...9999).contains(group) else { return broken }
      for divisor in [1000, 100, 10, 1] { digits.append(UInt8(Int(group) / divisor % 10)) }
    }
    let exponent = (Int(weight) - Int(count) + 1) * 4
    guard let decimal = DecimalText.decimal(digits: digits, exponent: exponent, isNegative: sign != 0) else {
      return .unreadable("a number of more than \(DecimalText.mostDigits) digits; cast it, as in `column::text`")
    }
    return .decimal(decimal)
  }

  // MARK: - Dates

  private static func date(_ bytes: UnsafeRawBufferPointer) -> SQLCell {
    guard let sinceEpoch = number(bytes, Int64.self) else { return broken }
    guard sinceEpoch != .max, sinceEpoch != .min else { return .unreadable("infinity") }
    let (microseconds, overflows) = sinceEpoch.addingReportingOverflow(PostgresEncoding.epoch)
    return overflows ? .unreadable("a date beyond what can be read") : .date(microseconds: microseconds)
  }

  private static func day(_ bytes: UnsafeRawBufferPointer) -> SQLCell {
    guard let days = number(bytes, Int32.self) else { return broken }
    guard days != .max, days != .min else { return .unreadable("infinity") }
    return .day(Day(daysSince1970: Int(days) + PostgresEncoding.epochDay))
  }

  /// Microseconds, days and months, which are not the same: a month has no length.
  private static func interval(_ bytes: UnsafeRawBufferPointer) -> SQLCell {
    guard bytes.count == 16 else { return broken }
    let microseconds = Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
    let days = Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: Int32.self))
    let months = Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 12, as: Int32.self))
    guard months == 0 else {
      return .unreadable("an interval of months, which has no length; cast it, as in `column::text`")
    }
    let (sum, overflows) = microseconds.addingReportingOverflow(Int64(days) * 86_400_000_000)
    return overflows ? .unreadable("an interval beyond what can be read") : .duration(microseconds: sum)
  }

  // MARK: - Arrays

  /// Dimensions, whether there are NULLs, the elements' type, sizes and first indexes, the elements (`array_send`).
  private static func array(of element: Oid, _ bytes: UnsafeRawBufferPointer) -> SQLCell {
    func number(at offset: Int) -> Int? {
      guard offset >= 0, offset + 4 <= bytes.count else { return nil }
      return Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
    }
    guard let dimensions = number(at: 0) else { return broken }
    if dimensions == 0 { return .array([]) }
    guard dimensions == 1 else { return .unreadable("an array of \(dimensions) dimensions") }
    guard let count = number(at: 12), count >= 0 else { return broken }
    var cells: [SQLCell] = []
    var offset = 20
    for _ in 0..<count {
      guard let length = number(at: offset) else { return broken }
      offset += 4
      if length < 0 {
        cells.append(.null)
        continue
      }
      guard offset + length <= bytes.count else { return broken }
      cells.append(cell(element, UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])))
      offset += length
    }
    return .array(cells)
  }
}
