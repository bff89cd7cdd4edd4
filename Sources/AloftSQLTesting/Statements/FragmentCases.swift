internal import AloftSQL

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension DriverCases {
  static let fragments: [DriverCase] = [
    DriverCase("a list of values is a set") { check in
      try await check.withColumn([10, 20, 30, nil]) { table in
        let inside = try await check.database.query(
          "select id from \(table) where n in \(list: [10, 30, 99]) order by id", as: Int.self)
        try check.expect(inside, is: [1, 3], "the rows in the set")
        let outside = try await check.database.query(
          "select id from \(table) where n not in \(list: [10, 30]) order by id", as: Int.self)
        try check.expect(outside, is: [2], "the rows that are not in it")
      }
    },
    DriverCase("an empty list is an empty set") { check in
      try await check.withColumn([10, 20]) { table in
        let inside = try await check.database.query("select id from \(table) where n in \(list: [Int]())", as: Int.self)
        try check.expect(inside, is: [], "the rows in no set")
        let outside = try await check.database.query(
          "select id from \(table) where n not in \(list: [Int]()) order by id", as: Int.self)
        try check.expect(outside, is: [1, 2], "the rows that are not in it")
      }
    },
    DriverCase("an empty list has every type") { check in
      try await check.emptyList(of: String.self)
      try await check.emptyList(of: UUID.self)
      try await check.emptyList(of: Double.self)
      try await check.emptyList(of: Decimal.self)
      try await check.emptyList(of: Date.self)
      try await check.emptyList(of: Bool.self)
      try await check.emptyList(of: Int32.self)
      try await check.emptyList(of: Int?.self)
    },
    DriverCase("a list may have a thousand values, and many more are an error at most") { check in
      let sum = try await check.database.one(
        "select count(*) from (select 5 as n) as numbers where n in \(list: Array(1...1000))", as: Int.self)
      try check.expect(sum, is: 1, "the rows")
      do {
        _ = try await check.database.query("select 1 where 5 in \(list: Array(1...70_000))", as: Int.self)
      } catch let error as SQLError {
        let kinds: [SQLError.Kind] = [.invalidStatement, .unsupported, .invalidValue, .other]
        try check.expect(kinds.contains(error.kind), "an error about the statement", seen: "\(error.kind)")
      }
      let one = try await check.database.one("select \(1)", as: Int.self)
      try check.expect(one, is: 1, "what comes behind it")
    },
    DriverCase("fragments nest, and their values stay in order") { check in
      try await check.withColumn([10, 20, 30, 40]) { table in
        let conditions: [SQL] = ["n > \(10)", "n < \(40)", "id in \(list: [1, 2, 4])"]
        let all: SQL = "(\(conditions, joinedBy: " and "))"
        let ids = try await check.database.query(
          "select id + \(100) from \(table) where \(all) and \(1) = 1 order by \(identifier: "id")", as: Int.self)
        try check.expect(ids, is: [102], "the rows")
        let either: [SQL] = ["id = \(1)", "id = \(4)"]
        let some = try await check.database.query(
          "select id from \(table) where \(either, joinedBy: " or ") order by id", as: Int.self)
        try check.expect(some, is: [1, 4], "the rows of either")
      }
    },
    DriverCase("names are quoted, whatever they are") { check in
      let names = [
        "order", "select", "Case", "two words", "a\"b", "a`b", "a'b", "a]b", "a;b--", "$1", "?", "größe", "表", "😀",
        "a.b",
        "\\", "%s",
      ]
      for name in names {
        let columns: SQL = "\(identifier: name)"
        let table = check.newName() + name
        try await check.database.execute(
          "create table \(identifier: table) (\(columns) \(SQL(trusted: check.integer)))")
        do {
          try await check.database.execute("insert into \(identifier: table) (\(columns)) values (\(7))")
          let value = try await check.database.one(
            "select \(identifier: table).\(columns) from \(identifier: table) where \(columns) = \(7)", as: Int.self)
          try check.expect(value, is: 7, "the value of \(name)")
        } catch {
          try await check.database.execute("drop table \(identifier: table)")
          throw error
        }
        try await check.database.execute("drop table \(identifier: table)")
      }
    },
    DriverCase("a quoted name is not a text where there is no such column") { check in
      try await check.withColumn([1]) { table in
        _ = try await check.expectError(.invalidStatement, from: "an unknown column") {
          try await check.database.query("select \(identifier: "no_such_column") from \(table)", as: String?.self)
        }
      }
    },
    DriverCase("the same value may be bound often") { check in
      let value = "again"
      let row = try await check.database.one("select \(value), \(value), \(value)", as: (String, String, String).self)
      try check.expect(row == (value, value, value), "three times the same", seen: "\(row)")
    },
  ]

  static let injections: [DriverCase] = [
    DriverCase("what looks like SQL in a value stays a value") { check in
      let attempts = [
        "'; drop table posts; --", "' or '1'='1", "\\'; delete from posts; --", "\"; drop table posts; --",
        "1; select 1",
        "$1", "$$", "$2", "?", "?1", ":name", "@name", "%s", "\u{2019} or 1=1", "/* */", "--", "\u{FF07}", "E'\\''",
        "\\", "\\\\'", "''", "null", "default", ")", "x' union select 1 --",
      ]
      try await check.withTable("id \(check.integer), t \(check.text)") { table in
        for (index, attempt) in attempts.enumerated() {
          try await check.database.execute("insert into \(table) (id, t) values (\(index), \(attempt))")
        }
        for (index, attempt) in attempts.enumerated() {
          let ids = try await check.database.query("select id from \(table) where t = \(attempt)", as: Int.self)
          try check.expect(ids, is: [index], "the rows with \(attempt)")
          let others = try await check.database.execute("update \(table) set t = \(attempt) where t = \(attempt + "x")")
          try check.expect(others, is: 0, "the rows with another text")
        }
        try check.expect(try await check.count(table), is: attempts.count, "the rows")
      }
    },
    DriverCase("a text in a place of a literal is a value, not SQL") { check in
      let text = try await check.database.one("select \("1 + 1")", as: String.self)
      try check.expect(text, is: "1 + 1", "the text")
    },
    DriverCase("what looks like SQL in a name stays a name") { check in
      for name in ["a\" from x; drop table y; --", "a\"\"b", "\"", "`; --", "a` b"] {
        let nothing: Int? = nil
        let error = try await check.expectError(.unexpectedNull, from: "NULL in a column of this name") {
          try await check.database.query("select \(nothing) as \(identifier: name)", as: Int.self)
        }
        try check.expect(error.columns, is: [name], "the column")
      }
    },
    DriverCase("two statements in one are refused, and neither is done") { check in
      try await check.withColumn([1, 2]) { table in
        try await check.expectError(.invalidStatement, from: "two statements") {
          try await check.database.execute("delete from \(table); delete from \(table)")
        }
        try check.expect(try await check.count(table), is: 2, "the rows")
      }
    },
    DriverCase("a semicolon or a comment at the end is no second statement") { check in
      let statements: [SQL] = [
        "select \(1);", "select \(1) ; ", "select \(1) -- and that is all", "/* first */ select \(1); -- done\n",
      ]
      for statement in statements {
        let value = try await check.database.one(statement, as: Int.self)
        try check.expect(value, is: 1, "the value")
      }
    },
    DriverCase("what looks like a placeholder within a text of SQL is none") { check in
      let row = try await check.database.one("select '$1 ? :a', \(5)", as: (String, Int).self)
      try check.expect(row == ("$1 ? :a", 5), "the text and 5", seen: "\(row)")
    },
  ]
}

extension DriverCheck {
  fileprivate func emptyList<Value: SQLValue>(of type: Value.Type) async throws {
    try await withTable("value \(facts.columnType(Value.sqlType))") { table in
      let none: [Value] = []
      let inside = try await database.one("select count(*) from \(table) where value in \(list: none)", as: Int.self)
      try expect(inside, is: 0, "the rows in no set of \(type)")
      let outside = try await database.one(
        "select count(*) from \(table) where value not in \(list: none)", as: Int.self)
      try expect(outside, is: 0, "the rows of a table without any")
    }
  }
}
