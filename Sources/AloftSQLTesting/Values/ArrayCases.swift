internal import AloftSQL

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension DriverCases {
  static let arrays: [DriverCase] = [
    DriverCase("arrays are kept, or refused where there are none") { check in
      guard check.database.dialect.hasArrays else { return try await check.refusesArrays() }
      try await check.keeps([[Int.min, 0, Int.max], [], [1]] as [[Int]])
      try await check.keeps([[true, false], []])
      try await check.keeps([[0.1, -.leastNonzeroMagnitude], []] as [[Double]])
      try await check.keeps([["", "NULL", "a,b", "{}", "\"", "\\", "it's", "\n", "日本語"], []])
      try await check.keeps([[Data(), Data(0...255)], []])
      try await check.keeps([[UUID(), UUID()], []])
      try await check.keeps([[try check.decimal("0.1"), try check.decimal("12345678901234567890123456789012345678")]])
      try await check.keeps([check.times])
      try await check.keeps([check.durations])
    },
    DriverCase("arrays hold NULL, where there are arrays") { check in
      guard check.database.dialect.hasArrays else { return }
      try await check.keeps([[1, nil, 3], [nil], []] as [[Int?]])
      try await check.keeps([["a", nil], [nil, "NULL"]] as [[String?]])
      try await check.expectError(.unexpectedNull, from: "NULL in an array of numbers") {
        try await check.database.one("select \([1, nil] as [Int?])", as: [Int].self)
      }
    },
    DriverCase("rows are found by an array of values, where there are arrays") { check in
      guard check.database.dialect.hasArrays else { return }
      try await check.withTable("id \(check.integer)") { table in
        try await check.database.batch((1...9).map { "insert into \(table) (id) values (\($0))" })
        let ids = try await check.database.query(
          "select id from \(table) where id = any(\([2, 4, 99])) order by id", as: Int.self)
        try check.expect(ids, is: [2, 4], "the rows")
        let none = try await check.database.query("select id from \(table) where id = any(\([Int]()))", as: Int.self)
        try check.expect(none, is: [], "the rows of no values")
      }
    },
  ]
}

extension DriverCheck {
  fileprivate func refusesArrays() async throws {
    try await expectError(.invalidValue, from: "an array") { try await database.execute("select \([1, 2])") }
    try await expectError(.invalidValue, from: "an array that is NULL") {
      try await database.execute("select \(nil as [Int]?)")
    }
  }
}
