import AloftCore
import Testing

@Suite struct TimeOfDayTests {
  @Test(
    arguments: [
      (0, "00:00:00"), (1, "00:00:00.000001"), (34_200_000_000, "09:30:00"), (43_200_500_000, "12:00:00.500000"),
      (86_399_999_999, "23:59:59.999999"), (86_400_000_000, "24:00:00"),
    ] as [(Int64, String)])
  func aTimeHasOneText(_ microseconds: Int64, _ text: String) {
    #expect(TimeOfDay(microseconds: microseconds)?.description == text)
    #expect(TimeOfDay(text)?.microseconds == microseconds)
  }

  @Test func hourMinuteSecondAndMicrosecondAreToldApart() throws {
    let time = try #require(TimeOfDay(hour: 23, minute: 4, second: 5, microsecond: 6))
    #expect(time.hour == 23)
    #expect(time.minute == 4)
    #expect(time.second == 5)
    #expect(time.microsecond == 6)
    #expect(time.description == "23:04:05.000006")
  }

  @Test func theEndOfTheDayIsATime() throws {
    let end = try #require(TimeOfDay(microseconds: 86_400_000_000))
    #expect(end.hour == 24)
    #expect(end.minute == 0)
    #expect(TimeOfDay("24:00") == end)
    #expect(TimeOfDay("24:00:00.000000") == end)
  }

  @Test func shorterFormsAreRead() {
    #expect(TimeOfDay("09:30") == TimeOfDay(hour: 9, minute: 30))
    #expect(TimeOfDay("09:30:15") == TimeOfDay(hour: 9, minute: 30, second: 15))
    #expect(TimeOfDay("09:30:15.25") == TimeOfDay(hour: 9, minute: 30, second: 15, microsecond: 250_000))
  }

  @Test(
    arguments: [
      "", "9:30", "09", "09:3", "09:30:5", "09:30:15.", "09:30:15.1234567", "24:01", "24:00:00.000001", "25:00",
      "09:60",
      "09:30:60", "09:30:15:00", "-1:30", "+9:30", "09:30 ", " 09:30", "09.30", "09:30:15,5", "０9:30", "09:30:1.5",
    ])
  func otherTextsAreNone(_ text: String) {
    #expect(TimeOfDay(text) == nil)
  }

  @Test func timesThatNoClockShowsAreNone() {
    #expect(TimeOfDay(microseconds: -1) == nil)
    #expect(TimeOfDay(microseconds: 86_400_000_001) == nil)
    #expect(TimeOfDay(hour: 24, minute: 0) == nil)
    #expect(TimeOfDay(hour: 0, minute: 60) == nil)
    #expect(TimeOfDay(hour: 0, minute: 0, second: 60) == nil)
    #expect(TimeOfDay(hour: 0, minute: 0, second: 0, microsecond: 1_000_000) == nil)
  }

  @Test func timesHaveTheirOrder() {
    let times = ["00:00", "00:00:00.000001", "09:30", "23:59:59.999999", "24:00"].compactMap { TimeOfDay($0) }
    #expect(times.count == 5)
    #expect(times.reversed().sorted() == times)
  }
}
