internal import AloftCore
internal import AloftSQL

extension DriverCases {
  static let changes: [DriverCase] = [
    DriverCase("statements tell how many rows they changed") { check in
      try await check.withColumn([]) { table in
        let inserted = try await check.database.execute(
          "insert into \(table) (id, n) values (\(1), \(1)), (\(2), \(2)), (\(3), \(3))")
        try check.expect(inserted, is: 3, "inserted")
        let updated = try await check.database.execute("update \(table) set n = n + \(10) where id >= \(2)")
        try check.expect(updated, is: 2, "updated")
        let untouched = try await check.database.execute("update \(table) set n = \(0) where id > \(100)")
        try check.expect(untouched, is: 0, "updated where nothing is")
        let deleted = try await check.database.execute("delete from \(table) where id = \(1)")
        try check.expect(deleted, is: 1, "deleted")
        let all = try await check.database.execute("delete from \(table)")
        try check.expect(all, is: 2, "deleted at last")
      }
    },
    DriverCase("a query changes no rows, whatever was changed before it") { check in
      try await check.withColumn([1, 2, 3]) { table in
        try await check.database.transaction { transaction in
          let changed = try await transaction.execute("update \(table) set n = n + 1")
          try check.expect(changed, is: 3, "changed")
          let read = try await transaction.execute("select n from \(table)")
          try check.expect(read, is: 0, "changed by a query")
          let name = check.newName()
          let made = try await transaction.execute(
            "create table \(identifier: name) (n \(SQL(trusted: check.integer)))")
          try check.expect(made, is: 0, "changed by the making of a table")
          try await transaction.execute("drop table \(identifier: name)")
        }
      }
    },
    DriverCase("changes return rows") { check in
      try await check.withTable("id \(check.facts.generatedKey), n \(check.integer)") { table in
        let first = try await check.database.one("insert into \(table) (n) values (\(5)) returning id", as: Int.self)
        let more = try await check.database.query(
          "insert into \(table) (n) values (\(6)), (\(7)) returning id, n", as: (Int, Int).self)
        try check.expect(more.map(\.1).sorted(), is: [6, 7], "the inserted values")
        try check.expect(Set(more.map(\.0) + [first]).count, is: 3, "the number of keys")
        let updated = try await check.database.query(
          "update \(table) set n = n * \(2) where id = \(first) returning n", as: Int.self)
        try check.expect(updated, is: [10], "the updated values")
        let deleted = try await check.database.query("delete from \(table) returning n", as: Int.self)
        try check.expect(deleted.sorted(), is: [6, 7, 10], "the deleted values")
        let none = try await check.database.first("delete from \(table) returning n", as: Int.self)
        try check.expect(none, is: nil, "what is left to return")
      }
    },
    DriverCase("all changes are made, also if only the first returned row is read") { check in
      try await check.withColumn([1, 2, 3]) { table in
        let first = try await check.database.first("update \(table) set n = \(9) returning n", as: Int.self)
        try check.expect(first, is: 9, "the first row")
        let changed = try await check.database.query("select n from \(table)", as: Int.self)
        try check.expect(changed, is: [9, 9, 9], "the rows")
      }
    },
    DriverCase("a change with returned rows tells how many it changed") { check in
      try await check.withColumn([1, 2, 3]) { table in
        let count = try await check.database.execute("update \(table) set n = \(0) where id > \(1) returning id")
        try check.expect(count, is: 2, "changed")
      }
    },
    DriverCase("a script runs all of its statements") { check in
      let name = check.newName()
      try await check.database.execute(
        script: """
          -- A comment; with a semicolon.
          create table \(name) (n \(check.integer), t \(check.text));
          insert into \(name) (n, t) values (1, 'a;b');
          insert into \(name) (n, t) values (2, 'it''s');;
          update \(name) set n = n + 10
          """)
      let rows = try await check.database.query(
        "select n, t from \(identifier: name) order by n", as: (Int, String).self)
      try await check.database.execute(script: "drop table \(name);")
      try check.expect(
        rows.count == 2 && rows[0] == (11, "a;b") && rows[1] == (12, "it's"), "two rows", seen: "\(rows)")
      try await check.database.execute(script: "")
      try await check.database.execute(script: " -- nothing\n")
    },
    DriverCase("a script with an error says where it stands") { check in
      let error = try await check.expectError(.invalidStatement, from: "a script without sense") {
        try await check.database.execute(script: "select 1; selec 2", file: "Shop/Schema.swift", line: 3)
      }
      try check.expect(error.place?.line, is: 3, "the line")
      let one = try await check.database.one("select \(1)", as: Int.self)
      try check.expect(one, is: 1, "what comes behind it")
    },
    DriverCase("a table that was changed is read anew by statements that ran before") { check in
      let name = check.newName()
      try await check.database.execute(script: "create table \(name) (a \(check.integer))")
      do {
        try await check.database.execute("insert into \(identifier: name) (a) values (\(1))")
        for _ in 1...3 {
          let rows = try await check.database.query("select * from \(identifier: name)", as: Int.self)
          try check.expect(rows, is: [1], "the rows")
        }
        try await check.database.execute(script: "alter table \(name) add column b \(check.text)")
        for _ in 1...20 {
          let rows = try await check.database.query("select * from \(identifier: name)", as: (Int, String?).self)
          try check.expect(rows.count == 1 && rows[0] == (1, nil), "the row with its new column", seen: "\(rows)")
        }
      } catch {
        try await check.database.execute(script: "drop table \(name)")
        throw error
      }
      try await check.database.execute(script: "drop table \(name)")
    },
  ]
}
