import AloftCore
import AloftSQL
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

private enum Status: String, SQLValue { case draft, published }
private enum Level: Int16, SQLValue {
  case low = 1
  case high
}

@Suite struct SQLValueTests {
  /// A value of each kind of cell.
  private let cells: [(kind: String, cell: SQLCell)] = [
    ("null", .null), ("bool", .bool(true)), ("integer", .integer(1)), ("real", .real(1)), ("decimal", .decimal(1)),
    ("text", FakeCursor.text("x")), ("bytes", .bytes(UnsafeRawBufferPointer(start: nil, count: 0))),
    ("uuid", .uuid(UUID())), ("date", .date(microseconds: 1)), ("day", .day(Day(daysSince1970: 1))),
    ("timeOfDay", .timeOfDay(TimeOfDay(microseconds: 1)!)), ("duration", .duration(microseconds: 1)),
    ("json", .json(UnsafeRawBufferPointer(start: nil, count: 0))), ("array", .array([])),
    ("unreadable", .unreadable("a circle")),
  ]

  private func kinds<Value: SQLValue>(readBy type: Value.Type) -> [String] {
    cells.filter { (try? Value(sqlCell: $0.cell)) != nil }.map(\.kind)
  }

  @Test func eachTypeReadsItsOwnKindsAndNoOthers() {
    #expect(kinds(readBy: Bool.self) == ["bool", "integer"])
    #expect(kinds(readBy: Int.self) == ["integer"])
    #expect(kinds(readBy: Double.self) == ["integer", "real"])
    #expect(kinds(readBy: Float.self) == ["integer", "real"])
    #expect(kinds(readBy: Decimal.self) == ["integer", "decimal"])
    #expect(kinds(readBy: String.self) == ["text", "json"])
    #expect(kinds(readBy: Data.self) == ["bytes"])
    #expect(kinds(readBy: [UInt8].self) == ["bytes", "array"])
    #expect(kinds(readBy: UUID.self) == ["uuid"])
    #expect(kinds(readBy: Date.self) == ["date"])
    #expect(kinds(readBy: Day.self) == ["day"])
    #expect(kinds(readBy: TimeOfDay.self) == ["timeOfDay"])
    #expect(kinds(readBy: Duration.self) == ["integer", "duration"])
    #expect(kinds(readBy: [Int].self) == ["array"])
    #expect(kinds(readBy: Int?.self) == ["null", "integer"])
    #expect(kinds(readBy: SQLJSON<[Int]>.self) == [])
  }

  @Test func whatCanNotBeReadSaysWhy() {
    let mismatch = #expect(throws: SQLMismatch.self) { try Int(sqlCell: .unreadable("a circle")) }
    #expect(mismatch?.found == "a circle")
    #expect(mismatch?.expected == "a whole number")
  }

  // MARK: - Numbers

  @Test func truthValuesAreReadFromZeroAndOneOnly() throws {
    #expect(try Bool(sqlCell: .integer(0)) == false)
    #expect(try Bool(sqlCell: .integer(1)) == true)
    #expect(throws: SQLMismatch.self) { try Bool(sqlCell: .integer(2)) }
  }

  @Test func wholeNumbersAreReadWhereTheyFit() throws {
    #expect(try Int64(sqlCell: .integer(.min)) == .min)
    #expect(try UInt8(sqlCell: .integer(255)) == 255)
    #expect(throws: SQLMismatch.self) { try UInt8(sqlCell: .integer(256)) }
    #expect(throws: SQLMismatch.self) { try UInt(sqlCell: .integer(-1)) }
    #expect(throws: SQLMismatch.self) { try Int32(sqlCell: .integer(1 << 31)) }
  }

  @Test func wholeNumbersHaveTheBitsOfTheirTypes() {
    #expect(Int8.sqlType == .integer(bits: 16))
    #expect(UInt8.sqlType == .integer(bits: 16))
    #expect(Int16.sqlType == .integer(bits: 16))
    #expect(UInt16.sqlType == .integer(bits: 32))
    #expect(Int32.sqlType == .integer(bits: 32))
    #expect(UInt32.sqlType == .integer(bits: 64))
    #expect(Int.sqlType == .integer(bits: 64))
    #expect(UInt64.sqlType == .integer(bits: 64))
    #expect(UInt32.max.sqlParameter == .integer(4_294_967_295, bits: 64))
  }

  @Test func binaryFractionsAreReadFromExactWholeNumbersOnly() throws {
    #expect(try Double(sqlCell: .integer(1 << 53)) == 9_007_199_254_740_992)
    #expect(throws: SQLMismatch.self) { try Double(sqlCell: .integer(1 << 53 + 1)) }
    #expect(try Float(sqlCell: .real(Double(Float(0.1)))) == Float(0.1))
  }

  @Test func decimalsAreReadExactlyOrNotAtAll() throws {
    #expect(try Decimal(sqlCell: .integer(.min)) == Decimal(string: "-9223372036854775808"))
    #expect(try Decimal(sqlCell: FakeCursor.text("12.50")) == Decimal(string: "12.5"))
    #expect(throws: SQLMismatch.self) { try Decimal(sqlCell: .real(0.1)) }
    #expect(throws: SQLMismatch.self) { try Decimal(sqlCell: FakeCursor.text("twelve")) }
  }

  // MARK: - Dates

  @Test func datesAreMicroseconds() throws {
    for microseconds in [0, 1, -1, 1_700_000_000_123_456, -62_135_596_800_000_000, 999_999, -999_999] as [Int64] {
      let date = try Date(sqlCell: .date(microseconds: microseconds))
      #expect(date.sqlParameter == .date(microseconds: microseconds))
    }
  }

  @Test func datesDaysAndTimesAreReadFromTexts() throws {
    #expect(try Date(sqlCell: FakeCursor.text("1970-01-01 00:00:01.5")).timeIntervalSince1970 == 1.5)
    #expect(try Day(sqlCell: FakeCursor.text("1970-01-02")) == Day(daysSince1970: 1))
    #expect(try TimeOfDay(sqlCell: FakeCursor.text("24:00")) == TimeOfDay(microseconds: 86_400_000_000))
    #expect(throws: SQLMismatch.self) { try Date(sqlCell: FakeCursor.text("now")) }
    #expect(throws: SQLMismatch.self) { try Day(sqlCell: FakeCursor.text("1970-02-30")) }
    #expect(throws: SQLMismatch.self) { try TimeOfDay(sqlCell: FakeCursor.text("25:00")) }
  }

  @Test func durationsAreMicroseconds() throws {
    for microseconds in [0, 1, -1, .max, .min, -1_500_000] as [Int64] {
      let duration = try Duration(sqlCell: .duration(microseconds: microseconds))
      #expect(duration == .microseconds(microseconds))
      #expect(duration.sqlParameter == .duration(microseconds: microseconds))
    }
    #expect(Duration.nanoseconds(-1_999).sqlParameter == .duration(microseconds: -1))
  }

  // MARK: - Others

  @Test func uuidsAreReadFromTextsAndBytes() throws {
    let uuid = UUID()
    let read = try withUnsafeBytes(of: uuid.uuid) { try UUID(sqlCell: .bytes($0)) }
    #expect(read == uuid)
    #expect(
      try UUID(sqlCell: FakeCursor.text("01234567-89ab-cdef-0123-456789abcdef")).uuidString
        == "01234567-89AB-CDEF-0123-456789ABCDEF")
    #expect(throws: SQLMismatch.self) { try UUID(sqlCell: FakeCursor.text("0123")) }
    #expect(throws: SQLMismatch.self) { try withUnsafeBytes(of: 5) { try UUID(sqlCell: .bytes($0)) } }
  }

  @Test func enumsAreTheirRawValues() throws {
    #expect(Status.published.sqlParameter == .text("published"))
    #expect(Level.high.sqlParameter == .integer(2, bits: 16))
    #expect(Level.sqlType == .integer(bits: 16))
    #expect(try Status(sqlCell: FakeCursor.text("draft")) == .draft)
    let mismatch = #expect(throws: SQLMismatch.self) { try Status(sqlCell: FakeCursor.text("secret")) }
    #expect(mismatch?.expected == "a raw value of Status")
    #expect(mismatch?.found == "another value")
    #expect(mismatch?.value == "secret")
  }

  @Test func optionalsAreNullOfTheirType() {
    #expect((nil as Date?).sqlParameter == .null(.date))
    #expect((nil as Status?).sqlParameter == .null(.text))
    #expect((nil as [Int]?).sqlParameter == .null(.array(.integer(bits: 64))))
    #expect((5 as Int?).sqlParameter == .integer(5, bits: 64))
    #expect((nil as Int??).sqlParameter == .null(.integer(bits: 64)))
  }

  @Test func arraysAreOfOneType() throws {
    #expect([1, 2].sqlParameter == .array(.integer(bits: 64), [.integer(1, bits: 64), .integer(2, bits: 64)]))
    #expect(["a", nil].sqlParameter == .array(.text, [.text("a"), .null(.text)]))
    #expect([UInt8]([1, 2]).sqlParameter == .bytes([1, 2]))
    #expect([UInt8].sqlType == .bytes)
    #expect([[UInt8]].sqlType == .array(.bytes))
    #expect(try [Int](sqlCell: .array([.integer(1), .integer(2)])) == [1, 2])
    #expect(try [Int?](sqlCell: .array([.null])) == [nil])
    #expect(throws: SQLMismatch.self) { try [Int](sqlCell: .array([.null])) }
  }

  @Test func documentsAreReadFromJSONAndTexts() throws {
    #expect(SQLJSON(["a": 1]).sqlParameter == .json("{\"a\":1}"))
    #expect(try SQLJSON<[Int]>(sqlCell: FakeCursor.text("[1, 2]")).value == [1, 2])
    #expect(try SQLJSON<[Int?]>(sqlCell: FakeCursor.text("[null]")).value == [nil])
    #expect(throws: SQLMismatch.self) { try SQLJSON<[Int]>(sqlCell: FakeCursor.text("{}")) }
    #expect(throws: SQLMismatch.self) { try SQLJSON<[Int]>(sqlCell: FakeCursor.text("[1")) }
  }
}
