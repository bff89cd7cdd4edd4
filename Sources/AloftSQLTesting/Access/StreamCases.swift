internal import AloftCore
internal import AloftSQL

extension DriverCases {
  static let streams: [DriverCase] = [
    DriverCase("a stream has all rows in order") { check in
      var next = 1
      for try await (number, half) in check.database.stream(DriverCheck.numbers(to: 100_000), as: (Int, Int).self) {
        guard number == next, half == number / 2 else {
          return try check.expect(false, "\(next)", seen: "\(number), \(half)")
        }
        next += 1
      }
      try check.expect(next, is: 100_001, "the number behind the last")
    },
    DriverCase("a stream without rows ends, and may be read twice") { check in
      try await check.withColumn([]) { table in
        let stream = check.database.stream("select id from \(table)", as: Int.self)
        for expected in [0, 1] {
          var count = 0
          for try await _ in stream { count += 1 }
          try check.expect(count, is: expected, "the rows")
          if expected == 0 { try await check.database.execute("insert into \(table) (id) values (\(1))") }
        }
      }
    },
    DriverCase("a stream of large rows has them all") { check in
      let text = String(repeating: "row ", count: 5_000)
      let stream = check.database.stream(
        "select a.i, \(text) from (\(DriverCheck.numbers(to: 200))) as a order by a.i", as: (Int, String).self)
      var next = 1
      for try await (number, part) in stream {
        try check.expect(number == next && part == text, "row \(next)", seen: "row \(number), \(part.utf8.count) bytes")
        next += 1
      }
      try check.expect(next, is: 201, "the number behind the last")
    },
    DriverCase("a stream that is left gives its connection back") { check in
      try await check.withDatabase {
        $0.poolSize = 2
      } _: { database in
        for round in 1...9 {
          for try await (number, _) in database.stream(DriverCheck.numbers(to: 100_000), as: (Int, Int).self)
          where number >= round { break }
        }
        let number = try await database.transaction { try await $0.one("select \(1)", as: Int.self) }
        try check.expect(number, is: 1, "the number")
      }
    },
    DriverCase("a stream whose iterator is gone gives its connection back") { check in
      try await check.withDatabase {
        $0.poolSize = 2
      } _: { database in
        for _ in 1...9 {
          let stream = database.stream(DriverCheck.numbers(to: 100_000), as: (Int, Int).self)
          let iterator = stream.makeAsyncIterator()
          let first = try await iterator.next()
          try check.expect(first.map { $0 == (1, 0) } == true, "the first row", seen: "\(first as Any)")
        }
        let number = try await database.one("select \(1)", as: Int.self)
        try check.expect(number, is: 1, "the number")
      }
    },
    DriverCase("more streams than connections wait for each other") { check in
      try await check.withDatabase { configuration in
        configuration.poolSize = 2
        configuration.waitLimit = .seconds(60)
      } _: { database in
        try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<10 {
            group.addTask {
              var sum = 0
              for try await (number, _) in database.stream(DriverCheck.numbers(to: 2_000), as: (Int, Int).self) {
                sum += number
              }
              return sum
            }
          }
          for try await sum in group { try check.expect(sum, is: 2_001_000, "the sum of a stream") }
        }
      }
    },
    DriverCase("a stream within a transaction sees what it did") { check in
      try await check.withColumn([1, 2]) { table in
        try await check.database.transaction { transaction in
          try await transaction.execute("insert into \(table) (id, n) values (\(3), \(3))")
          var numbers: [Int] = []
          for try await number in transaction.stream("select n from \(table) order by id", as: Int.self) {
            numbers.append(number)
          }
          try check.expect(numbers, is: [1, 2, 3], "the numbers")
        }
      }
    },
    DriverCase("a transaction goes on behind a stream that was left") { check in
      try await check.withColumn([]) { table in
        for round in 1...5 {
          try await check.database.transaction { transaction in
            for try await (number, _) in transaction.stream(DriverCheck.numbers(to: 50_000), as: (Int, Int).self)
            where number == 10 { break }
            try await transaction.execute("insert into \(table) (id) values (\(round))")
          }
        }
        try check.expect(try await check.ids(table), is: [1, 2, 3, 4, 5], "the rows")
      }
    },
    DriverCase("a statement between the rows of a transaction's stream is done or refused, and waits for nothing") {
      check in
      try await check.withColumn([]) { table in
        do {
          try await check.database.transaction { transaction in
            for try await (number, _) in transaction.stream(DriverCheck.numbers(to: 3_000), as: (Int, Int).self)
            where number % 500 == 0 {
              try await transaction.execute("insert into \(table) (id) values (\(number))")
            }
          }
          try check.expect(try await check.count(table), is: 6, "the rows")
        } catch let error as SQLError {
          try check.expect(error.kind == .unsupported, "unsupported, if it is an error", seen: "\(error)")
          try check.expect(try await check.count(table), is: 0, "the rows")
        }
      }
    },
    DriverCase("a stream that outlives its transaction ends with an error") { check in
      let iterator = try await check.database.transaction { transaction in
        let stream = transaction.stream(DriverCheck.numbers(to: 1_000_000), as: (Int, Int).self)
        let iterator = SharedIterator(stream.makeAsyncIterator())
        _ = try await iterator.next()
        return iterator
      }
      try await check.expectError(.transactionOver, from: "the rest of the stream") {
        while try await iterator.next() != nil {}
      }
      let number = try await check.database.one("select \(1)", as: Int.self)
      try check.expect(number, is: 1, "what comes behind it")
    },
    DriverCase("an error in the middle of a stream names the row, and nothing follows it") { check in
      try await check.withDatabase {
        $0.poolSize = 1
      } _: { database in
        try await check.withColumn((1...2_000).map { $0 == 1_500 ? nil : $0 }, of: database) { table in
          for _ in 1...3 {
            let iterator = database.stream("select n from \(table) order by id", as: Int.self).makeAsyncIterator()
            var last = 0
            let error = try await check.expectError(.unexpectedNull, from: "the row without a number") {
              while let number = try await iterator.next() {
                try check.expect(number, is: last + 1, "the next number")
                last = number
              }
            }
            try check.expect(error.row, is: 1_500, "the row")
            try check.expect(error.columns, is: ["n"], "the column")
            let behind = try await iterator.next()
            try check.expect(behind, is: nil, "what follows")
          }
        }
      }
    },
    DriverCase("an error of the database in a stream arrives") { check in
      let error = try await check.expectError(.invalidStatement, from: "a stream without sense") {
        for try await _ in check.database.stream("selec", as: Int.self, file: "Shop/Export.swift", line: 5) {}
      }
      try check.expect(error.place?.line, is: 5, "the line")
      try check.expect(error.statement, is: "selec", "the statement")
    },
    DriverCase("a stream in a cancelled task ends with its error") { check in
      try await check.withDatabase {
        $0.poolSize = 2
      } _: { database in
        for _ in 1...5 {
          try await check.expectCancellation(of: "the stream") {
            try await Task {
              for try await (number, _) in database.stream(DriverCheck.numbers(to: 1_000_000), as: (Int, Int).self)
              where number == 20 { withUnsafeCurrentTask { $0?.cancel() } }
            }.value
          }
        }
        let number = try await database.one("select \(1)", as: Int.self)
        try check.expect(number, is: 1, "what comes behind it")
      }
    },
  ]
}

/// An iterator that leaves the transaction it belongs to, one task after the other.
private final class SharedIterator: @unchecked Sendable {
  // Cases use it from one task at a time.
  private let iterator: RowStream<(Int, Int)>.Iterator

  init(_ iterator: RowStream<(Int, Int)>.Iterator) { self.iterator = iterator }

  func next() async throws -> Int? { try await iterator.next()?.0 }
}

extension DriverCheck {
  /// A query of the numbers from 1 on, and of their halves.
  static func numbers(to last: Int) -> SQL {
    // No bound value: databases disagree about the type of the first row then.
    let limit = SQL(trusted: "\(last)")
    return "with recursive n(i) as (select 1 union all select i + 1 from n where i < \(limit)) select i, i / 2 from n"
  }
}
