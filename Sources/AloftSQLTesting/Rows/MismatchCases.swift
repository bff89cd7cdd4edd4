internal import AloftCore
internal import AloftSQL

private enum Size: String, SQLValue { case small, large }

extension DriverCases {
  static let mismatches: [DriverCase] = [
    DriverCase("NULL where none is allowed names place, column and row") { check in
      try await check.withColumn([1, nil, 3]) { table in
        let error = try await check.expectError(.unexpectedNull, from: "NULL, read as a number") {
          try await check.database.query(
            "select id, n from \(table) order by id", as: (Int, Int).self, file: "Shop/Orders.swift", line: 41)
        }
        try check.expect(error.place, is: SourcePlace(file: "Shop/Orders.swift", line: 41), "the place")
        try check.expect(error.columns, is: ["n"], "the column")
        try check.expect(error.row, is: 2, "the row")
        try check.expect(
          error.statement, is: check.database.dialect.text(of: "select id, n from \(table) order by id"),
          "the statement")
      }
    },
    DriverCase("a value of another type names column and row") { check in
      let error = try await check.expectError(.wrongType, from: "a text, read as a number") {
        try await check.database.query("select \("secret word") as \(identifier: "word")", as: Int.self)
      }
      try check.expect(error.columns, is: ["word"], "the column")
      try check.expect(error.row, is: 1, "the row")
      let shown = error.description.split(whereSeparator: { !$0.isLetter })
      try check.expect(!shown.contains("secret"), "a description without the value", seen: error.description)
    },
    DriverCase("a number is no text, and a text no truth value") { check in
      try await check.expectError(.wrongType, from: "a number, read as a text") {
        try await check.database.query("select \(5)", as: String.self)
      }
      try await check.expectError(.wrongType, from: "a text, read as a truth value") {
        try await check.database.query("select \("true")", as: Bool.self)
      }
      try await check.expectError(.wrongType, from: "a binary fraction, read as a whole number") {
        try await check.database.query("select \(1.5)", as: Int.self)
      }
    },
    DriverCase("a number that the type can't hold is a wrong type") { check in
      try await check.withColumn([127, 128]) { table in
        let error = try await check.expectError(.wrongType, from: "128, read as 8 bits") {
          try await check.database.query("select n from \(table) order by id", as: Int8.self)
        }
        try check.expect(error.row, is: 2, "the row")
        try check.expect(error.columns, is: ["n"], "the column")
        try await check.expectError(.wrongType, from: "-1, read without a sign") {
          try await check.database.query("select \(-1)", as: UInt.self)
        }
      }
    },
    DriverCase("a raw value that an enum does not have is a wrong type") { check in
      let error = try await check.expectError(.wrongType, from: "a third size") {
        try await check.database.query(
          "select s from (select 1 as i, \("small") as s union all select 2, \("huge")) as sizes order by i",
          as: Size.self)
      }
      try check.expect(error.columns, is: ["s"], "the column")
      try check.expect(error.row, is: 2, "the row")
    },
    DriverCase("a missing column is an error") { check in
      let error = try await check.expectError(.missingColumn, from: "two values of one column") {
        try await check.database.query("select \(1)", as: (Int, Int).self)
      }
      try check.expect(error.row, is: 1, "the row")
    },
    DriverCase("a surplus column is an error that names it") { check in
      let error = try await check.expectError(.surplusColumn, from: "one value of two columns") {
        try await check.database.query("select \(1) as a, \(2) as b", as: Int.self)
      }
      try check.expect(error.columns, is: ["b"], "the column")
      let tuple = try await check.expectError(.surplusColumn, from: "two values of three columns") {
        try await check.database.first("select \(1) as a, \(2) as b, \(3) as c", as: (Int, Int).self)
      }
      try check.expect(tuple.columns, is: ["c"], "the column")
    },
    DriverCase("after a mismatch the connection is good for more") { check in
      try await check.withColumn(Array(repeating: nil, count: 50)) { table in
        for _ in 0..<30 {
          try await check.expectError(.unexpectedNull, from: "NULL, read as a number") {
            try await check.database.query("select n from \(table)", as: Int.self)
          }
          try check.expect(try await check.count(table), is: 50, "the rows")
        }
      }
    },
    DriverCase("columns keep their names") { check in
      let names = try await check.database.run(
        try Statement(
          "select 1 as \(identifier: "a b"), 2 as \(identifier: "Größe"), 3 as \(identifier: "Case")",
          check.database.dialect, place: SourcePlace())
      ) { cursor in
        _ = try cursor.next()
        return (0..<cursor.columnCount).map { cursor.columnName(at: $0) }
      }
      try check.expect(names, is: ["a b", "Größe", "Case"], "the names")
    },
  ]
}

extension DriverCheck {
  /// A table with the columns `id`, counted from 1, and `n`.
  func withColumn<Output: Sendable>(
    _ values: [Int?], of other: Database? = nil, _ body: (SQL) async throws -> Output
  ) async throws -> Output {
    try await withTable("id \(integer) not null primary key, n \(integer)", of: other) { table in
      try await (other ?? database).batch(
        values.enumerated().map { "insert into \(table) (id, n) values (\($0.offset + 1), \($0.element))" })
      return try await body(table)
    }
  }
}
