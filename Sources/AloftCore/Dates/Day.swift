/// A day of the calendar, without a time and without a time zone: a birthday, a due date.
///
/// The calendar is the proleptic Gregorian one, as SQL's and ISO 8601's are.
public struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The days since 1970-01-01, negative before.
  public let daysSince1970: Int

  /// The day so many days after 1970-01-01.
  public init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

  /// The day of a date.
  ///
  /// - Parameters:
  ///   - year: The year, 1 to 9999.
  ///   - month: The month, 1 to 12.
  ///   - day: The day of the month, counted from 1.
  /// - Returns: `nil` if there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
    self.init(daysSince1970: Calendar.day(year: year, month: month, day: day))
    guard self.month == month else { return nil }
  }

  /// The day that a text names.
  ///
  /// - Parameter text: `YYYY-MM-DD`, as of ISO 8601.
  /// - Returns: `nil` if the text has another form or names a day that does not exist.
  public init?(_ text: some StringProtocol) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2] else { return nil }
    var numbers: [Int] = []
    for part in parts {
      guard let number = Digits.number(part) else { return nil }
      numbers.append(number)
    }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  private var date: (year: Int, month: Int, day: Int) {
    // Beyond this the arithmetic would overflow, and no database has such days.
    Calendar.date(ofDay: max(-4_000_000_000, min(4_000_000_000, daysSince1970)))
  }

  /// The year.
  public var year: Int { date.year }
  /// The month, 1 to 12.
  public var month: Int { date.month }
  /// The day of the month, counted from 1.
  public var day: Int { date.day }

  /// `YYYY-MM-DD`.
  public var description: String {
    let (year, month, day) = date
    let sign = year < 0 ? "-" : ""
    return "\(sign)\(Digits.text(abs(year), width: 4))-\(Digits.text(month, width: 2))-\(Digits.text(day, width: 2))"
  }

  /// Whether one day is before another.
  public static func < (left: Day, right: Day) -> Bool { left.daysSince1970 < right.daysSince1970 }
}
