internal import AloftSQL

extension DriverCases {
  static let isolation: [DriverCase] = [
    DriverCase("a transaction that only reads can't write") { check in
      try await check.withColumn([1]) { table in
        for number in 1...12 {
          let count = try await check.database.transaction(TransactionOptions(readOnly: true)) { transaction in
            try await check.count(table, in: transaction)
          }
          try check.expect(count, is: 1, "the rows")
          try await check.expectError(.readOnly, from: "an insertion") {
            try await check.database.transaction(TransactionOptions(readOnly: true)) { transaction in
              try await transaction.execute("insert into \(table) (id) values (\(number + 100))")
            }
          }
        }
        try check.expect(try await check.count(table), is: 1, "the rows")
      }
    },
    DriverCase("after transactions that only read, their connections write again") { check in
      try await check.withColumn([]) { table in
        for number in 1...12 {
          _ = try await check.database.transaction(TransactionOptions(readOnly: true)) { transaction in
            try await check.count(table, in: transaction)
          }
          try await check.database.execute("insert into \(table) (id) values (\(number))")
          try await check.database.transaction { transaction in
            try await transaction.execute("update \(table) set n = \(number)")
          }
        }
        try check.expect(try await check.count(table), is: 12, "the rows")
      }
    },
    DriverCase("others do not see what is not committed") { check in
      guard check.facts.readsBesideWriting else { return }
      try await check.withColumn([]) { table in
        try await check.database.transaction { transaction in
          try await transaction.execute("insert into \(table) (id) values (\(1))")
          let seen = try await Task.detached { try await check.count(table) }.value
          try check.expect(seen, is: 0, "the rows that others see")
          let seenReading = try await Task.detached {
            try await check.database.transaction(TransactionOptions(readOnly: true)) { reading in
              try await check.count(table, in: reading)
            }
          }.value
          try check.expect(seenReading, is: 0, "the rows that another transaction sees")
        }
        try check.expect(try await check.count(table), is: 1, "the rows")
      }
    },
    DriverCase("a repeatable read sees the same twice") { check in
      guard check.facts.readsBesideWriting else { return }
      try await check.withColumn([1]) { table in
        for isolation in [TransactionOptions.Isolation.repeatableRead, .serializable] {
          let before = try await check.count(table)
          let options = TransactionOptions(isolation: isolation, readOnly: true)
          try await check.database.transaction(options) { transaction in
            try check.expect(try await check.count(table, in: transaction), is: before, "the rows at first")
            _ = try await Task.detached {
              try await check.database.execute("insert into \(table) (id) values (\(before + 1))")
            }.value
            try check.expect(try await check.count(table, in: transaction), is: before, "the rows again")
          }
          try check.expect(try await check.count(table), is: before + 1, "the rows behind it")
        }
      }
    },
    DriverCase("each level of isolation begins") { check in
      for isolation in [TransactionOptions.Isolation.readCommitted, .repeatableRead, .serializable] {
        for isReadOnly in [false, true] {
          let options = TransactionOptions(isolation: isolation, readOnly: isReadOnly)
          let number = try await check.database.transaction(options) { try await $0.one("select \(8)", as: Int.self) }
          try check.expect(number, is: 8, "the number")
        }
      }
    },
  ]

  static let retries: [DriverCase] = [
    DriverCase("a transaction in whose way others stand is tried again") { check in
      for kind in [SQLError.Kind.serializationFailure, .deadlock] {
        try await check.withColumn([]) { table in
          let attempts = Recorder<Void>()
          let last = try await check.database.transaction(TransactionOptions(attempts: 3)) { transaction in
            attempts.add(())
            let number = attempts.events.count
            try await transaction.execute("insert into \(table) (id) values (\(number))")
            if number < 3 { throw SQLError(kind, "others stood in the way") }
            return number
          }
          try check.expect(last, is: 3, "the attempt that succeeded")
          try check.expect(try await check.ids(table), is: [3], "the rows")
        }
      }
    },
    DriverCase("a transaction is tried as often as it may, and no more") { check in
      for most in [1, 4] {
        let attempts = Recorder<Void>()
        try await check.expectError(.serializationFailure, from: "the last attempt") {
          try await check.database.transaction(TransactionOptions(attempts: most)) { _ in
            attempts.add(())
            throw SQLError(.serializationFailure, "others stood in the way")
          }
        }
        try check.expect(attempts.events.count, is: most, "the attempts")
      }
    },
    DriverCase("other errors are not tried again") { check in
      let attempts = Recorder<Void>()
      try await check.expectError(.invalidStatement, from: "a statement without sense") {
        try await check.database.transaction(TransactionOptions(attempts: 5)) { transaction in
          attempts.add(())
          try await transaction.execute("selec")
        }
      }
      try check.expect(attempts.events.count, is: 1, "the attempts")
    },
    DriverCase("no change is lost between transactions that run at the same time") { check in
      try await check.withColumn([0]) { table in
        let options = TransactionOptions(isolation: .serializable, attempts: 100)
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<6 {
            group.addTask {
              for _ in 0..<4 {
                try await check.database.transaction(options) { transaction in
                  let number = try await transaction.one("select n from \(table)", as: Int.self)
                  await Task.yield()
                  try await transaction.execute("update \(table) set n = \(number + 1)")
                }
              }
            }
          }
          try await group.waitForAll()
        }
        let number = try await check.database.one("select n from \(table)", as: Int.self)
        try check.expect(number, is: 24, "the sum")
      }
    },
  ]
}
