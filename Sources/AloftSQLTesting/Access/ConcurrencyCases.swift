internal import AloftSQL
internal import Synchronization

extension DriverCases {
  static let concurrency: [DriverCase] = [
    DriverCase("each of many tasks gets its own number back") { check in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<64 {
          group.addTask {
            for number in 0..<200 {
              let sent = task * 1_000 + number
              let back = try await check.database.one("select \(sent)", as: Int.self)
              try check.expect(back, is: sent, "the number of task \(task)")
            }
          }
        }
        try await group.waitForAll()
      }
    },
    DriverCase("tasks that read, write, fail and are cancelled get answers of their own") { check in
      try await check.withColumn([]) { table in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for task in 0..<24 {
            group.addTask {
              var random = SeededNumbers(seed: UInt64(task))
              for number in 0..<40 { try await check.doAnything(task * 1_000 + number, table, &random) }
            }
          }
          try await group.waitForAll()
        }
        let strangers = try await check.database.one(
          "select count(*) from \(table) where n is null or n <> id * 2", as: Int.self)
        try check.expect(strangers, is: 0, "rows with another's number")
      }
    },
    DriverCase("many tasks insert, and all rows are there") { check in
      try await check.withColumn([]) { table in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for task in 0..<16 {
            group.addTask {
              for number in 0..<20 {
                try await check.database.execute("insert into \(table) (id) values (\(task * 100 + number))")
              }
            }
          }
          try await group.waitForAll()
        }
        try check.expect(try await check.count(table), is: 320, "the rows")
      }
    },
    DriverCase("who waits too long for a connection is told") { check in
      try await check.withDatabase { configuration in
        configuration.poolSize = 1
        configuration.waitLimit = .milliseconds(100)
      } _: { database in
        let transaction = TransactionOptions(isolation: .serializable)
        try await database.transaction(transaction) { _ in
          try await check.expectError(.poolExhausted, .locked, from: "a second transaction") {
            try await Task.detached { try await database.transaction(transaction) { _ in } }.value
          }
        }
        let number = try await database.one("select \(1)", as: Int.self)
        try check.expect(number, is: 1, "what comes behind it")
      }
    },
  ]

  static let cancellation: [DriverCase] = [
    DriverCase("a query that is cancelled while it waits ends at once") { check in
      try await check.withDatabase { configuration in
        configuration.poolSize = 1
        configuration.waitLimit = .seconds(600)
      } _: { database in
        try await database.transaction { _ in
          for yields in 0..<20 {
            let waiting = Task.detached { try await database.transaction { _ in } }
            for _ in 0..<yields { await Task.yield() }
            waiting.cancel()
            try await check.expectCancellation(of: "what waits") { try await waiting.value }
          }
        }
        let number = try await database.one("select \(1)", as: Int.self)
        try check.expect(number, is: 1, "what comes behind it")
      }
    },
    DriverCase("a query of a cancelled task is an error") { check in
      try await check.expectCancellation(of: "the query") {
        try await Task {
          withUnsafeCurrentTask { $0?.cancel() }
          return try await check.database.one("select \(1)", as: Int.self)
        }.value
      }
    },
    DriverCase("a query that is cancelled while it runs ends soon") { check in
      for round in 0..<12 {
        let running = Task.detached { try await check.database.query(DriverCheck.endless, as: Int.self) }
        // From not begun to well under way.
        for _ in 0..<(1 << round) { await Task.yield() }
        running.cancel()
        try await check.expectCancellation(of: "a query of hours") { try await running.value }
        let number = try await check.database.one("select \(round)", as: Int.self)
        try check.expect(number, is: round, "what comes behind it")
      }
    },
    DriverCase("a change that is cancelled is done as a whole or not at all") { check in
      try await check.withTable("n \(check.integer)") { table in
        for round in 0..<12 {
          let running = Task.detached {
            try await check.database.execute(
              "insert into \(table) (n) select \(round) from (\(DriverCheck.numbers(to: 1_000))) as numbers")
          }
          for _ in 0..<(1 << round) { await Task.yield() }
          running.cancel()
          _ = await running.result
        }
        let counts = try await check.database.query("select count(*) from \(table) group by n", as: Int.self)
        try check.expect(counts.allSatisfy { $0 == 1_000 }, "a thousand rows of each", seen: "\(counts)")
      }
    },
  ]
}

/// Numbers by chance, the same in each run.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
}

extension DriverCheck {
  /// Does one of several things with a number, perhaps cancelled, and expects its own answer.
  fileprivate func doAnything(_ number: Int, _ table: SQL, _ random: inout SeededNumbers) async throws {
    let what = Int.random(in: 0..<6, using: &random)
    let task = Task {
      switch what {
      case 0, 1: return try await database.one("select \(number)", as: Int.self)
      case 2:
        try await database.execute("insert into \(table) (id, n) values (\(number), \(number * 2))")
        return number
      case 3:
        return try await database.transaction { transaction in
          try await transaction.execute("insert into \(table) (id, n) values (\(number), \(number))")
          try await transaction.execute("update \(table) set n = n * 2 where id = \(number)")
          return try await transaction.one("select id from \(table) where id = \(number)", as: Int.self)
        }
      case 4:
        for try await (first, _) in database.stream(Self.numbers(to: 300), as: (Int, Int).self) where first == 5 {
          break
        }
        return number
      default:
        do {
          return try await database.execute("selec \(number)") - 1
        } catch let error as SQLError where error.kind == .invalidStatement {
          return number
        }
      }
    }
    let isCancelled = Int.random(in: 0..<4, using: &random) == 0
    if isCancelled {
      for _ in 0..<Int.random(in: 0..<8, using: &random) { await Task.yield() }
      task.cancel()
    }
    do {
      try expect(try await task.value, is: number, "the number of \(what)")
    } catch  where isCancelled && !(error is DriverCaseFailure) {
      try expect(error is CancellationError, "CancellationError of \(what)", seen: "\(error)")
    }
  }
}
