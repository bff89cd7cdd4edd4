import AloftHTTP
import Testing

@Suite struct ByteRangesTests {
  private func parts(_ field: String) -> [ByteRanges.Part]? { ByteRanges(field)?.parts }

  private func selection(_ field: String, of length: Int) -> ByteRanges.Selection? {
    ByteRanges(field)?.selection(of: length)
  }

  @Test func partsAreRead() {
    #expect(parts("bytes=0-499") == [.from(0, through: 499)])
    #expect(parts("bytes=500-") == [.from(500, through: nil)])
    #expect(parts("bytes=-500") == [.last(500)])
    #expect(parts("BYTES = 0 - 0 ,\t-1") == [.from(0, through: 0), .last(1)])
  }

  @Test func emptyElementsAreIgnored() {
    // RFC 9110, section 5.6.1.2.
    #expect(parts("bytes=0-1,, 2-3,") == [.from(0, through: 1), .from(2, through: 3)])
  }

  @Test(arguments: [
    "", "bytes", "bytes=", "bytes=,", "bytes=-", "=0-1", "bytes 0-1", "by tes=0-1", "bytes=5-3", "bytes=a-1",
    "bytes=-a",
    "bytes=0-1, bad", "bytes=+1-2", "bytes=1_0-20", "bytes=0x1-2", "bytes=--1", "bytes=1--2", "bytes=0-1-2",
    "bytes=٣-٤",
    "bytes=1.0-2", "bytes=0-1;2-3", "bytes=0 1-2",
  ])
  func whatIsNoRangeIsIgnored(_ field: String) {
    #expect(parts(field) == nil)
  }

  @Test func otherUnitsMeanTheWhole() {
    #expect(ByteRanges("seconds=1-2")?.unit == "seconds")
    #expect(selection("seconds=1-2", of: 10) == .everything)
  }

  @Test func partsLieWithinTheResource() {
    #expect(selection("bytes=0-499", of: 1000) == .parts([0..<500]))
    #expect(selection("bytes=500-", of: 1000) == .parts([500..<1000]))
    #expect(selection("bytes=-500", of: 1000) == .parts([500..<1000]))
    #expect(selection("bytes=-5000", of: 1000) == .parts([0..<1000]))
    #expect(selection("bytes=900-5000", of: 1000) == .parts([900..<1000]))
    #expect(selection("bytes=999-999", of: 1000) == .parts([999..<1000]))
  }

  @Test func partsComeInTheOrderAskedFor() {
    #expect(selection("bytes=500-599,0-9,-1", of: 1000) == .parts([500..<600, 0..<10, 999..<1000]))
  }

  @Test func partsBehindTheEndAreLeftOut() {
    #expect(selection("bytes=0-9,2000-3000,-0", of: 1000) == .parts([0..<10]))
    #expect(selection("bytes=1000-", of: 1000) == .unsatisfiable)
    #expect(selection("bytes=-0", of: 1000) == .unsatisfiable)
    #expect(selection("bytes=0-0", of: 0) == .unsatisfiable)
  }

  @Test func theEndOfNothingIsAllOfIt() {
    // RFC 9110, section 14.1.2: a suffix that is not empty can be satisfied; 206 has no way to say it.
    #expect(selection("bytes=-5", of: 0) == .everything)
  }

  @Test func numbersThatDoNotFitAreTheGreatestThatDo() {
    #expect(selection("bytes=0-18446744073709551615", of: 10) == .parts([0..<10]))
    #expect(selection("bytes=0-9223372036854775807", of: 10) == .parts([0..<10]))
    #expect(selection("bytes=5-99999999999999999999999999", of: 10) == .parts([5..<10]))
    #expect(selection("bytes=99999999999999999999-", of: 10) == .unsatisfiable)
    #expect(selection("bytes=99999999999999999999-99999999999999999999", of: 10) == .unsatisfiable)
    #expect(selection("bytes=-99999999999999999999", of: 10) == .parts([0..<10]))
    #expect(selection("bytes=9223372036854775806-9223372036854775807", of: .max) != nil)
  }

  @Test func partsThatOverlapMeanTheWhole() {
    #expect(selection("bytes=0-5,5-9", of: 100) == .everything)
    #expect(selection("bytes=0-5,6-9", of: 100) == .parts([0..<6, 6..<10]))
    #expect(selection("bytes=50-,-60", of: 100) == .everything)
    #expect(selection("bytes=0-,0-,0-,0-", of: 100) == .everything)
  }

  @Test func moreThanAFewPartsMeanTheWhole() {
    let few = "bytes=" + (0..<32).map { "\($0 * 10)-\($0 * 10 + 1)" }.joined(separator: ",")
    let many = few + ",900-901"
    guard case .parts(let ranges)? = selection(few, of: 1000) else {
      Issue.record("32 parts are few")
      return
    }
    #expect(ranges.count == 32)
    #expect(selection(many, of: 1000) == .everything)
  }

  @Test func aHundredThousandRangesAreIgnored() {
    #expect(ByteRanges("bytes=" + (0..<100_000).map { "\($0)-\($0)" }.joined(separator: ",")) == nil)
    #expect(ByteRanges("bytes=" + String(repeating: "0-,", count: 100_000)) == nil)
    #expect(ByteRanges("bytes=" + String(repeating: "9", count: 1_000_000) + "-") == nil)
  }

  @Test func noSelectionLeavesTheResource() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<5000 {
      let items = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        let numbers = (0..<2).map { _ in
          Bool.random(using: &generator) ? "\(Int.random(in: 0...12, using: &generator))" : ""
        }
        return numbers.joined(separator: "-")
      }
      let length = Int.random(in: 0...10, using: &generator)
      guard case .parts(let ranges)? = selection("bytes=" + items.joined(separator: ","), of: length) else { continue }
      #expect(ranges.allSatisfy { !$0.isEmpty && $0.lowerBound >= 0 && $0.upperBound <= length })
      #expect(ranges.reduce(0) { $0 + $1.count } <= length)
    }
  }
}

@Suite struct ContentRangeTests {
  @Test func rangesAreWritten() {
    #expect(ContentRange(0..<500, of: 1000).description == "bytes 0-499/1000")
    #expect(ContentRange(0..<500, of: nil).description == "bytes 0-499/*")
    #expect(ContentRange(nil, of: 1000).description == "bytes */1000")
  }

  @Test func anEmptyPartIsNone() {
    #expect(ContentRange(0..<0, of: 0).description == "bytes */0")
  }

  @Test func whatIsWrittenIsReadAgain() {
    for range in [ContentRange(0..<500, of: 1000), ContentRange(7..<8, of: nil), ContentRange(nil, of: 0)] {
      #expect(ContentRange(parsing: range.description) == range)
    }
    #expect(ContentRange(parsing: " items  0-1/2 ")?.unit == "items")
  }

  @Test(arguments: [
    "", "bytes", "bytes ", "bytes */*", "bytes */-1", "bytes 0-99", "bytes 0-98/*asdfsa", "bytes 99-0/100",
    "bytes 0-100/100",
    "bytes 0-99/50", "bytes 0-/2", "bytes -1/2", "bytes=0-1/2", "bytes 1-+2/3", "bytes 1_23-125/*", "bytes */١",
    "bytes 0-1/2/3",
    "bytes 0-9223372036854775807/*", "bytes 0-99999999999999999999/*", "bytes 0-1/99999999999999999999",
  ])
  func whatContradictsItselfIsRefused(_ field: String) {
    #expect(ContentRange(parsing: field) == nil)
  }
}
