internal import AloftCore
internal import AloftSQL
internal import CPostgres

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How values are sent: numbers, dates and the like in PostgreSQL's binary form, what has text in it as text.
enum PostgresEncoding {
  /// The microseconds from 1970 to 2000, where PostgreSQL's dates begin.
  static let epoch: Int64 = 946_684_800_000_000
  /// The days from 1970 to 2000.
  static let epochDay = 10_957

  /// Adds a value.
  ///
  /// - Returns: Its type, and whether it is in binary form.
  /// - Throws: ``SQLError`` if PostgreSQL has no such value.
  static func append(_ value: SQLParameter, to bytes: inout [UInt8]) throws -> (type: Oid, isBinary: Bool) {
    switch value {
    case .null(let type): return (PostgresTypes.oid(of: type), false)
    case .bool(let value):
      bytes.append(value ? 1 : 0)
      return (PostgresTypes.bool, true)
    case .integer(let number, let bits): return (append(number, bits, to: &bytes), true)
    case .real(let number):
      append(number.bitPattern, to: &bytes)
      return (PostgresTypes.float8, true)
    case .bytes(let value):
      bytes += value
      return (PostgresTypes.bytea, true)
    case .uuid(let uuid):
      withUnsafeBytes(of: uuid.uuid) { bytes += $0 }
      return (PostgresTypes.uuid, true)
    case .date(let microseconds):
      let (sinceEpoch, overflows) = microseconds.subtractingReportingOverflow(epoch)
      guard !overflows else { throw SQLError(.invalidValue, "this date is beyond what PostgreSQL holds") }
      append(sinceEpoch, to: &bytes)
      return (PostgresTypes.timestamptz, true)
    case .day(let day):
      guard let days = Int32(exactly: day.daysSince1970 - epochDay) else {
        throw SQLError(.invalidValue, "this day is beyond what PostgreSQL holds")
      }
      append(days, to: &bytes)
      return (PostgresTypes.date, true)
    case .timeOfDay(let time):
      append(time.microseconds, to: &bytes)
      return (PostgresTypes.time, true)
    case .duration(let microseconds):
      append(microseconds, to: &bytes)
      append(Int64(0), to: &bytes)  // days and months
      return (PostgresTypes.interval, true)
    case .decimal, .text, .json, .array:
      bytes += try text(of: value).utf8
      return (type(of: value), false)
    case .unusable(let reason): throw SQLError(.invalidValue, reason)
    }
  }

  private static func append(_ number: Int64, _ bits: Int, to bytes: inout [UInt8]) -> Oid {
    if bits <= 16, let number = Int16(exactly: number) {
      append(number, to: &bytes)
      return PostgresTypes.int2
    }
    if bits <= 32, let number = Int32(exactly: number) {
      append(number, to: &bytes)
      return PostgresTypes.int4
    }
    append(number, to: &bytes)
    return PostgresTypes.int8
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
  }

  private static func type(of value: SQLParameter) -> Oid {
    switch value {
    case .decimal: PostgresTypes.numeric
    case .json: PostgresTypes.jsonb
    case .array(let element, _): PostgresTypes.oid(of: .array(element))
    default: 0
    }
  }

  // MARK: - Texts

  /// A value as PostgreSQL reads it from text, in arrays and in what is copied.
  ///
  /// - Throws: ``SQLError`` if PostgreSQL has no such value.
  static func text(of value: SQLParameter) throws -> String {
    switch value {
    case .null: return "NULL"
    case .bool(let value): return value ? "t" : "f"
    case .integer(let number, _): return String(number)
    case .real(let number): return text(of: number)
    case .decimal(let decimal): return DecimalText.text(of: decimal)
    case .text(let text), .json(let text):
      guard !text.utf8.contains(0) else {
        throw SQLError(
          .invalidValue, "the text has U+0000 in it, which PostgreSQL can't store", fix: "take it out, or store bytes")
      }
      return text
    case .bytes(let bytes):
      var text = "\\x"
      for byte in bytes {
        text.append(hexadecimal[Int(byte >> 4)])
        text.append(hexadecimal[Int(byte & 15)])
      }
      return text
    case .uuid(let uuid): return uuid.uuidString
    case .date(let microseconds):
      guard let text = MomentText.text(of: microseconds) else {
        throw SQLError(.invalidValue, "this date is beyond what its text can say")
      }
      return "\(text)+00"
    case .day(let day): return day.description
    case .timeOfDay(let time): return time.description
    case .duration(let microseconds): return "\(microseconds) microseconds"
    case .array(_, let elements): return try text(ofArray: elements)
    case .unusable(let reason): throw SQLError(.invalidValue, reason)
    }
  }

  private static let hexadecimal = Array("0123456789abcdef")

  private static func text(of number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return number.description
  }

  private static func text(ofArray elements: [SQLParameter]) throws -> String {
    var text = "{"
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      switch element {
      case .null: text += "NULL"
      case .array(_, let inner): text += try self.text(ofArray: inner)
      default:
        text += "\""
        for scalar in try self.text(of: element).unicodeScalars {
          if scalar == "\"" || scalar == "\\" { text += "\\" }
          text.unicodeScalars.append(scalar)
        }
        text += "\""
      }
    }
    return text + "}"
  }
}
