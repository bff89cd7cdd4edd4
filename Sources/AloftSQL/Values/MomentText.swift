internal import AloftCore

/// The text of moments in databases that have no other form for them: `2026-01-31 12:30:00.000000`, in UTC.
///
/// The text has one length, so that its order is that of time, and SQLite's functions of dates read it.
public enum MomentText {
  private static let day: Int64 = 86_400_000_000

  /// The text of a moment.
  ///
  /// - Parameter microseconds: The microseconds since 1970-01-01T00:00:00Z.
  /// - Returns: `nil` outside of the years 1 to 9999.
  public static func text(of microseconds: Int64) -> String? {
    var days = microseconds / day
    var rest = microseconds % day
    if rest < 0 {
      rest += day
      days -= 1
    }
    let date = Day(daysSince1970: Int(days))
    guard (1...9999).contains(date.year), let time = TimeOfDay(microseconds: rest) else { return nil }
    let fraction = time.microsecond == 0 ? ".000000" : ""
    return "\(date) \(time)\(fraction)"
  }

  /// The moment of a text of ISO 8601, or of the form above.
  ///
  /// - Parameter text: A day, or a day and a time behind `T` or a blank, with `Z`, an offset such as `+01:00` or neither,
  ///   which is UTC.
  /// - Returns: The microseconds since 1970-01-01T00:00:00Z; `nil` for other texts.
  public static func microseconds(of text: String) -> Int64? {
    let bytes = text.utf8
    guard bytes.count >= 10, let day = Day(text.prefix(10)) else { return nil }
    let start = Int64(day.daysSince1970) * Self.day
    var rest = text.dropFirst(10)
    if rest.isEmpty { return start }
    guard rest.first == " " || rest.first == "T" else { return nil }
    rest = rest.dropFirst()
    var offset: Int64 = 0
    if rest.last == "Z" {
      rest = rest.dropLast()
    } else if let sign = rest.lastIndex(where: { $0 == "+" || $0 == "-" }) {
      guard let minutes = offsetMinutes(rest[rest.index(after: sign)...]) else { return nil }
      offset = (rest[sign] == "-" ? -minutes : minutes) * 60_000_000
      rest = rest[..<sign]
    }
    guard let time = TimeOfDay(rest) else { return nil }
    return start + time.microseconds - offset
  }

  /// `01:00`, `0100` or `01`.
  private static func offsetMinutes(_ text: Substring) -> Int64? {
    let digits = text.utf8.filter { $0 != UInt8(ascii: ":") }
    guard digits.count == 2 || digits.count == 4, let hours = Digits.number(digits.prefix(2)) else { return nil }
    guard digits.count == 4 else { return hours < 24 ? Int64(hours * 60) : nil }
    guard let minutes = Digits.number(digits.dropFirst(2)), hours < 24, minutes < 60 else { return nil }
    return Int64(hours * 60 + minutes)
  }
}
