import AloftJSON
import Foundation
import Testing

@Suite struct DateTests {
  private func read(_ text: String) -> Date? { try? JSONCoding().decode(Date.self, from: "\"\(text)\"") }

  private func written(_ date: Date) throws -> String { String(decoding: try JSONCoding().encode(date), as: UTF8.self) }

  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2026-03-01T12:00:00Z", 1_772_366_400), ("1969-12-31T23:59:59Z", -1),
      ("2000-02-29T00:00:00Z", 951_782_400), ("0001-01-01T00:00:00Z", -62_135_596_800),
      ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] as [(String, Double)])
  func aDateIsReadAndWritten(_ text: String, _ seconds: Double) throws {
    #expect(read(text) == Date(timeIntervalSince1970: seconds))
    #expect(try written(Date(timeIntervalSince1970: seconds)) == "\"\(text)\"")
  }

  @Test(arguments: [
    "2026-03-01T14:30:00+02:30", "2026-03-01T04:00:00-08:00", "2026-03-01T12:00:00+00:00", "2026-03-01T12:00:00-00:00",
    "2026-03-01t12:00:00z", "2026-03-01T12:00:00.0Z", "2026-03-01T12:00:00.0000000000000000000000001Z",
    "2026-03-02T11:59:00+23:59",
  ])
  func anyOffsetAndAnyFractionAreRead(_ text: String) {
    #expect(read(text) == Date(timeIntervalSince1970: 1_772_366_400))
  }

  @Test(arguments: [
    "", "2026-03-01", "2026-03-01T12:00:00", "2026-03-01 12:00:00Z", "2026-3-01T12:00:00Z", "2026-02-29T00:00:00Z",
    "2100-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00+0200", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+02:60", "2026-01-01T00:00:00ZZ",
    "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00",
    "２026-01-01T00:00:00Z", "2026-01-01T00:00:00.0", "2026-01-01T00:00:00.0+", "2026-01-01T0x:00:00Z",
  ])
  func whatIsNoDateIsRefused(_ text: String) {
    #expect(read(text) == nil)
  }

  @Test func aLeapSecondIsTheSecondBehindIt() {
    let newYear = Date(timeIntervalSince1970: 1_483_228_800)
    #expect(read("2016-12-31T23:59:60Z") == newYear)
    #expect(read("2017-01-01T01:59:60+02:00") == newYear)
    #expect(read("2016-12-31T15:59:60-08:00") == newYear)
    #expect(read("2016-12-31T22:59:60Z") == nil)
    #expect(read("9999-12-31T23:59:60Z") == nil)
  }

  @Test func aFractionIsWrittenWhereThereIsOne() throws {
    #expect(try written(Date(timeIntervalSinceReferenceDate: 0.5)) == "\"2001-01-01T00:00:00.5Z\"")
    #expect(try written(Date(timeIntervalSinceReferenceDate: -0.25)) == "\"2000-12-31T23:59:59.75Z\"")
    #expect(try written(try #require(read("2026-03-01T12:00:00.123Z"))) == "\"2026-03-01T12:00:00.123Z\"")
    #expect(try written(try #require(read("2026-03-01T12:00:00.123456Z"))) == "\"2026-03-01T12:00:00.123456Z\"")
    #expect(try written(Date(timeIntervalSinceReferenceDate: -1e-12)) == "\"2001-01-01T00:00:00Z\"")
  }

  @Test func datesOfOurTimeComeBackAsTheyWere() throws {
    var state: UInt64 = 7
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let date = Date(timeIntervalSinceReferenceDate: 5e8 + Double(state >> 11) / 9e6)
      #expect(try JSONCoding().decode(Date.self, from: JSONCoding().encode(date)) == date)
    }
  }

  /// Since 1582, that is: before, Foundation counts in the Julian calendar, which ISO 8601 doesn't know.
  @Test func datesAreThoseOfFoundation() throws {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    for day in stride(from: -141_427, to: 2_900_000, by: 1997) {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400 + Double(day & 0xFFFF))
      let text = try JSONCoding().encode([date])
      #expect(try decoder.decode([Date].self, from: Data(text)) == [date])
      #expect(try JSONCoding().decode([Date].self, from: text) == [date])
    }
  }

  @Test func aDateMayBeANumber() throws {
    var coding = JSONCoding()
    let date = Date(timeIntervalSince1970: 1_772_366_400.5)
    coding.dates = .secondsSince1970
    #expect(String(decoding: try coding.encode([date]), as: UTF8.self) == "[1772366400.5]")
    #expect(try coding.decode([Date].self, from: "[1772366400.5]") == [date])
    coding.dates = .millisecondsSince1970
    #expect(String(decoding: try coding.encode([date]), as: UTF8.self) == "[1772366400500]")
    #expect(try coding.decode([Date].self, from: "[1772366400500]") == [date])
  }

  @Test func aDateWithoutAFormIsRefused() {
    for time in [.nan, .infinity, 1e12, -1e12, 260_000_000_000] {
      let error = #expect(throws: JSONError.self) {
        try JSONCoding().encode(["when": Date(timeIntervalSince1970: time)])
      }
      #expect(error?.path == "when")
    }
  }
}
