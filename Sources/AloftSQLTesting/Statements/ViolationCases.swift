internal import AloftCore
internal import AloftSQL

extension DriverCases {
  static let violations: [DriverCase] = [
    DriverCase("a value that is there already is a violation with its names") { check in
      let name = check.newName()
      let columns = "a \(check.integer), b \(check.text), constraint \(name)_once unique (a, b)"
      try await check.withTable(columns) { table in
        try await check.database.execute("insert into \(table) (a, b) values (\(1), \("secret"))")
        let error = try await check.expectError(.uniqueViolation, from: "the same again") {
          try await check.database.execute("insert into \(table) (a, b) values (\(1), \("secret"))")
        }
        try check.violation(error, of: table, constraint: "\(name)_once", columns: ["a", "b"], check.facts.uniqueParts)
        let shown = error.description.split(whereSeparator: { !$0.isLetter })
        try check.expect(!shown.contains("secret"), "a description without the value", seen: error.description)
        try await check.database.execute("insert into \(table) (a, b) values (\(1), \("other"))")
        try await check.expectError(.uniqueViolation, from: "a change to the same") {
          try await check.database.execute("update \(table) set b = \("secret")")
        }
      }
    },
    DriverCase("a key that is there already is a violation") { check in
      try await check.withColumn([5]) { table in
        let error = try await check.expectError(.uniqueViolation, from: "the same key") {
          try await check.database.execute("insert into \(table) (id) values (\(1))")
        }
        if check.facts.uniqueParts.contains(.columns) { try check.expect(error.columns, is: ["id"], "the column") }
      }
    },
    DriverCase("a row that is referred to and not there is a violation with its names") { check in
      try await check.withColumn([1]) { parents in
        let name = check.newName()
        let columns =
          "p \(check.integer), constraint \(name)_parent foreign key (p) references \(DriverCheck.bare(parents)) (id)"
        try await check.withTable(columns) { children in
          try await check.database.execute("insert into \(children) (p) values (\(1))")
          let error = try await check.expectError(.foreignKeyViolation, from: "a row without parent") {
            try await check.database.execute("insert into \(children) (p) values (\(2))")
          }
          try check.violation(
            error, of: children, constraint: "\(name)_parent", columns: ["p"], check.facts.foreignKeyParts)
          try await check.expectError(.foreignKeyViolation, from: "the end of a parent") {
            try await check.database.execute("delete from \(parents) where id = \(1)")
          }
          try check.expect(try await check.count(parents), is: 1, "the parents")
        }
      }
    },
    DriverCase("a condition that does not hold is a violation with its names") { check in
      let name = check.newName()
      try await check.withTable("n \(check.integer), constraint \(name)_above check (n > 0)") { table in
        try await check.database.execute("insert into \(table) (n) values (\(1))")
        let error = try await check.expectError(.checkViolation, from: "zero") {
          try await check.database.execute("insert into \(table) (n) values (\(0))")
        }
        try check.violation(error, of: table, constraint: "\(name)_above", columns: ["n"], check.facts.checkParts)
      }
    },
    DriverCase("NULL in a column without it is a violation with its names") { check in
      try await check.withTable("a \(check.integer), b \(check.integer) not null") { table in
        let nothing: Int? = nil
        let error = try await check.expectError(.notNullViolation, from: "NULL") {
          try await check.database.execute("insert into \(table) (a, b) values (\(1), \(nothing))")
        }
        try check.violation(error, of: table, constraint: nil, columns: ["b"], check.facts.notNullParts)
        try await check.expectError(.notNullViolation, from: "no value") {
          try await check.database.execute("insert into \(table) (a) values (\(1))")
        }
      }
    },
    DriverCase("violations name place and statement") { check in
      try await check.withColumn([1]) { table in
        let statement: SQL = "insert into \(table) (id) values (\(1))"
        let error = try await check.expectError(.uniqueViolation, from: "the same key") {
          try await check.database.execute(statement, file: "Shop/Orders.swift", line: 12)
        }
        try check.expect(error.place?.line, is: 12, "the line")
        try check.expect(error.statement, is: check.database.dialect.text(of: statement), "the statement")
      }
    },
    DriverCase("a statement with one violation changes none of its rows") { check in
      try await check.withColumn([1]) { table in
        try await check.expectError(.uniqueViolation, from: "three rows, one of them there") {
          try await check.database.execute("insert into \(table) (id) values (\(7)), (\(1)), (\(8))")
        }
        try check.expect(try await check.count(table), is: 1, "the rows")
      }
    },
    DriverCase("a violation found at the commit undoes the transaction") { check in
      guard check.facts.hasDeferredConstraints else { return }
      try await check.withColumn([1]) { parents in
        let columns =
          "p \(check.integer) references \(DriverCheck.bare(parents)) (id) deferrable initially deferred"
        try await check.withTable(columns) { children in
          for _ in 1...12 {
            try await check.expectError(.foreignKeyViolation, from: "the commit") {
              try await check.database.transaction { transaction in
                try await transaction.execute("insert into \(children) (p) values (\(2))")
              }
            }
            try check.expect(try await check.count(children), is: 0, "the rows")
          }
          try await check.database.transaction { transaction in
            try await transaction.execute("insert into \(children) (p) values (\(2))")
            try await transaction.execute("insert into \(parents) (id) values (\(2))")
          }
          try check.expect(try await check.count(children), is: 1, "the rows")
        }
      }
    },
  ]
}

extension DriverCheck {
  /// The name of a table of a case, which needs no quotes.
  fileprivate static func bare(_ table: SQL) -> String { table.description.filter { $0 != "\"" } }

  /// Expects what an error tells to be right, and told where the database can.
  fileprivate func violation(
    _ error: SQLError, of table: SQL, constraint: String?, columns: [String], _ parts: Set<DriverFacts.ViolationPart>,
    file: String = #fileID, line: Int = #line
  ) throws {
    if parts.contains(.constraint) || error.constraint != nil {
      try expect(error.constraint, is: constraint, "the constraint", file: file, line: line)
    }
    if parts.contains(.table) || error.table != nil {
      try expect(error.table, is: Self.bare(table), "the table", file: file, line: line)
    }
    if parts.contains(.columns) || !error.columns.isEmpty {
      try expect(error.columns, is: columns, "the columns", file: file, line: line)
    }
  }
}
