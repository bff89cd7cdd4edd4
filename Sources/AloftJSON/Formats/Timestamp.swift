internal import AloftCore

/// A point in time in UTC as RFC 3339 writes it: `2026-03-01T12:00:00.25Z`.
struct Timestamp {
  private static let secondsOfDay = 86_400
  /// From 1970 to 2001, where `Date` counts from.
  private static let wholeSecondsTo2001 = 978_307_200
  static let secondsTo2001 = Double(wholeSecondsTo2001)
  /// The seconds since 1970 of the first second of year 1 and of the last of year 9999.
  private static let allowed = -62_135_596_800...253_402_300_799

  static let longestText = 30

  /// Whole seconds since 1970.
  let seconds: Int
  let nanoseconds: Int
  /// How many digits of the fraction are written: 0, 3, 6 or 9, the fewest that are read as the same date again.
  private let digits: Int

  /// The point in time so many seconds after 2001 began; `nil` outside of the years 1 to 9999.
  init?(secondsSince2001 time: Double) {
    guard time.isFinite, abs(time) < 1e12 else { return nil }
    let floor = time.rounded(.down)
    let fraction = time - floor
    var seconds = Int(floor) + Self.wholeSecondsTo2001
    var nanoseconds = 0
    var digits = 0
    if fraction != 0 {
      for (count, scale) in [(3, 1e3), (6, 1e6), (9, 1e9)] {
        let rounded = (fraction * scale).rounded()
        digits = count
        nanoseconds = Int(rounded * (1e9 / scale))
        if Self.time(seconds: seconds, nanoseconds: nanoseconds) == time { break }
      }
      // A date closer to the next second than a nanosecond.
      if nanoseconds >= 1_000_000_000 { (seconds, nanoseconds, digits) = (seconds + 1, 0, 0) }
      if nanoseconds == 0 { digits = 0 }
    }
    guard Self.allowed.contains(seconds) else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
    self.digits = digits
  }

  /// The seconds after 2001 began.
  var secondsSince2001: Double { Self.time(seconds: seconds, nanoseconds: nanoseconds) }

  private static func time(seconds: Int, nanoseconds: Int) -> Double {
    Double(seconds - wholeSecondsTo2001) + Double(nanoseconds) / 1e9
  }

  // MARK: - Writing

  /// Puts the text, at most `longestText` bytes, at `target`; how many bytes.
  func write(to target: UnsafeMutablePointer<UInt8>) -> Int {
    var days = seconds / Self.secondsOfDay
    var time = seconds % Self.secondsOfDay
    if time < 0 { (days, time) = (days - 1, time + Self.secondsOfDay) }
    let (year, month, day) = Calendar.date(ofDay: days)
    Decimal64.write(year, digits: 4, to: target)
    target[4] = UInt8(ascii: "-")
    Decimal64.write(month, digits: 2, to: target + 5)
    target[7] = UInt8(ascii: "-")
    Decimal64.write(day, digits: 2, to: target + 8)
    target[10] = UInt8(ascii: "T")
    Decimal64.write(time / 3600, digits: 2, to: target + 11)
    target[13] = UInt8(ascii: ":")
    Decimal64.write(time / 60 % 60, digits: 2, to: target + 14)
    target[16] = UInt8(ascii: ":")
    Decimal64.write(time % 60, digits: 2, to: target + 17)
    var end = 19
    if digits > 0 {
      target[19] = UInt8(ascii: ".")
      let scale = digits == 3 ? 1_000_000 : digits == 6 ? 1000 : 1
      Decimal64.write(nanoseconds / scale, digits: digits, to: target + 20)
      end = 20 + digits
      while target[end - 1] == UInt8(ascii: "0") { end -= 1 }
    }
    target[end] = UInt8(ascii: "Z")
    return end + 1
  }

  // MARK: - Reading

  /// Reads RFC 3339's `date-time` (section 5.6); `nil` if the text is none, or no day or time of day there is.
  ///
  /// A second 60 is allowed where leap seconds are, in the last minute of a day in UTC (section 5.7), and is the second
  /// that follows: `Date` doesn't count leap seconds. Digits of the fraction behind the ninth are left out.
  init?(_ text: Span<UInt8>) {
    guard text.count >= 20, text.count <= 64, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
      text[10] | 0x20 == UInt8(ascii: "t"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
      let year = text.number(0..<4), let month = text.number(5..<7), let day = text.number(8..<10),
      let hour = text.number(11..<13), let minute = text.number(14..<16), let second = text.number(17..<19)
    else { return nil }
    guard year >= 1, (1...12).contains(month), day >= 1, day <= Self.days(of: month, year), hour < 24, minute < 60,
      second <= 60
    else { return nil }
    var index = 19
    guard let nanoseconds = Self.readFraction(text, &index), let offset = Self.readOffset(text, &index),
      index == text.count
    else { return nil }
    let minutes = hour * 60 + minute - offset
    if second == 60 {
      // The last minute of a day, in UTC.
      guard (minutes + 2880) % 1440 == 1439 else { return nil }
    }
    let seconds = Calendar.day(year: year, month: month, day: day) * Self.secondsOfDay + minutes * 60 + second
    guard Self.allowed.contains(seconds) else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
    digits = 9
  }

  private static func readFraction(_ text: Span<UInt8>, _ index: inout Int) -> Int? {
    guard text[index] == UInt8(ascii: ".") else { return 0 }
    index += 1
    var nanoseconds = 0
    var scale = 100_000_000
    let start = index
    while index < text.count, text[index].isDigit {
      nanoseconds += Int(text[index] - UInt8(ascii: "0")) * scale
      scale /= 10
      index += 1
    }
    return index > start ? nanoseconds : nil
  }

  /// Reads `Z` or `+02:00`: the minutes that the time is ahead of UTC.
  private static func readOffset(_ text: Span<UInt8>, _ index: inout Int) -> Int? {
    guard index < text.count else { return nil }
    let sign = text[index]
    index += 1
    if sign | 0x20 == UInt8(ascii: "z") { return 0 }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), text.count - index == 5,
      text[index + 2] == UInt8(ascii: ":"), let hours = text.number(index..<index + 2),
      let minutes = text.number(index + 3..<index + 5), hours < 24, minutes < 60
    else { return nil }
    index += 5
    return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
  }

  // MARK: - The calendar

  private static func days(of month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Span<UInt8> {
  /// The number that the digits of `range` are; `nil` if there is anything else.
  fileprivate func number(_ range: Range<Int>) -> Int? {
    var number = 0
    for index in range {
      guard self[index].isDigit else { return nil }
      number = number * 10 + Int(self[index] - UInt8(ascii: "0"))
    }
    return number
  }
}
