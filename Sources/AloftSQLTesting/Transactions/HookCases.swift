internal import AloftSQL

extension DriverCases {
  static let hooks: [DriverCase] = [
    DriverCase("hooks run after the commit, in their order") { check in
      try await check.withColumn([]) { table in
        let recorder = Recorder<String>()
        try await check.database.transaction { transaction in
          transaction.afterCommit {
            // What was done is there for others, and the database can be used again.
            let count = try? await check.count(table)
            recorder.add("first, \(count ?? -1) rows")
          }
          try await transaction.execute("insert into \(table) (id) values (\(1))")
          transaction.afterCommit { recorder.add("second") }
          recorder.add("body")
        }
        recorder.add("behind")
        try check.expect(recorder.events, is: ["body", "first, 1 rows", "second", "behind"], "the order")
      }
    },
    DriverCase("hooks of a transaction that is undone never run") { check in
      let recorder = Recorder<String>()
      try? await check.database.transaction { transaction in
        transaction.afterCommit { recorder.add("hook") }
        throw Refusal(number: 1)
      }
      try check.expect(recorder.events, is: [], "the hooks")
    },
    DriverCase("hooks of a part that is undone are dropped, and those of other parts run") { check in
      let recorder = Recorder<String>()
      try await check.database.transaction { transaction in
        transaction.afterCommit { recorder.add("before") }
        try? await transaction.transaction { part in
          part.afterCommit { recorder.add("undone") }
          try await part.transaction { $0.afterCommit { recorder.add("undone with it") } }
          throw Refusal(number: 1)
        }
        try await transaction.transaction { $0.afterCommit { recorder.add("kept") } }
        transaction.afterCommit { recorder.add("after") }
      }
      try check.expect(recorder.events, is: ["before", "kept", "after"], "the hooks")
    },
    DriverCase("hooks of an attempt that failed are dropped") { check in
      let recorder = Recorder<Int>()
      let attempts = Recorder<Int>()
      try await check.database.transaction(TransactionOptions(attempts: 3)) { transaction in
        attempts.add(1)
        let number = attempts.events.count
        transaction.afterCommit { recorder.add(number) }
        if number < 3 { throw SQLError(.serializationFailure, "others stood in the way") }
      }
      try check.expect(recorder.events, is: [3], "the hooks")
    },
  ]
}
