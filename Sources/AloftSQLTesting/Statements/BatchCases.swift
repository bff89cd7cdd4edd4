internal import AloftCore
internal import AloftSQL

extension DriverCases {
  static let batches: [DriverCase] = [
    DriverCase("a batch tells what each of its statements changed") { check in
      try await check.withColumn([]) { table in
        let counts = try await check.database.batch([
          "insert into \(table) (id, n) values (\(1), \(1)), (\(2), \(2))",
          "update \(table) set n = \(5)",
          "update \(table) set n = \(6) where id = \(99)",
          "delete from \(table) where id = \(1)",
        ])
        try check.expect(counts, is: [2, 2, 0, 1], "the counts")
      }
    },
    DriverCase("a batch of nothing does nothing") { check in
      try check.expect(try await check.database.batch([]), is: [], "the counts")
      try await check.database.transaction { transaction in
        try check.expect(try await transaction.batch([]), is: [], "the counts in a transaction")
      }
    },
    DriverCase("a batch is done as a whole or not at all") { check in
      try await check.withColumn([]) { table in
        for place in [0, 1, 250, 499] {
          var statements: [SQL] = (1...500).map { "insert into \(table) (id) values (\($0))" }
          statements[place] = "insert into \(table) (id) values (\(-1)), (\(-1))"
          let error = try await check.expectError(.uniqueViolation, from: "statement \(place)") {
            try await check.database.batch(statements, file: "Shop/Import.swift", line: 9)
          }
          try check.expect(error.place?.line, is: 9, "the line")
          try check.expect(error.statement, is: check.database.dialect.text(of: statements[place]), "the statement")
          try check.expect(try await check.count(table), is: 0, "the rows")
        }
        let counts = try await check.database.batch((1...500).map { "insert into \(table) (id) values (\($0))" })
        try check.expect(counts, is: Array(repeating: 1, count: 500), "the counts")
      }
    },
    DriverCase("a batch with a statement without sense does nothing") { check in
      try await check.withColumn([]) { table in
        let error = try await check.expectError(.invalidStatement, from: "the second statement") {
          try await check.database.batch([
            "insert into \(table) (id) values (\(1))", "insert in \(table)", "insert into \(table) (id) values (\(2))",
          ])
        }
        try check.expect(
          error.statement, is: check.database.dialect.text(of: "insert in \(table)"), "the statement")
        try check.expect(try await check.count(table), is: 0, "the rows")
      }
    },
    DriverCase("a batch of different statements with values of different types") { check in
      try await check.withTable("a \(check.integer), b \(check.text)") { table in
        var statements: [SQL] = []
        for number in 0..<300 {
          statements.append(
            number % 3 == 0
              ? "insert into \(table) (a) values (\(number))" : "insert into \(table) (b) values (\("\(number)"))")
          if number % 50 == 0 { statements.append("update \(table) set b = \(nil as String?) where b = \("0")") }
        }
        try await check.database.batch(statements)
        let row = try await check.database.one("select count(a), count(b) from \(table)", as: (Int, Int).self)
        try check.expect(row == (100, 200), "100 and 200", seen: "\(row)")
      }
    },
    DriverCase("a batch that fails within a transaction leaves what was before it") { check in
      try await check.withColumn([]) { table in
        try await check.database.transaction { transaction in
          try await transaction.execute("insert into \(table) (id) values (\(1))")
          try await check.expectError(.uniqueViolation, from: "the batch") {
            try await transaction.batch([
              "insert into \(table) (id) values (\(2))", "insert into \(table) (id) values (\(1))",
            ])
          }
          let counts = try await transaction.batch([
            "insert into \(table) (id) values (\(3))", "insert into \(table) (id) values (\(4)), (\(5))",
          ])
          try check.expect(counts, is: [1, 2], "the counts")
        }
        let ids = try await check.database.query("select id from \(table) order by id", as: Int.self)
        try check.expect(ids, is: [1, 3, 4, 5], "the rows")
      }
    },
    DriverCase("a large batch is done") { check in
      try await check.withColumn([]) { table in
        let counts = try await check.database.batch(
          (0..<5_000).map { "insert into \(table) (id, n) values (\($0), \($0 * $0))" })
        try check.expect(counts.count, is: 5_000, "the number of counts")
        let row = try await check.database.one("select count(*), max(n) from \(table)", as: (Int, Int).self)
        try check.expect(row == (5_000, 4_999 * 4_999), "all rows", seen: "\(row)")
      }
    },
  ]
}
