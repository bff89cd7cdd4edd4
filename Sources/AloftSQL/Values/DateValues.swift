public import AloftCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension Day: SQLValue {
  /// A day of the calendar.
  public static var sqlType: SQLType { .day }
  /// The day.
  public var sqlParameter: SQLParameter { .day(self) }

  /// Reads a day, or the text of one, for databases without that kind.
  public init(sqlCell: SQLCell) throws {
    switch sqlCell {
    case .day(let day): self = day
    case .text(let bytes):
      let text = String(decoding: bytes, as: UTF8.self)
      guard let day = Day(text) else { throw SQLMismatch(expected: "a day", found: "a text that is none", value: text) }
      self = day
    default: throw SQLMismatch(expected: "a day", found: sqlCell)
    }
  }
}

extension TimeOfDay: SQLValue {
  /// A time of the day.
  public static var sqlType: SQLType { .timeOfDay }
  /// The time.
  public var sqlParameter: SQLParameter { .timeOfDay(self) }

  /// Reads a time, or the text of one, for databases without that kind.
  public init(sqlCell: SQLCell) throws {
    switch sqlCell {
    case .timeOfDay(let time): self = time
    case .text(let bytes):
      let text = String(decoding: bytes, as: UTF8.self)
      guard let time = TimeOfDay(text) else {
        throw SQLMismatch(expected: "a time of the day", found: "a text that is none", value: text)
      }
      self = time
    default: throw SQLMismatch(expected: "a time of the day", found: sqlCell)
    }
  }
}

extension Date: SQLValue {
  /// A moment.
  public static var sqlType: SQLType { .date }

  /// The moment, to the microsecond.
  public var sqlParameter: SQLParameter {
    guard let microseconds = Int64(exactly: (timeIntervalSince1970 * 1_000_000).rounded()) else {
      return .unusable("this date is beyond what databases can hold")
    }
    return .date(microseconds: microseconds)
  }

  /// Reads a moment; for databases without that kind also its text, in UTC unless it names another offset.
  public init(sqlCell: SQLCell) throws {
    switch sqlCell {
    case .date(let microseconds): self.init(microsecondsSince1970: microseconds)
    case .text(let bytes):
      let text = String(decoding: bytes, as: UTF8.self)
      guard let microseconds = MomentText.microseconds(of: text) else {
        throw SQLMismatch(expected: "a date", found: "a text that is none", value: text)
      }
      self.init(microsecondsSince1970: microseconds)
    default: throw SQLMismatch(expected: "a date", found: sqlCell)
    }
  }

  private init(microsecondsSince1970 microseconds: Int64) {
    // In two parts: the whole seconds are exact, and so is what is left of 64 bits beside the fraction.
    let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    self.init(timeIntervalSince1970: Double(seconds) + Double(rest) / 1_000_000)
  }
}
