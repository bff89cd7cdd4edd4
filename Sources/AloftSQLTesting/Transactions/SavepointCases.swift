internal import AloftSQL

extension DriverCases {
  static let savepoints: [DriverCase] = [
    DriverCase("a part of a transaction that throws is undone alone") { check in
      try await check.withColumn([]) { table in
        try await check.database.transaction { transaction in
          try await transaction.execute("insert into \(table) (id) values (\(1))")
          do {
            try await transaction.transaction { part in
              try await part.execute("insert into \(table) (id) values (\(2))")
              throw Refusal(number: 2)
            }
          } catch is Refusal {}
          try await transaction.execute("insert into \(table) (id) values (\(3))")
        }
        try check.expect(try await check.ids(table), is: [1, 3], "the rows")
      }
    },
    DriverCase("a part that fails in the database is undone alone") { check in
      try await check.withColumn([]) { table in
        try await check.database.transaction { transaction in
          try await transaction.execute("insert into \(table) (id) values (\(1))")
          for _ in 1...3 {
            try await check.expectError(.uniqueViolation, from: "the same key") {
              try await transaction.transaction { part in
                try await part.execute("insert into \(table) (id) values (\(2))")
                try await part.execute("insert into \(table) (id) values (\(1))")
              }
            }
          }
          try await check.expectError(.invalidStatement, from: "a statement without sense") {
            try await transaction.transaction { try await $0.execute("selec") }
          }
          try await transaction.execute("insert into \(table) (id) values (\(3))")
        }
        try check.expect(try await check.ids(table), is: [1, 3], "the rows")
      }
    },
    DriverCase("parts nest, and each is undone with what is in it") { check in
      try await check.withColumn([]) { table in
        try await check.database.transaction { transaction in
          let result = try await transaction.transaction { part in
            try await part.execute("insert into \(table) (id) values (\(1))")
            try? await part.transaction { inner in
              try await inner.execute("insert into \(table) (id) values (\(2))")
              try await inner.transaction { try await $0.execute("insert into \(table) (id) values (\(3))") }
              throw Refusal(number: 3)
            }
            try await part.transaction { try await $0.execute("insert into \(table) (id) values (\(4))") }
            return "done"
          }
          try check.expect(result, is: "done", "what the part returned")
          try? await transaction.transaction { part in
            try await part.transaction { try await $0.execute("insert into \(table) (id) values (\(5))") }
            throw Refusal(number: 5)
          }
        }
        try check.expect(try await check.ids(table), is: [1, 4], "the rows")
      }
    },
    DriverCase("a transaction that throws is undone with all of its parts") { check in
      try await check.withColumn([]) { table in
        try? await check.database.transaction { transaction in
          try await transaction.transaction { try await $0.execute("insert into \(table) (id) values (\(1))") }
          throw Refusal(number: 1)
        }
        try check.expect(try await check.ids(table), is: [], "the rows")
      }
    },
    DriverCase("the whole transaction may be used within a part of it") { check in
      try await check.withColumn([]) { table in
        try await check.database.transaction { transaction in
          try? await transaction.transaction { _ in
            try await transaction.execute("insert into \(table) (id) values (\(1))")
            try await transaction.transaction { try await $0.execute("insert into \(table) (id) values (\(2))") }
            throw Refusal(number: 1)
          }
          try await transaction.execute("insert into \(table) (id) values (\(3))")
        }
        try check.expect(try await check.ids(table), is: [3], "the rows")
      }
    },
    DriverCase("a part whose task is cancelled is undone, and the transaction goes on") { check in
      try await check.withColumn([]) { table in
        try await check.database.transaction { transaction in
          try await transaction.execute("insert into \(table) (id) values (\(1))")
          let part = Task {
            try await transaction.transaction { part in
              try await part.execute("insert into \(table) (id) values (\(2))")
              withUnsafeCurrentTask { $0?.cancel() }
              try await part.execute("insert into \(table) (id) values (\(3))")
            }
          }
          try await check.expectCancellation(of: "the part") { try await part.value }
          try await transaction.execute("insert into \(table) (id) values (\(4))")
        }
        try check.expect(try await check.ids(table), is: [1, 4], "the rows")
      }
    },
    DriverCase("many parts follow each other") { check in
      try await check.withColumn([]) { table in
        try await check.database.transaction { transaction in
          for number in 1...100 {
            try? await transaction.transaction { part in
              try await part.execute("insert into \(table) (id) values (\(number))")
              if number % 10 != 0 { throw Refusal(number: number) }
            }
          }
        }
        try check.expect(try await check.ids(table), is: Array(stride(from: 10, through: 100, by: 10)), "the rows")
      }
    },
  ]
}

extension DriverCheck {
  func ids(_ table: SQL) async throws -> [Int] {
    try await database.query("select id from \(table) order by id", as: Int.self)
  }
}
