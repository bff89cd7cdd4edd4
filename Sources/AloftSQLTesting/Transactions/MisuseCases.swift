internal import AloftCore
internal import AloftSQL

extension DriverCases {
  static let misuse: [DriverCase] = [
    DriverCase("the database can't be used within its own transaction, and both places are named") { check in
      try await check.withColumn([]) { table in
        try await check.database.transaction(file: "Shop/Outer.swift", line: 1) { transaction in
          let error = try await check.expectError(.insideTransaction, from: "a query") {
            try await check.database.query("select \(1)", as: Int.self, file: "Shop/Inner.swift", line: 2)
          }
          try check.expect(error.place, is: SourcePlace(file: "Shop/Inner.swift", line: 2), "the place")
          try check.expect(error.otherPlace, is: SourcePlace(file: "Shop/Outer.swift", line: 1), "the other place")
          try await check.expectError(.insideTransaction, from: "a change") {
            try await check.database.execute("delete from \(table)")
          }
          try await check.expectError(.insideTransaction, from: "a batch") {
            try await check.database.batch(["delete from \(table)"])
          }
          try await check.expectError(.insideTransaction, from: "a script") {
            try await check.database.execute(script: "select 1")
          }
          try await check.expectError(.insideTransaction, from: "a stream") {
            for try await _ in check.database.stream("select \(1)", as: Int.self) {}
          }
          try await check.expectError(.insideTransaction, from: "a transaction") {
            try await check.database.transaction { _ in }
          }
          try await check.expectError(.insideTransaction, from: "a query of a task within") {
            async let count = check.count(table)
            return try await count
          }
          try await transaction.transaction { part in
            try await check.expectError(.insideTransaction, from: "a query in a part") { try await check.count(table) }
            try check.expect(try await check.count(table, in: part), is: 0, "the rows")
          }
        }
        try check.expect(try await check.count(table), is: 0, "the rows")
      }
    },
    DriverCase("another database may be used within a transaction") { check in
      try await check.withDatabase { _ in
      } _: { other in
        try await check.database.transaction { transaction in
          let number = try await other.one("select \(5)", as: Int.self)
          try check.expect(number, is: 5, "the number")
          let inner = try await other.transaction(TransactionOptions(readOnly: true)) { inner in
            try await check.expectError(.insideTransaction, from: "the outer database") {
              try await check.database.query("select \(1)", as: Int.self)
            }
            return try await inner.one("select \(6)", as: Int.self)
          }
          try check.expect(inner, is: 6, "the number of its transaction")
          _ = try await transaction.one("select \(7)", as: Int.self)
        }
      }
    },
    DriverCase("a transaction can't be used after its end") { check in
      let transaction = try await check.database.transaction(file: "Shop/Outer.swift", line: 1) { $0 }
      let error = try await check.expectError(.transactionOver, from: "a query") {
        try await transaction.query("select \(1)", as: Int.self)
      }
      try check.expect(error.otherPlace, is: SourcePlace(file: "Shop/Outer.swift", line: 1), "where it was begun")
      try await check.expectError(.transactionOver, from: "a batch") { try await transaction.batch(["select 1"]) }
      try await check.expectError(.transactionOver, from: "a stream") {
        for try await _ in transaction.stream("select \(1)", as: Int.self) {}
      }
      try await check.expectError(.transactionOver, from: "a part") { try await transaction.transaction { _ in } }
    },
    DriverCase("a part of a transaction can't be used after its end") { check in
      try await check.database.transaction { transaction in
        let part = try await transaction.transaction { $0 }
        try await check.expectError(.transactionOver, from: "a query") {
          try await part.query("select \(1)", as: Int.self)
        }
        let number = try await transaction.one("select \(2)", as: Int.self)
        try check.expect(number, is: 2, "the number of the whole")
      }
    },
    DriverCase("parts of a transaction that overlap are refused, with both places") { check in
      try await check.database.transaction { transaction in
        let isOpen = AsyncStream<Void>.makeStream()
        let isRefused = AsyncStream<Void>.makeStream()
        async let first: Void = transaction.transaction(file: "Shop/First.swift", line: 1) { _ in
          isOpen.continuation.finish()
          for await _ in isRefused.stream {}
        }
        for await _ in isOpen.stream {}
        let error = try await check.expectError(.insideTransaction, from: "a second part") {
          try await transaction.transaction { _ in }
        }
        isRefused.continuation.finish()
        try check.expect(error.otherPlace, is: SourcePlace(file: "Shop/First.swift", line: 1), "the first one's place")
        _ = try await first
        try await transaction.transaction { try await $0.transaction { _ in } }
      }
    },
    DriverCase("no statement begins, parts or ends a transaction") { check in
      let statements: [SQL] = [
        "begin", "/* a /* b */ */ COMMIT", "rollback", "-- c\nsavepoint d", "start transaction", "end", "; abort",
        "release savepoint d",
      ]
      for sql in statements {
        try await check.expectError(.unsupported, from: "\(sql)") { try await check.database.execute(sql) }
        try await check.database.transaction { transaction in
          try await check.expectError(.unsupported, from: "\(sql) in a transaction") {
            try await transaction.execute(sql)
          }
        }
      }
    },
    DriverCase("a task that outlives a transaction may use the database") { check in
      let signal = AsyncStream<Void>.makeStream()
      let late = try await check.database.transaction { _ in
        Task {
          for await _ in signal.stream {}
          return try await check.database.one("select \(3)", as: Int.self)
        }
      }
      signal.continuation.finish()
      try check.expect(try await late.value, is: 3, "the number")
    },
    DriverCase("the database can be used after a transaction, also one that failed") { check in
      for isFailing in [false, true] {
        try? await check.database.transaction { _ in if isFailing { throw Refusal(number: 1) } }
        let number = try await check.database.one("select \(4)", as: Int.self)
        try check.expect(number, is: 4, "the number")
      }
    },
  ]
}
