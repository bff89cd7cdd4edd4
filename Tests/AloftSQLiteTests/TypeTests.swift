internal import AloftCore
internal import AloftSQL
internal import AloftSQLite
internal import Testing

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

@Suite struct TypeTests {
  private enum Level: String, SQLValue { case low, high }
  private struct Settings: Codable, Equatable { var isDark: Bool }

  private let connection: SQLiteConnection

  init() throws { connection = try SQLiteConnection(":memory:") }

  private func roundTrip<Value: SQLValue & Equatable>(_ value: Value) throws -> Bool {
    try connection.one("select \(value)", as: Value.self) == value
  }

  private func stored(_ value: some SQLValue) throws -> String {
    try connection.one("select cast(\(value) as text)", as: String.self)
  }

  @Test func valuesOfAllTypesComeBackAlike() throws {
    #expect(try roundTrip(Int64.min) && roundTrip(Int8(-5)) && roundTrip(UInt32.max))
    #expect(try roundTrip(true) && roundTrip(false))
    #expect(try roundTrip(0.1) && roundTrip(-Double.infinity))
    #expect(try roundTrip("") && roundTrip("ünï🙂") && roundTrip("a\0b\0"))
    #expect(try roundTrip(Data([0, 1, 255])) && roundTrip(Data()))
    #expect(try roundTrip([UInt8]([1, 0, 2])))
    #expect(try roundTrip(UUID()))
    #expect(try roundTrip(Duration.microseconds(-1_500_000)))
    #expect(try roundTrip(Day(year: 2024, month: 2, day: 29)))
    #expect(try roundTrip(TimeOfDay(hour: 23, minute: 5, second: 1, microsecond: 20)))
    #expect(try roundTrip(Level.high))
    #expect(try connection.one("select \(SQLJSON(Settings(isDark: true)))", as: SQLJSON<Settings>.self).value.isDark)
    #expect(try roundTrip(Date(timeIntervalSince1970: 1_700_000_000.25)))
    #expect(try roundTrip(Optional<Int>.none) && roundTrip(Optional("x")))
  }

  @Test func aTextLongerThanItsMemoryComesBack() throws {
    let long = String(repeating: "äb", count: 100_000)
    #expect(try roundTrip(long))
    #expect(try roundTrip([UInt8](repeating: 7, count: 300_000)))
  }

  @Test func aDecimalIsExact() throws {
    let text = "12345678901234567890.123456789012345678"
    let decimal = try #require(DecimalText.decimal(of: text))
    #expect(try stored(decimal) == text)
    #expect(try roundTrip(decimal))
    #expect(try connection.one("select typeof(\(decimal))", as: String.self) == "text")
  }

  @Test func textsOfTimesHaveTheOrderOfTime() throws {
    let whole = try #require(TimeOfDay(hour: 12, minute: 0))
    let later = try #require(TimeOfDay(hour: 12, minute: 0, second: 0, microsecond: 1))
    #expect(try stored(whole) == "12:00:00.000000")
    #expect(try stored(later) == "12:00:00.000001")
    #expect(try connection.one("select \(whole) < \(later)", as: Bool.self))
    #expect(try stored(Date(timeIntervalSince1970: 0)) == "1970-01-01 00:00:00.000000")
  }

  @Test func aUUIDIsInLowerCase() throws {
    let uuid = try #require(UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F"))
    #expect(try stored(uuid) == "e621e1f8-c36c-495a-93fc-0c247a3e6e5f")
  }

  @Test func notANumberIsRefused() {
    let error = #expect(throws: SQLError.self) { try connection.execute("select \(Double.nan)") }
    #expect(error?.kind == .invalidValue)
  }

  @Test func anArrayIsRefused() {
    let error = #expect(throws: SQLError.self) { try connection.execute("select \([1, 2])") }
    #expect(error?.kind == .invalidValue)
  }

  @Test func aWrongTypeNamesRowAndColumn() throws {
    let error = #expect(throws: SQLError.self) {
      try connection.query("select 1 as a union all select 'x'", as: Int.self)
    }
    #expect(error?.kind == .wrongType)
    #expect(error?.row == 2)
    #expect(error?.columns == ["a"])
  }
}
