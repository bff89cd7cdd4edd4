import AloftHTTP
import Testing

@Suite struct HTTPDateReadingTests {
  private static let seconds = 784_111_777
  /// In 2026.
  private let now = 1_795_466_904

  private func read(_ text: String) -> Int? { HTTPDate.secondsSince1970(parsing: text, now: now) }

  @Test(arguments: [
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
  ])
  func theThreeFormsAreRead(_ text: String) {
    #expect(read(text) == Self.seconds)
  }

  @Test(arguments: [
    " Sun, 06 Nov 1994 08:49:37 GMT  ", "sun, 06 nov 1994 08:49:37 gmt", "06 Nov 1994 08:49:37 GMT",
    "Sun 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 UTC", "Sun Nov 06 08:49:37 1994",
    "Sun, 06 Nov 1994 00:49:37 -0800", "Sun, 06 Nov 1994 10:19:37 +0130",
  ])
  func whatOthersWriteIsReadToo(_ text: String) {
    #expect(read(text) == Self.seconds)
  }

  @Test(arguments: [
    "", " ", "foo", "0", "GMT", "Sun", "Sun, 06 Nov 1994", "Sun, 00 Nov 1994 08:49:37 GMT",
    "Sun, 31 Nov 1994 08:49:37 GMT",
    "Tue, 29 Feb 2023 00:00:00 GMT", "Thu, 29 Feb 1900 00:00:00 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
    "Sun, 06 Nov 199 08:49:37 GMT", "Sun, 06 Nov 19944 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:37 PST", "Sun, 06 Nov 1994 08:49:37 +9", "Sun, 06 Nov 1994 08:49:37 +0060",
    "Sun, 06 Nov -994 08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, ٠٦ Nov 1994 08:49:37 GMT",
    "Sun, 99999999999999999999 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT trailing", "1994-11-06T08:49:37Z",
  ])
  func whatIsNoDateIsRefused(_ text: String) {
    #expect(read(text) == nil)
  }

  @Test func leapDaysAreRead() {
    #expect(read("Thu, 29 Feb 2024 00:00:00 GMT") == 1_709_164_800)
    #expect(read("Tue, 29 Feb 2000 00:00:00 GMT") == 951_782_400)
  }

  @Test func aLeapSecondIsTheOneBefore() {
    #expect(read("Sat, 31 Dec 2016 23:59:60 GMT") == read("Sat, 31 Dec 2016 23:59:59 GMT"))
  }

  @Test(arguments: [("26", 2026), ("94", 1994), ("70", 2070), ("75", 2075), ("77", 1977), ("00", 2000), ("99", 1999)])
  func aYearOfTwoDigitsIsNotMoreThanFiftyYearsAhead(_ digits: String, _ year: Int) {
    #expect(read("Sunday, 06-Jan-\(digits) 08:49:37 GMT") == read("Sun, 06 Jan \(year) 08:49:37 GMT"))
  }

  @Test func fiftyYearsAreCountedToTheSecond() {
    // RFC 9110, section 5.6.7, speaks of the timestamp, not of its year.
    let now = HTTPDate.secondsSince1970(parsing: "Mon, 23 Nov 2026 20:48:24 GMT", now: 0)
    let before = HTTPDate.secondsSince1970(parsing: "Monday, 23-Nov-76 20:48:24 GMT", now: now)
    #expect(before == HTTPDate.secondsSince1970(parsing: "Mon, 23 Nov 2076 20:48:24 GMT", now: now))
    let behind = HTTPDate.secondsSince1970(parsing: "Monday, 23-Nov-76 20:48:25 GMT", now: now)
    #expect(behind == HTTPDate.secondsSince1970(parsing: "Tue, 23 Nov 1976 20:48:25 GMT", now: now))
  }

  @Test func noTimeIsTooFarAwayToReadAYearBy() {
    func read(_ now: Int) -> Int? { HTTPDate.secondsSince1970(parsing: "Sunday, 06-Nov-94 08:49:37 GMT", now: now) }
    for now in [-1, 0, 253_402_300_799, Int.max] { #expect(read(now) != nil) }
    // The year 94 is more than fifty years ahead of the year 0, and there is none before it.
    #expect(read(.min) == nil)
  }

  @Test func theEndsOfTimeAreRead() {
    #expect(read("Fri, 31 Dec 9999 23:59:59 GMT") == 253_402_300_799)
    #expect(read("Sat, 01 Jan 0000 00:00:00 GMT") == -62_167_219_200)
    #expect(read("Fri, 31 Dec 9999 23:59:59 -9959") == nil)
    #expect(read("Sat, 01 Jan 0000 00:00:00 +0001") == nil)
  }

  @Test func whatIsWrittenIsReadAgain() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<5000 {
      let seconds = Int.random(in: -62_167_219_200...253_402_300_799, using: &generator)
      #expect(read(HTTPDate.text(secondsSince1970: seconds)) == seconds)
    }
  }

  @Test func aHugeTextIsNotLookedAt() {
    #expect(read("Sun, 06 Nov 1994 08:49:37 GMT" + String(repeating: " ", count: 1_000_000)) == nil)
    #expect(read(String(repeating: "-", count: 1_000_000)) == nil)
  }
}
