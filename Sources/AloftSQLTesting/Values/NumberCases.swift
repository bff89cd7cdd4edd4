internal import AloftSQL

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension DriverCases {
  static let numbers: [DriverCase] = [
    DriverCase("whole numbers of 64 bits keep their extremes") { check in
      try await check.keeps([Int64.min, Int64.min + 1, -1, 0, 1, Int64.max - 1, Int64.max])
      try await check.keeps([Int.min, 1 << 53 + 1, -(1 << 53) - 1, Int.max])
    },
    DriverCase("smaller whole numbers keep their extremes") { check in
      try await check.keeps([Int32.min, -1, 0, Int32.max])
      try await check.keeps([Int16.min, -1, 0, Int16.max])
      try await check.keeps([Int8.min, -1, 0, Int8.max])
    },
    DriverCase("whole numbers without a sign keep their extremes") { check in
      try await check.keeps([UInt8.min, UInt8.max])
      try await check.keeps([UInt16.min, UInt16.max])
      try await check.keeps([UInt32.min, UInt32.max])
      try await check.keeps([UInt64.min, UInt64(Int64.max)])
      try await check.keeps([UInt.min, UInt(Int64.max)])
    },
    DriverCase("numbers beyond 64 bits with a sign are refused") { check in
      let error = try await check.expectError(.invalidValue, from: "2^64 - 1") {
        try await check.database.query("select \(UInt64.max)", as: Int.self)
      }
      try check.expect(error.statement, is: check.database.dialect.text(of: "select \(UInt64.max)"), "the statement")
    },
    DriverCase("a number that is too large for its column is kept or refused") { check in
      try await check.keepsOrRefuses(70_000, in: .integer(bits: 16)) { $0 == $1 }
    },
    DriverCase("numbers are read as other types that hold them") { check in
      try await check.withTable("a \(check.facts.columnType(.integer(bits: 16))), b \(check.integer)") { table in
        try await check.database.execute("insert into \(table) (a, b) values (\(Int16(200)), \(300))")
        let row = try await check.database.one("select a, b from \(table)", as: (UInt8, Int16).self)
        try check.expect(row == (200, 300), "200 and 300", seen: "\(row)")
        let wide = try await check.database.one("select a, b from \(table)", as: (Int, Double).self)
        try check.expect(wide == (200, 300), "200 and 300.0", seen: "\(wide)")
      }
    },
    DriverCase("truth values are kept") { check in
      try await check.keeps([true, false, true])
    },
    DriverCase("binary fractions keep their extremes") { check in
      try await check.keeps(
        [
          0, 0.1, -0.1, .pi, 1.0 / 3, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude,
          1.7976931348623157e308,
          -1.7976931348623157e308, 9_007_199_254_740_991, 1e22, 123_456_789.123_456_79,
        ] as [Double])
      try await check.keeps([0, 0.1, -0.1, .pi, .greatestFiniteMagnitude, .leastNonzeroMagnitude] as [Float])
    },
    DriverCase("zero keeps its sign, where the database has one") { check in
      try await check.keeps([-0.0, 0.0]) { stored, read in
        stored == read && (!check.facts.keepsNegativeZero || stored.sign == read.sign)
      }
    },
    DriverCase("infinity, and what is not a number, are kept or refused") { check in
      try await check.keepsOrRefuses(Double.infinity) { $0 == $1 }
      try await check.keepsOrRefuses(-Double.infinity) { $0 == $1 }
      try await check.keepsOrRefuses(Double.nan) { $1.isNaN }
    },
    DriverCase("decimals are exact") { check in
      try await check.keeps(
        try [
          "0", "0.1", "-0.1", "0.3", "1.50", "-12.50", "100", "1000000", "9007199254740993",
          "12345678901234567890123456789012345678", "-99999999999999999999999999999999999999",
          "0.00000000000000000000000000000000000001", "1234567890123456789.0123456789012345678",
          "10000000000000000000000000000000000000", "0.0001", "10000.0001", "9999.9999", "-0.00009999",
        ].map { try check.decimal($0) })
    },
    DriverCase("a decimal that is not a number is refused") { check in
      try await check.expectError(.invalidValue, from: "NaN") {
        try await check.database.execute("select \(Decimal.nan)")
      }
    },
    DriverCase("decimals are read from columns of whole numbers") { check in
      let value = try await check.database.one("select \(12_345)", as: Decimal.self)
      try check.expect(value, is: Decimal(12_345), "the number")
    },
  ]
}

extension DriverCheck {
  func decimal(_ text: String) throws -> Decimal {
    guard let decimal = DecimalText.decimal(of: text) else {
      throw DriverCaseFailure(caseName: caseName, expectation: "a decimal", seen: text, place: nil)
    }
    return decimal
  }
}
