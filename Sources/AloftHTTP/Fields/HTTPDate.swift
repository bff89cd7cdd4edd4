internal import AloftCore

/// Dates as HTTP writes them, `Mon, 23 Nov 2026 20:48:24 GMT` (RFC 9110, section 5.6.7).
public enum HTTPDate {
  /// The times that can be written: a year has four digits.
  static let writable = -62_167_219_200...253_402_300_799

  /// The text of a time; before the year 0 and after 9999 that of the nearest that can be written.
  ///
  /// - Parameter seconds: Seconds since 1970-01-01T00:00:00Z.
  public static func text(secondsSince1970 seconds: Int) -> String {
    let seconds = min(max(seconds, writable.lowerBound), writable.upperBound)
    let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    let second = seconds - days * 86_400
    let (year, month, day) = Calendar.date(ofDay: days)
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][((days % 7) + 7) % 7]
    let name = monthNames[month - 1]
    let time = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
    return "\(weekday), \(two(day)) \(name) \(two(year / 100))\(two(year % 100)) \(time) GMT"
  }

  static let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
