import AloftCore
import Testing

@Suite struct DayTests {
  @Test(
    arguments: [
      (0, "1970-01-01"), (-1, "1969-12-31"), (59, "1970-03-01"), (11_016, "2000-02-29"), (-25_508, "1900-03-01"),
      (-719_162, "0001-01-01"), (2_932_896, "9999-12-31"), (20_483, "2026-01-30"),
    ])
  func aDayHasOneText(_ days: Int, _ text: String) {
    #expect(Day(daysSince1970: days).description == text)
    #expect(Day(text)?.daysSince1970 == days)
  }

  @Test func yearMonthAndDayAreToldApart() throws {
    let day = try #require(Day(year: 2024, month: 2, day: 29))
    #expect(day.year == 2024)
    #expect(day.month == 2)
    #expect(day.day == 29)
  }

  @Test func eachDayFollowsTheOneBefore() {
    var last = Day(daysSince1970: -719_163)
    for days in -719_162...2_932_896 {
      let day = Day(daysSince1970: days)
      let isNextInMonth = day.day == last.day + 1 && day.month == last.month && day.year == last.year
      let isNextMonth = day.day == 1 && last.day >= 28 && day.month == last.month % 12 + 1
      guard isNextInMonth || isNextMonth, Day(year: day.year, month: day.month, day: day.day) == day else {
        Issue.record("\(day) behind \(last)")
        return
      }
      last = day
    }
  }

  @Test(
    arguments: [
      (0, 1, 1), (10_000, 1, 1), (-1, 1, 1), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32), (2026, 4, 31),
      (2026, 2, 29), (1900, 2, 29), (2100, 2, 29), (Int.max, 1, 1),
    ])
  func daysThatDoNotExistAreNone(_ year: Int, _ month: Int, _ day: Int) {
    #expect(Day(year: year, month: month, day: day) == nil)
  }

  @Test(
    arguments: [
      "", "2026", "2026-01", "2026-1-1", "2026-01-1", "26-01-01", "2026/01/01", "2026-01-01 ", " 2026-01-01",
      "2026-01-01-", "2026-02-30", "0000-01-01", "-001-01-01", "2026-+1-01", "2026-01-０1", "20260101",
    ])
  func otherTextsAreNone(_ text: String) {
    #expect(Day(text) == nil)
  }

  @Test func aPartOfATextIsReadToo() {
    #expect(Day("2026-01-31T12:00".prefix(10)) == Day(year: 2026, month: 1, day: 31))
  }

  @Test func daysHaveTheirOrder() throws {
    let days = ["1969-12-31", "1970-01-01", "2024-02-29", "2024-03-01"].compactMap { Day($0) }
    #expect(days.count == 4)
    #expect(days.reversed().sorted() == days)
  }

  @Test func daysBeyondAllCalendarsDoNotOverflow() {
    #expect(Day(daysSince1970: .max).year > 9999)
    #expect(Day(daysSince1970: .min).year < 0)
    #expect(Day(daysSince1970: -719_163).description == "0000-12-31")
  }
}
