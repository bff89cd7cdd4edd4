internal import AloftSQL

extension DriverCheck {
  /// Stores values and NULL, and expects to read, and to find, what was stored.
  ///
  /// - Parameters:
  ///   - type: The type of the column; `nil` for the values' own.
  ///   - same: Whether a value is the one that was stored.
  func keeps<Value: SQLValue>(
    _ values: [Value], in type: SQLType? = nil, file: String = #fileID, line: Int = #line,
    same: (Value, Value) -> Bool
  ) async throws {
    let column = facts.columnType(type ?? Value.sqlType)
    try await withTable("id \(integer) not null primary key, value \(column)") { table in
      for (index, value) in values.enumerated() {
        try await database.execute("insert into \(table) (id, value) values (\(index), \(value))")
      }
      let found = try await database.query("select value from \(table) order by id", as: Value.self)
      try expect(found.count, is: values.count, "the number of rows", file: file, line: line)
      for (index, (stored, read)) in zip(values, found).enumerated() {
        try expect(same(stored, read), "value \(index), \(shown(stored))", seen: shown(read), file: file, line: line)
        let places = try await database.query("select id from \(table) where value = \(stored)", as: Int.self)
        try expect(
          places.contains(index), "row \(index) is found by its value, \(shown(stored))", seen: "\(places)", file: file,
          line: line)
      }
      let nothing: Value? = nil
      try await database.execute("insert into \(table) (id, value) values (\(values.count), \(nothing))")
      let last = try await database.query(
        "select value from \(table) where id >= \(values.count - 1) order by id", as: Value?.self)
      try expect(
        last.count == 2 && last.last.map { $0 == nil } == true, "NULL is nil", seen: "\(last)", file: file, line: line)
      try expect(
        last.first.flatMap { $0 }.map { same(values[values.count - 1], $0) } == true, "an optional that is there",
        seen: "\(last)", file: file, line: line)
    }
  }

  func keeps<Value: SQLValue & Equatable>(
    _ values: [Value], in type: SQLType? = nil, file: String = #fileID, line: Int = #line
  ) async throws {
    try await keeps(values, in: type, file: file, line: line) { $0 == $1 }
  }

  /// Stores a value that not all databases have, and expects it to be kept or refused, but not to become another one.
  func keepsOrRefuses<Value: SQLValue>(
    _ value: Value, in type: SQLType? = nil, file: String = #fileID, line: Int = #line,
    same: (Value, Value) -> Bool
  ) async throws {
    try await withTable("value \(facts.columnType(type ?? Value.sqlType))") { table in
      do {
        try await database.execute("insert into \(table) (value) values (\(value))")
      } catch let error as SQLError where error.kind == .invalidValue {
        return
      }
      let read = try await database.query("select value from \(table)", as: Value?.self)
      try expect(
        read.count == 1 && read[0].map { same(value, $0) } == true, "\(shown(value)), or its refusal as invalidValue",
        seen: "\(read)", file: file, line: line)
    }
  }

  /// Expects values to be in their own order in the database too.
  func sorts<Value: SQLValue & Comparable>(
    _ values: [Value], file: String = #fileID, line: Int = #line
  ) async throws {
    try await withTable("value \(facts.columnType(Value.sqlType))") { table in
      try await database.batch(
        values.shuffled().map { "insert into \(table) (value) values (\($0))" })
      let up = try await database.query("select value from \(table) order by value", as: Value.self)
      try expect(up, is: values.sorted(), "the order of \(Value.self)", file: file, line: line)
      let middle = values.sorted()[values.count / 2]
      let above = try await database.query(
        "select value from \(table) where value > \(middle) order by value", as: Value.self)
      try expect(above, is: values.sorted().filter { $0 > middle }, "what is above \(middle)", file: file, line: line)
      let largest = try await database.one("select max(value) from \(table)", as: Value?.self)
      try expect(largest, is: values.max(), "the largest \(Value.self)", file: file, line: line)
    }
  }

  private func shown(_ value: Any) -> String {
    let text = "\(value)"
    return text.count > 80 ? "\(text.prefix(80))…" : text
  }
}
