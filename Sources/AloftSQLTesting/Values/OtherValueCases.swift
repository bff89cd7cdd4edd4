internal import AloftSQL

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

private enum Status: String, SQLValue { case draft, published }
private enum Level: Int, SQLValue {
  case low = -1
  case high = 7
}

private struct Settings: Codable, Sendable, Equatable {
  struct Part: Codable, Sendable, Equatable {
    var name: String
    var weights: [Double]
    var next: [Part]
  }

  var isOn: Bool
  var limit: Int64?
  var parts: [String: Part]
  var kinds: [String?]
}

extension DriverCases {
  static let otherValues: [DriverCase] = [
    DriverCase("UUIDs are kept") { check in
      try await check.keeps(
        [
          "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
          "01234567-89AB-CDEF-0123-456789ABCDEF", "3F2504E0-4F89-11D3-9A0C-0305E82C3301",
        ].compactMap { UUID(uuidString: $0) })
    },
    DriverCase("documents of JSON are kept") { check in
      let leaf = Settings.Part(name: "", weights: [], next: [])
      let part = Settings.Part(name: "\"ü\\/\n\u{1}👩‍👩‍👧‍👦", weights: [0, -0.5, 0.1, 1e300], next: [leaf, leaf])
      try await check.keeps([
        SQLJSON(Settings(isOn: true, limit: .max, parts: ["a": part, "": leaf], kinds: ["x", nil, "null"])),
        SQLJSON(Settings(isOn: false, limit: nil, parts: [:], kinds: [])),
      ])
      try await check.keeps([SQLJSON(["it's", "$1", "?"]), SQLJSON([])])
      try await check.keeps([SQLJSON(["a": 1]), SQLJSON([:])])
    },
    DriverCase("a document of JSON that is another is a wrong type") { check in
      try await check.withTable("j \(check.facts.columnType(.json))") { table in
        try await check.database.execute("insert into \(table) (j) values (\(SQLJSON(["a": 1])))")
        let error = try await check.expectError(.wrongType, from: "an object, read as a list") {
          try await check.database.query("select j from \(table)", as: SQLJSON<[Int]>.self)
        }
        try check.expect(error.columns, is: ["j"], "the column")
      }
    },
    DriverCase("enums are kept by their raw values") { check in
      try await check.keeps([Status.draft, .published])
      try await check.keeps([Level.low, .high])
      let raw = try await check.database.one("select \(Status.draft), \(Level.high)", as: (String, Int).self)
      try check.expect(raw == ("draft", 7), "draft and 7", seen: "\(raw)")
    },
    DriverCase("NULL has every type") { check in
      try await check.nullOf(Bool.self)
      try await check.nullOf(Int.self)
      try await check.nullOf(Int16.self)
      try await check.nullOf(Double.self)
      try await check.nullOf(Decimal.self)
      try await check.nullOf(String.self)
      try await check.nullOf(Data.self)
      try await check.nullOf(UUID.self)
      try await check.nullOf(Date.self)
      try await check.nullOf(Duration.self)
      try await check.nullOf(SQLJSON<[Int]>.self)
      try await check.nullOf(Status.self)
    },
    DriverCase("values come back from a query without a table") { check in
      let uuid = UUID()
      let row = try await check.database.one(
        "select \(true), \(-5), \(0.1), \("text"), \(Data([1, 2])), \(uuid), \(Date(timeIntervalSince1970: 1.5))",
        as: (Bool, Int, Double, String, Data, UUID, Date).self)
      let expected = (true, -5, 0.1, "text", Data([1, 2]), uuid)
      try check.expect(
        (row.0, row.1, row.2, row.3, row.4, row.5) == expected && row.6.timeIntervalSince1970 == 1.5,
        "\(expected), 1.5",
        seen: "\(row)")
    },
  ]
}

extension DriverCheck {
  fileprivate func nullOf<Value: SQLValue>(_ type: Value.Type) async throws {
    let nothing: Value? = nil
    let read = try await database.one("select \(nothing)", as: Value?.self)
    try expect(read == nil, "NULL of \(type) is nil", seen: "\(read as Any)")
    try await withTable("value \(facts.columnType(Value.sqlType))") { table in
      try await database.execute("insert into \(table) (value) values (\(nothing))")
      let count = try await database.one("select count(*) from \(table) where value is null", as: Int.self)
      try expect(count, is: 1, "rows where \(type) is NULL")
    }
  }
}
