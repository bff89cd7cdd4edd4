internal import AloftCore
internal import AloftSQL

private struct Author: SQLRow, Equatable {
  let id: Int
  let name: String

  init(row: Row) throws {
    id = try row.decode(0)
    name = try row.decode(1)
  }
}

private struct Post: SQLRow {
  let title: String
  let author: Author?

  init(row: Row) throws {
    title = try row.decode(0)
    author = row.isNull(1) ? nil : try Author(row: row.dropping(1))
    // Both columns are read, whichever way it went.
    let _: String? = try row.decode(2)
  }
}

extension DriverCases {
  static let rows: [DriverCase] = [
    DriverCase("rows are read as tuples") { check in
      try await check.withTwoAuthors { table in
        let rows = try await check.database.query(
          "select id, name, nick from \(table) order by id", as: (Int, String, String?).self)
        try check.expect(rows.count, is: 2, "the number of rows")
        try check.expect(rows[0] == (1, "Ann", nil) && rows[1] == (2, "Bob", "b"), "Ann and Bob", seen: "\(rows)")
      }
    },
    DriverCase("rows are read as single values") { check in
      try await check.withTwoAuthors { table in
        let names = try await check.database.query("select name from \(table) order by id", as: String.self)
        try check.expect(names, is: ["Ann", "Bob"], "the names")
        let nicks = try await check.database.query("select nick from \(table) order by id", as: String?.self)
        try check.expect(nicks, is: [nil, "b"], "the other names")
      }
    },
    DriverCase("rows are read as types that read their columns") { check in
      try await check.withTwoAuthors { table in
        let authors = try await check.database.query("select id, name from \(table) order by id", as: Author.self)
        try check.expect(authors.map(\.name), is: ["Ann", "Bob"], "the names")
      }
    },
    DriverCase("a type reads its columns behind those of another") { check in
      try await check.withTwoAuthors { table in
        let posts = try await check.database.query(
          "select name, id, nick from \(table) where nick is not null union all select \("alone"), null, null",
          as: Post.self)
        try check.expect(posts.map(\.title), is: ["Bob", "alone"], "the titles")
        try check.expect(posts.map { $0.author?.name }, is: ["b", nil], "the authors")
      }
    },
    DriverCase("a query without rows has none") { check in
      try await check.withTwoAuthors { table in
        let rows = try await check.database.query("select id, name from \(table) where id = \(3)", as: Author.self)
        try check.expect(rows, is: [], "the rows")
        let first = try await check.database.first("select id from \(table) where id = \(3)", as: Int.self)
        try check.expect(first, is: nil, "the first row")
        let pair = try await check.database.first(
          "select id, name from \(table) where id = \(3)", as: (Int, String).self)
        try check.expect(pair == nil, "no first row", seen: "\(pair as Any)")
      }
    },
    DriverCase("the first row may be followed by others") { check in
      try await check.withTwoAuthors { table in
        for _ in 1...20 {
          let first = try await check.database.first(
            "select id, name from \(table) order by id", as: (Int, String).self)
          try check.expect(first.map { $0 == (1, "Ann") } == true, "Ann", seen: "\(first as Any)")
        }
      }
    },
    DriverCase("one row is neither none nor two") { check in
      try await check.withTwoAuthors { table in
        let ann = try await check.database.one("select id, name from \(table) where id = \(1)", as: Author.self)
        try check.expect(ann.name, is: "Ann", "the name")
        let none = try await check.expectError(.noRow, from: "one row of none") {
          try await check.database.one("select id from \(table) where id = \(3)", as: Int.self)
        }
        try check.expect(none.statement != nil && none.place != nil, "a statement and a place", seen: "\(none)")
        try await check.expectError(.tooManyRows, from: "one row of two") {
          try await check.database.one("select id, name from \(table)", as: (Int, String).self)
        }
      }
    },
    DriverCase("a row of many columns is read") { check in
      let columns: [SQL] = (0..<200).map { "\($0)" }
      let sum = try await check.database.run(
        Statement(
          "select \(columns, joinedBy: ", ")", check.database.dialect,
          place: .init(file: "Cases/Columns.swift", line: 1))
      ) { cursor in
        guard try cursor.next() else { return -1 }
        return try (0..<cursor.columnCount).reduce(0) { sum, index in
          try sum + Int(sqlCell: cursor.cell(at: index))
        }
      }
      try check.expect(sum, is: 199 * 100, "the sum of the columns")
    },
  ]
}

extension DriverCheck {
  fileprivate func withTwoAuthors(
    _ body: (SQL) async throws -> Void
  ) async throws {
    try await withTable("id \(integer) not null primary key, name \(text) not null, nick \(text)") { table in
      try await database.execute("insert into \(table) (id, name, nick) values (\(1), \("Ann"), \(nil as String?))")
      try await database.execute("insert into \(table) (id, name, nick) values (\(2), \("Bob"), \("b"))")
      try await body(table)
    }
  }
}
