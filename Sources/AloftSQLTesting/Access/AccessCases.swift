internal import AloftCore
internal import AloftSQL

extension DriverCases {
  static let access: [DriverCase] = [
    DriverCase("a closed database refuses everything") { check in
      let database = try await check.facts.open(DatabaseConfiguration())
      _ = try await database.one("select \(1)", as: Int.self)
      await database.close()
      try await check.expectError(.closed, from: "a query") { try await database.query("select \(1)", as: Int.self) }
      try await check.expectError(.closed, from: "a change") { try await database.execute("select 1") }
      try await check.expectError(.closed, from: "a batch") { try await database.batch(["select 1"]) }
      try await check.expectError(.closed, from: "a script") { try await database.execute(script: "select 1") }
      try await check.expectError(.closed, from: "a transaction") { try await database.transaction { _ in } }
      try await check.expectError(.closed, from: "a stream") {
        for try await _ in database.stream("select \(1)", as: Int.self) {}
      }
      await database.close()
    },
    DriverCase("a database that was never used can be closed") { check in
      let database = try await check.facts.open(DatabaseConfiguration())
      await database.close()
      try await check.expectError(.closed, from: "a query") { try await database.query("select \(1)", as: Int.self) }
    },
    DriverCase("closing waits for what is in flight") { check in
      let database = try await check.facts.open(DatabaseConfiguration())
      let recorder = Recorder<String>()
      let closing = try await database.transaction { transaction in
        let closing = Task.detached {
          await database.close()
          recorder.add("closed")
        }
        for number in 0..<50 {
          await Task.yield()
          _ = try await transaction.one("select \(number)", as: Int.self)
        }
        recorder.add("done")
        return closing
      }
      await closing.value
      try check.expect(recorder.events, is: ["done", "closed"], "the order")
    },
    DriverCase("reports say what was run, without its values") { check in
      let recorder = Recorder<StatementReport>()
      try await check.withDatabase {
        $0.observer = { recorder.add($0) }
      } _: { database in
        let statement: SQL = "select \(1) union all select \(2)"
        _ = try await database.query(statement, as: Int.self, file: "Shop/Orders.swift", line: 8)
        let report = try check.only(recorder.events)
        try check.expect(report.text, is: database.dialect.text(of: statement), "the text")
        try check.expect(report.place, is: SourcePlace(file: "Shop/Orders.swift", line: 8), "the place")
        try check.expect(report.rowCount, is: 2, "the number of rows")
        try check.expect(report.values == nil, "no values", seen: "\(report.values as Any)")
        try check.expect(report.error == nil, "no error", seen: "\(report.error as Any)")
        try check.expect(report.duration >= .zero, "a duration", seen: "\(report.duration)")
        try check.expect(report.database, is: database.name, "the database")
      }
    },
    DriverCase("reports hold values where the configuration says so") { check in
      let recorder = Recorder<StatementReport>()
      try await check.withDatabase { configuration in
        configuration.observer = { recorder.add($0) }
        configuration.reportsValues = true
      } _: { database in
        _ = try await database.query("select \(1), \("two")", as: (Int, String).self)
        let report = try check.only(recorder.events)
        try check.expect(report.values, is: [1.sqlParameter, "two".sqlParameter], "the values")
      }
    },
    DriverCase("reports tell of errors, and of statements in transactions") { check in
      let recorder = Recorder<StatementReport>()
      try await check.withDatabase {
        $0.observer = { recorder.add($0) }
      } _: { database in
        try await check.expectError(.invalidStatement, from: "no sense") { try await database.execute("selec") }
        let failed = try check.only(recorder.events)
        try check.expect((failed.error as? SQLError)?.kind, is: .invalidStatement, "the error")
        try check.expect(failed.rowCount, is: nil, "the number of rows")
        _ = try await database.transaction { try await $0.one("select \(5)", as: Int.self) }
        let text = database.dialect.text(of: "select \(5)")
        try check.expect(
          recorder.events.contains { $0.text == text && $0.rowCount == 1 }, "a report of \(text)",
          seen: "\(recorder.events.map(\.text))")
        try check.expect(recorder.events.last?.text, is: "commit", "the last report")
      }
    },
    DriverCase("reports tell of streams, batches, scripts and of what was cancelled") { check in
      let recorder = Recorder<StatementReport>()
      try await check.withDatabase {
        $0.observer = { recorder.add($0) }
      } _: { database in
        for try await _ in database.stream("select \(1) union all select \(2)", as: Int.self) {}
        try check.expect(recorder.events.last?.rowCount, is: 2, "the rows of the stream")
        for try await _ in database.stream("select \(1) union all select \(2)", as: Int.self) { break }
        try check.expect(recorder.events.count, is: 2, "reports of streams, also of one that was left")
        try await database.batch(["select \(1)", "select \(2)", "select \(3)"])
        try check.expect(recorder.events.last?.statementCount, is: 3, "the statements of the batch")
        try await database.execute(script: "select 1; select 2")
        try check.expect(recorder.events.last?.text, is: "select 1; select 2", "the script")
        let task = Task {
          withUnsafeCurrentTask { $0?.cancel() }
          return try await database.one("select \(4)", as: Int.self)
        }
        try await check.expectCancellation(of: "the task") { _ = try await task.value }
      }
    },
  ]
}

extension DriverCheck {
  fileprivate func only<Event>(_ events: [Event], file: String = #fileID, line: Int = #line) throws -> Event {
    try expect(events.count, is: 1, "the number of reports", file: file, line: line)
    return events[0]
  }
}
