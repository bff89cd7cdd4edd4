/// A time of the day, without a day and without a time zone: when a shop opens.
public struct TimeOfDay: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The microseconds since midnight, 0 to 86,400,000,000; the last is midnight at the day's end, as SQL has it.
  public let microseconds: Int64

  /// The time so many microseconds after midnight.
  ///
  /// - Returns: `nil` if the day has no such time.
  public init?(microseconds: Int64) {
    guard (0...86_400_000_000).contains(microseconds) else { return nil }
    self.microseconds = microseconds
  }

  /// The time that a clock shows.
  ///
  /// - Parameters:
  ///   - hour: The hour, 0 to 23.
  ///   - minute: The minute, 0 to 59.
  ///   - second: The second, 0 to 59.
  ///   - microsecond: The microsecond, 0 to 999,999.
  /// - Returns: `nil` if no clock shows it.
  public init?(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      (0...999_999).contains(microsecond)
    else { return nil }
    microseconds = Int64(((hour * 60 + minute) * 60 + second) * 1_000_000 + microsecond)
  }

  /// The time that a text names.
  ///
  /// - Parameter text: `HH:MM`, `HH:MM:SS` or that with a fraction of up to six digits; `24:00:00` is the day's end.
  /// - Returns: `nil` if the text has another form or no clock shows it.
  public init?(_ text: some StringProtocol) {
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, parts[0].count == 2, parts[1].count == 2,
      let hour = Digits.number(parts[0]), let minute = Digits.number(parts[1])
    else { return nil }
    var second = 0
    var fraction = 0
    if parts.count == 3 {
      guard let (whole, millionths) = Digits.seconds(parts[2]) else { return nil }
      (second, fraction) = (whole, millionths)
    }
    if hour == 24, minute == 0, second == 0, fraction == 0 {
      self.init(microseconds: 86_400_000_000)
    } else {
      self.init(hour: hour, minute: minute, second: second, microsecond: fraction)
    }
  }

  /// The hour, 0 to 24.
  public var hour: Int { Int(microseconds / 3_600_000_000) }
  /// The minute, 0 to 59.
  public var minute: Int { Int(microseconds / 60_000_000 % 60) }
  /// The second, 0 to 59.
  public var second: Int { Int(microseconds / 1_000_000 % 60) }
  /// The microsecond, 0 to 999,999.
  public var microsecond: Int { Int(microseconds % 1_000_000) }

  /// `HH:MM:SS`, with six digits of a fraction where there is one.
  public var description: String {
    let whole = "\(Digits.text(hour, width: 2)):\(Digits.text(minute, width: 2)):\(Digits.text(second, width: 2))"
    return microsecond == 0 ? whole : "\(whole).\(Digits.text(microsecond, width: 6))"
  }

  /// Whether one time is before another.
  public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.microseconds < right.microseconds }
}
