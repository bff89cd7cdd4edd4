import AloftSQL
import Testing

@Suite struct MomentTextTests {
  @Test(
    arguments: [
      (0, "1970-01-01 00:00:00.000000"), (1, "1970-01-01 00:00:00.000001"), (-1, "1969-12-31 23:59:59.999999"),
      (1_700_000_000_123_456, "2023-11-14 22:13:20.123456"), (-62_135_596_800_000_000, "0001-01-01 00:00:00.000000"),
      (253_402_300_799_999_999, "9999-12-31 23:59:59.999999"),
    ] as [(Int64, String)])
  func aMomentHasOneTextAndBack(_ microseconds: Int64, _ text: String) {
    #expect(MomentText.text(of: microseconds) == text)
    #expect(MomentText.microseconds(of: text) == microseconds)
  }

  @Test(arguments: [-62_135_596_800_000_001, 253_402_300_800_000_000, Int64.min, Int64.max])
  func otherYearsHaveNone(_ microseconds: Int64) {
    #expect(MomentText.text(of: microseconds) == nil)
  }

  @Test func theOrderOfTextsIsThatOfTime() throws {
    var random = SeededRandom(7)
    let moments = (0..<1_000).map { _ in
      Int64.random(in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &random)
    }
    let texts = moments.compactMap { MomentText.text(of: $0) }
    #expect(texts.count == moments.count)
    #expect(moments.sorted().compactMap { MomentText.text(of: $0) } == texts.sorted())
    #expect(texts.map { MomentText.microseconds(of: $0) } == moments)
  }

  @Test(
    arguments: [
      ("1970-01-01", 0), ("1970-01-02", 86_400_000_000), ("1970-01-01T00:00:01Z", 1_000_000),
      ("1970-01-01 00:01", 60_000_000), ("1970-01-01T01:00:00+01:00", 0), ("1970-01-01 01:00:00+01", 0),
      ("1970-01-01T00:00:00-0130", 5_400_000_000), ("1970-01-01 00:00:00.5", 500_000),
      ("1970-01-01T24:00:00Z", 86_400_000_000), ("1969-12-31T23:30:00-00:30", 0),
    ] as [(String, Int64)])
  func formsOfISO8601AreRead(_ text: String, _ microseconds: Int64) {
    #expect(MomentText.microseconds(of: text) == microseconds)
  }

  @Test(
    arguments: [
      "", "1970", "1970-1-1", "1970-13-01", "1970-02-29", "1970-01-01 ", "1970-01-01x00:00", "1970-01-01T", "now",
      "1970-01-01 00:00:00+", "1970-01-01 00:00:00+1", "1970-01-01 00:00:00+25:00", "1970-01-01 00:00:00+01:60",
      "1970-01-01 25:00:00", "1970-01-01 00:00:60", "1970-01-01 00:00:00.1234567", "1970-01-01  00:00:00",
      "1970-01-01Z",
      "１970-01-01", "1970-01-01 00:00:00ZZ", "1970-01-01 00:00:00 +01", "0000-01-01", "1970-01-0\u{661}",
    ])
  func otherTextsAreNone(_ text: String) {
    #expect(MomentText.microseconds(of: text) == nil)
  }
}
