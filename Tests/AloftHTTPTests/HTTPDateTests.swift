import AloftHTTP
import Testing

@Suite struct HTTPDateTests {
  @Test(arguments: [
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
    (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (951_868_799, "Tue, 29 Feb 2000 23:59:59 GMT"),
    (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"), (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
    (1_735_689_599, "Tue, 31 Dec 2024 23:59:59 GMT"), (1_735_689_600, "Wed, 01 Jan 2025 00:00:00 GMT"),
    (2_147_483_647, "Tue, 19 Jan 2038 03:14:07 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
    (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
  ])
  func secondsBecomeADate(_ seconds: Int, _ text: String) {
    #expect(HTTPDate.text(secondsSince1970: seconds) == text)
  }

  @Test(arguments: [
    (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (-86_400, "Wed, 31 Dec 1969 00:00:00 GMT"),
    (-86_401, "Tue, 30 Dec 1969 23:59:59 GMT"), (-2_203_891_200, "Thu, 01 Mar 1900 00:00:00 GMT"),
    (-2_203_891_201, "Wed, 28 Feb 1900 23:59:59 GMT"), (-11_644_473_600, "Mon, 01 Jan 1601 00:00:00 GMT"),
  ])
  func datesBefore1970CountBackwards(_ seconds: Int, _ text: String) {
    #expect(HTTPDate.text(secondsSince1970: seconds) == text)
  }

  @Test func aYearHasFourDigits() {
    #expect(HTTPDate.text(secondsSince1970: -62_135_596_800) == "Mon, 01 Jan 0001 00:00:00 GMT")
  }

  @Test func timesThatCannotBeWrittenBecomeTheNearestThatCan() {
    #expect(HTTPDate.text(secondsSince1970: .max) == "Fri, 31 Dec 9999 23:59:59 GMT")
    #expect(HTTPDate.text(secondsSince1970: .min) == "Sat, 01 Jan 0000 00:00:00 GMT")
  }

  @Test func everyDayFollowsTheDayBefore() {
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    var previous = ""
    for day in 0..<(400 * 366) {
      let text = String(HTTPDate.text(secondsSince1970: day * 86_400).prefix(16))
      #expect(text.hasPrefix(weekdays[day % 7]))
      #expect(text != previous)
      previous = text
    }
    #expect(HTTPDate.text(secondsSince1970: 146_097 * 86_400).hasPrefix("Thu, 01 Jan 2370"))
  }
}
