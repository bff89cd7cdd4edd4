internal import AloftCore
internal import AloftSQL

extension DriverCases {
  static let statementErrors: [DriverCase] = [
    DriverCase("a statement without sense is an error with its text and place") { check in
      let error = try await check.expectError(.invalidStatement, from: "selec") {
        try await check.database.query("selec \(1)", as: Int.self, file: "Shop/Orders.swift", line: 7)
      }
      try check.expect(error.statement, is: check.database.dialect.text(of: "selec \(1)"), "the text")
      try check.expect(error.place, is: SourcePlace(file: "Shop/Orders.swift", line: 7), "the place")
      try check.expect(error.code != nil, "the database's own code")
    },
    DriverCase("unknown tables, columns and functions are errors of the statement") { check in
      try await check.withColumn([]) { table in
        let statements: [SQL] = [
          "select 1 from no_such_table_anywhere", "select no_such_column from \(table)",
          "insert into \(table) (no_such_column) values (\(1))", "select no_such_function_anywhere(\(1))",
          "create table \(table) (n \(SQL(trusted: check.integer)))",
        ]
        for statement in statements {
          let error = try await check.expectError(.invalidStatement, from: "\(statement)") {
            try await check.database.execute(statement)
          }
          try check.expect(error.statement, is: check.database.dialect.text(of: statement), "the text")
        }
      }
    },
    DriverCase("errors of a statement do not stay with its connection") { check in
      for number in 0..<40 {
        try await check.expectError(.invalidStatement, from: "a statement without sense") {
          try await check.database.execute("select from where \(number)")
        }
        let back = try await check.database.one("select \(number)", as: Int.self)
        try check.expect(back, is: number, "what comes behind it")
      }
    },
    DriverCase("a statement without anything in it comes back") { check in
      for statement in ["", "   ", "-- only a comment", ";"] as [SQL] {
        do {
          let count = try await check.database.execute(statement)
          try check.expect(count, is: 0, "changed by nothing")
        } catch let error as SQLError {
          try check.expect(error.kind == .invalidStatement, "invalidStatement, if anything", seen: "\(error)")
        }
      }
    },
  ]

  static let limits: [DriverCase] = [
    DriverCase("a statement that takes longer than it may is stopped") { check in
      let error = try await check.expectError(.timedOut, from: "a statement of hours") {
        try await check.database.query(DriverCheck.endless, as: Int.self, within: .milliseconds(100))
      }
      try check.expect(error.statement, is: check.database.dialect.text(of: DriverCheck.endless), "the text")
      let back = try await check.database.one("select \(1)", as: Int.self)
      try check.expect(back, is: 1, "what comes behind it")
    },
    DriverCase("the configuration says how long a statement may take") { check in
      try await check.withDatabase {
        $0.statementTimeLimit = .milliseconds(100)
      } _: { database in
        try await check.expectError(.timedOut, from: "a statement of hours") {
          try await database.query(DriverCheck.endless, as: Int.self)
        }
        try await check.expectError(.timedOut, from: "a statement of hours in a transaction") {
          try await database.transaction { try await $0.query(DriverCheck.endless, as: Int.self) }
        }
        let back = try await database.one("select \(1)", as: Int.self)
        try check.expect(back, is: 1, "what comes behind it")
      }
    },
    DriverCase("a change that is stopped changes nothing") { check in
      try await check.withTable("n \(check.integer)") { table in
        try await check.expectError(.timedOut, from: "an insertion of hours") {
          try await check.database.execute(DriverCheck.endlessInsertion(table), within: .milliseconds(100))
        }
        try check.expect(try await check.count(table), is: 0, "the rows")
      }
    },
    DriverCase("a time limit that is not reached does nothing") { check in
      for number in 0..<200 {
        let back = try await check.database.one("select \(number)", as: Int.self, within: .seconds(60))
        try check.expect(back, is: number, "the number")
      }
    },
  ]
}

extension DriverCheck {
  /// A query that takes longer than anybody waits.
  static let endless: SQL = """
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000000) select count(*) from n
    """

  static func endlessInsertion(_ table: SQL) -> SQL {
    """
    insert into \(table) (n)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000000) select i from n
    """
  }
}
