internal import AloftCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension HTTPDate {
  /// Reads a date in any of the three forms that HTTP has had (RFC 9110, section 5.6.7), and with an offset of mail.
  ///
  /// - Parameters:
  ///   - text: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
  ///   - now: The time by which a year of two digits is understood, in seconds since 1970; the clock's if left out.
  /// - Returns: Seconds since 1970-01-01T00:00:00Z; `nil` for what is no date of the years 0 to 9999.
  public static func secondsSince1970(parsing text: some StringProtocol, now: Int? = nil) -> Int? {
    // A date is short: nobody makes us look at more.
    guard text.utf8.count <= 64 else { return nil }
    var words = Substring(text).utf8.split { $0.isBlank || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "-") }
    // The sign of an offset is none of the hyphens that separate.
    let offset = zoneOffset(in: text)
    if let first = words.first, first.first.map(isLetter) == true, first.count >= 3, month(first) == nil {
      words.removeFirst()
    }
    guard (4...5).contains(words.count) else { return nil }
    if words.count == 4, month(words[0]) != nil {
      // asctime's order: month, day, time, year.
      return seconds(day: words[1], month: words[0], year: words[3], time: words[2], offset: 0, now)
    }
    guard let offset else { return nil }
    return seconds(day: words[0], month: words[1], year: words[2], time: words[3], offset: offset, now)
  }

  /// The seconds that the zone is ahead of UTC; 0 where none is named, `nil` for one that nobody knows.
  private static func zoneOffset(in text: some StringProtocol) -> Int? {
    guard let last = Substring(text).utf8.split(whereSeparator: \.isBlank).last else { return nil }
    let name = String(Substring(last)).uppercased()
    if ["GMT", "UTC", "UT", "Z"].contains(name) || last.contains(UInt8(ascii: ":")) { return 0 }
    guard last.count == 5, let sign = last.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hours = FieldText.decimal(last.dropFirst().prefix(2)), let minutes = FieldText.decimal(last.dropFirst(3)),
      minutes < 60
    else { return nil }
    return (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
  }

  private static func seconds(
    day: Substring.UTF8View, month name: Substring.UTF8View, year: Substring.UTF8View, time: Substring.UTF8View,
    offset: Int, _ now: Int?
  ) -> Int? {
    guard let day = FieldText.decimal(day), let month = month(name), let number = FieldText.decimal(year),
      let second = secondOfDay(time)
    else { return nil }
    func seconds(in year: Int) -> Int? {
      guard (1...daysIn(month, of: year)).contains(day) else { return nil }
      let seconds = Calendar.day(year: year, month: month, day: day) * 86_400 + second - offset
      return writable.contains(seconds) ? seconds : nil
    }
    if year.count == 4 { return seconds(in: number) }
    guard year.count == 2 else { return nil }
    // Of two digits: of this century, but not more than fifty years ahead.
    let now = min(max(now ?? clock, writable.lowerBound), writable.upperBound)
    let today = Calendar.date(ofDay: (now >= 0 ? now : now - 86_399) / 86_400)
    let ahead = today.year - today.year % 100 + number
    guard ahead != today.year + 50 else {
      let isTooFar = seconds(in: ahead).map { $0 > fiftyYears(after: now, today) } ?? true
      return seconds(in: isTooFar ? ahead - 100 : ahead)
    }
    return seconds(in: ahead > today.year + 50 ? ahead - 100 : ahead)
  }

  /// The same time of the same day, fifty years later; for a leap day that of the day behind it.
  private static func fiftyYears(after now: Int, _ today: (year: Int, month: Int, day: Int)) -> Int {
    let start = Calendar.day(year: today.year, month: today.month, day: today.day)
    return now + (Calendar.day(year: today.year + 50, month: today.month, day: today.day) - start) * 86_400
  }

  private static var clock: Int { time(nil) }

  /// The second of the day; a leap second counts as the one before.
  private static func secondOfDay(_ time: Substring.UTF8View) -> Int? {
    let parts = time.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.count == 2 }) else { return nil }
    let numbers = parts.compactMap { FieldText.decimal($0) }
    guard numbers.count == parts.count, numbers[0] < 24, numbers[1] < 60 else { return nil }
    let second = numbers.count == 3 ? numbers[2] : 0
    guard second <= 60 else { return nil }
    return numbers[0] * 3600 + numbers[1] * 60 + min(second, 59)
  }

  private static func month(_ bytes: Substring.UTF8View) -> Int? {
    monthNames.firstIndex { FieldText.equal($0, Substring(bytes)) }.map { $0 + 1 }
  }

  private static func daysIn(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte.lowercased &- 0x61 < 26 }
}
