import AloftCore
import AloftSQL
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct StatementTests {
  private let withArrays = SQLDialect(name: "Arrays", hasArrays: true)
  private let without = SQLDialect(name: "Plain")

  @Test func itHasTextValuesPlaceAndLimit() throws {
    let place = SourcePlace(file: "Shop/Orders.swift", line: 2)
    let statement = try Statement("select \(1)", without, place: place, timeLimit: .seconds(1))
    #expect(statement.text == "select $1")
    #expect(statement.values == [.integer(1, bits: 64)])
    #expect(statement.place == place)
    #expect(statement.timeLimit == .seconds(1))
  }

  @Test(
    arguments: [
      "select \(UInt64.max)", "select \(Decimal.nan)", "select \(Date(timeIntervalSince1970: 1e300))",
      "select \(Date(timeIntervalSince1970: .nan))", "select \(Duration.seconds(Int64.max))",
      "select \([1, UInt64.max])", "select \(SQLJSON([Double.nan]))",
    ] as [SQL])
  func aValueThatNoDatabaseHoldsIsRefused(_ sql: SQL) {
    let error = #expect(throws: SQLError.self) { try Statement(sql, withArrays, place: SourcePlace()) }
    #expect(error?.kind == .invalidValue)
    #expect(error?.message.hasPrefix("value 1 can't be sent: ") == true)
    #expect(error?.statement == "select $1")
    #expect(error?.place != nil)
  }

  @Test func theRefusedValueIsNamedByItsNumber() {
    let error = #expect(throws: SQLError.self) {
      try Statement("select \(1), \(2), \(UInt64.max)", without, place: SourcePlace())
    }
    #expect(error?.message.hasPrefix("value 3 ") == true)
  }

  @Test func arraysAreRefusedWhereThereAreNone() throws {
    for sql in ["select \([1])", "select \(nil as [Int]?)", "select \([[1]])"] as [SQL] {
      let error = #expect(throws: SQLError.self) { try Statement(sql, without, place: SourcePlace()) }
      #expect(error?.kind == .invalidValue)
      _ = try Statement(sql, withArrays, place: SourcePlace())
    }
    let bytes = try Statement("select \([1, 2] as [UInt8])", without, place: SourcePlace())
    #expect(bytes.values == [.bytes([1, 2])])
  }
}
