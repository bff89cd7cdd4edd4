internal import AloftSQL

/// What bodies of transactions throw here.
struct Refusal: Error, Equatable {
  let number: Int
}

extension DriverCases {
  static let transactions: [DriverCase] = [
    DriverCase("a transaction is there as a whole, and returns what its function does") { check in
      try await check.withColumn([]) { table in
        let count = try await check.database.transaction { transaction in
          try await transaction.execute("insert into \(table) (id) values (\(1))")
          try await transaction.execute("insert into \(table) (id) values (\(2))")
          return try await check.count(table, in: transaction)
        }
        try check.expect(count, is: 2, "the rows it saw")
        try check.expect(try await check.count(table), is: 2, "the rows")
      }
    },
    DriverCase("a transaction that throws is undone, and the error arrives") { check in
      try await check.withColumn([]) { table in
        do {
          try await check.database.transaction { transaction in
            try await transaction.execute("insert into \(table) (id) values (\(1))")
            throw Refusal(number: 7)
          }
          try check.expect(false, "an error", seen: "none")
        } catch let refusal as Refusal {
          try check.expect(refusal, is: Refusal(number: 7), "the error")
        }
        try check.expect(try await check.count(table), is: 0, "the rows")
      }
    },
    DriverCase("transactions that throw give their connections back") { check in
      try await check.withColumn([]) { table in
        for number in 1...40 {
          try? await check.database.transaction { transaction in
            try await transaction.execute("insert into \(table) (id) values (\(number))")
            if number % 2 == 0 { throw Refusal(number: number) }
            try await transaction.execute("insert into \(table) (id) values (\(number))")
          }
        }
        try check.expect(try await check.count(table), is: 0, "the rows")
      }
    },
    DriverCase("a transaction whose task is cancelled is undone") { check in
      try await check.withColumn([]) { table in
        try await check.expectCancellation(of: "a transaction cancelled before its end") {
          try await Task {
            try await check.database.transaction { transaction in
              try await transaction.execute("insert into \(table) (id) values (\(1))")
              withUnsafeCurrentTask { $0?.cancel() }
            }
          }.value
        }
        try await check.expectCancellation(of: "a statement of a cancelled transaction") {
          try await Task {
            try await check.database.transaction { transaction in
              try await transaction.execute("insert into \(table) (id) values (\(2))")
              withUnsafeCurrentTask { $0?.cancel() }
              try await transaction.execute("insert into \(table) (id) values (\(3))")
            }
          }.value
        }
        try check.expect(try await check.count(table), is: 0, "the rows")
      }
    },
    DriverCase("a transaction of a cancelled task is not begun") { check in
      try await check.expectCancellation(of: "the transaction") {
        try await Task {
          withUnsafeCurrentTask { $0?.cancel() }
          return try await check.database.transaction { transaction in
            try check.expect(false, "no transaction", seen: "one")
            return try await transaction.one("select \(1)", as: Int.self)
          }
        }.value
      }
    },
    DriverCase("a transaction that returns was committed, whatever errors it swallowed") { check in
      try await check.withColumn([]) { table in
        var isCommitted = false
        do {
          try await check.database.transaction { transaction in
            try await transaction.execute("insert into \(table) (id) values (\(1))")
            _ = try? await transaction.execute("insert into \(table) (id) values (\(1))")
            _ = try? await transaction.execute("selec \(1)")
          }
          isCommitted = true
        } catch let error as SQLError {
          // PostgreSQL can only roll back after an error.
          try check.expect(error.kind == .transactionOver, "transactionOver", seen: "\(error.kind): \(error)")
        }
        try check.expect(try await check.count(table), is: isCommitted ? 1 : 0, "the rows")
      }
    },
    DriverCase("a statement stopped by its time limit leaves a transaction whole or undone") { check in
      try await check.withColumn([]) { table in
        var isCommitted = false
        do {
          try await check.database.transaction { transaction in
            try await transaction.execute("insert into \(table) (id) values (\(-1))")
            try await check.expectError(.timedOut, from: "an insertion of hours") {
              try await transaction.execute(
                "insert into \(table) (id) \(DriverCheck.endlessNumbers)", within: .milliseconds(100))
            }
            try await transaction.execute("insert into \(table) (id) values (\(-2))")
          }
          isCommitted = true
        } catch let error as SQLError {
          try check.expect(error.kind == .transactionOver, "transactionOver", seen: "\(error.kind): \(error)")
        }
        try check.expect(try await check.count(table), is: isCommitted ? 2 : 0, "the rows")
      }
    },
    DriverCase("a time limit within a part of a transaction undoes the part alone, or all") { check in
      try await check.withColumn([]) { table in
        var isCommitted = false
        do {
          try await check.database.transaction { transaction in
            try await transaction.execute("insert into \(table) (id) values (\(-1))")
            try await check.expectError(.timedOut, from: "an insertion of hours") {
              try await transaction.transaction { part in
                try await part.execute("insert into \(table) (id) values (\(-2))")
                try await part.execute(
                  "insert into \(table) (id) \(DriverCheck.endlessNumbers)", within: .milliseconds(100))
              }
            }
            try await transaction.execute("insert into \(table) (id) values (\(-3))")
          }
          isCommitted = true
        } catch let error as SQLError {
          try check.expect(error.kind == .transactionOver, "transactionOver", seen: "\(error.kind): \(error)")
        }
        let ids = try await check.database.query("select id from \(table) order by id", as: Int.self)
        try check.expect(ids, is: isCommitted ? [-3, -1] : [], "the rows")
      }
    },
    DriverCase("tasks within a transaction share its connection") { check in
      try await check.withColumn([]) { table in
        try await check.database.transaction { transaction in
          try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for number in 0..<32 {
              group.addTask {
                try await transaction.execute("insert into \(table) (id) values (\(number))")
                return (number, try await transaction.one("select \(number)", as: Int.self))
              }
            }
            for try await (number, back) in group { try check.expect(back, is: number, "the number") }
          }
          try check.expect(try await check.count(table, in: transaction), is: 32, "the rows it sees")
        }
        try check.expect(try await check.count(table), is: 32, "the rows")
      }
    },
    DriverCase("tables are made, and undone, within a transaction") { check in
      let name = check.newName()
      try? await check.database.transaction { transaction in
        try await transaction.execute("create table \(identifier: name) (n \(SQL(trusted: check.integer)))")
        try await transaction.execute("insert into \(identifier: name) (n) values (\(1))")
        throw Refusal(number: 1)
      }
      try await check.expectError(.invalidStatement, from: "the table that is not there") {
        try await check.database.query("select n from \(identifier: name)", as: Int.self)
      }
    },
  ]
}

extension DriverCheck {
  static let endlessNumbers: SQL =
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000000) select i from n"
}
