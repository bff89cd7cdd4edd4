internal import AloftCore
public import AloftSQL
internal import CPostgres

extension Database {
  /// Copies rows into a table of PostgreSQL, the fastest way there is; all of them or none.
  ///
  /// ```swift
  /// try await db.copy(people.map { [$0.name.sqlParameter, $0.born.sqlParameter] }, into: "people", columns: ["name", "born"])
  /// ```
  ///
  /// - Parameters:
  ///   - rows: The values of each row, in the order of the columns.
  ///   - table: The table, quoted as a name.
  ///   - columns: The columns that get values.
  /// - Returns: How many rows were copied.
  @discardableResult
  public func copy(
    _ rows: some Sequence<[SQLParameter]> & Sendable, into table: String, columns: [String], file: String = #fileID,
    line: Int = #line
  ) async throws -> Int {
    let names = SQL.names(columns)
    return try await copyIn("copy \(identifier: table) (\(names)) from stdin", file: file, line: line) { put in
      var bytes: [UInt8] = []
      for (index, row) in rows.enumerated() {
        guard row.count == columns.count else {
          throw SQLError(
            .invalidValue, "row \(index + 1) has \(row.count) values for \(columns.count) columns", row: index + 1)
        }
        try CopyText.append(row, to: &bytes)
        guard bytes.count >= 65_536 else { continue }
        try put(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
      if !bytes.isEmpty { try put(bytes) }
    }
  }

  /// Copies into PostgreSQL what a statement `copy … from stdin` reads, in the form that it names.
  ///
  /// - Parameters:
  ///   - sql: The statement; PostgreSQL binds no values in it.
  ///   - parts: The bytes, in parts of any size.
  /// - Returns: How many rows were copied.
  @discardableResult
  public func copyIn<Parts: AsyncSequence & Sendable>(
    _ sql: SQL, from parts: Parts, file: String = #fileID, line: Int = #line
  ) async throws -> Int where Parts.Element == [UInt8] {
    let place = SourcePlace(file: file, line: line)
    let (backend, text) = try copying(sql, place)
    return try await located(text, place) {
      try await backend.owned { connection in
        try await connection.exclusivelyAsync { raw in
          let copying = PostgresCopying(connection: raw.pointer)
          try await BlockingCalls.value { try copying.begin(text, PGRES_COPY_IN) }
          do {
            for try await part in parts { try await BlockingCalls.value { try copying.put(part) } }
            try Task.checkCancellation()
          } catch {
            _ = try? await BlockingCalls.value { try copying.end("the source failed") }
            throw error
          }
          return try await BlockingCalls.value { try copying.end(nil) }
        }
      }
    }
  }

  private func copyIn(
    _ sql: SQL, file: String, line: Int,
    _ write: @escaping @Sendable (_ put: ([UInt8]) throws -> Void) throws -> Void
  ) async throws -> Int {
    let place = SourcePlace(file: file, line: line)
    let (backend, text) = try copying(sql, place)
    return try await located(text, place) {
      try await backend.owned { connection in
        try await connection.exclusively { raw in
          let copying = PostgresCopying(connection: raw)
          try copying.begin(text, PGRES_COPY_IN)
          do {
            try write(copying.put)
          } catch {
            _ = try? copying.end("the source failed")
            throw error
          }
          return try copying.end(nil)
        }
      }
    }
  }

  /// Copies out of PostgreSQL what a statement `copy … to stdout` writes, in the form that it names.
  ///
  /// - Parameters:
  ///   - sql: The statement; PostgreSQL binds no values in it.
  ///   - body: Gets each part, a row in the text forms; the server waits for it.
  public func copyOut(
    _ sql: SQL, file: String = #fileID, line: Int = #line, to body: @escaping @Sendable ([UInt8]) async throws -> Void
  ) async throws {
    let place = SourcePlace(file: file, line: line)
    let (backend, text) = try copying(sql, place)
    try await located(text, place) {
      try await backend.owned { connection in
        try await connection.exclusivelyAsync { raw in
          let copying = PostgresCopying(connection: raw.pointer)
          try await BlockingCalls.value { try copying.begin(text, PGRES_COPY_OUT) }
          do {
            var isOver = false
            while !isOver {
              let (rows, isLast) = try await BlockingCalls.value { try copying.nextRows() }
              for row in rows { try await body(row) }
              try Task.checkCancellation()
              isOver = isLast
            }
          } catch {
            // What is left may be any amount; the connection goes instead.
            connection.breakOff()
            throw error
          }
          _ = try await BlockingCalls.value { try copying.result() }
        }
      }
    }
  }

  private func copying(_ sql: SQL, _ place: SourcePlace) throws -> (PostgresBackend, String) {
    let statement = try Statement(sql, dialect, place: place)
    guard let backend = backend as? PostgresBackend else {
      throw SQLError(.unsupported, "\(dialect.name) can't copy", fix: "use batch", place: place)
    }
    try refuseInsideTransaction(at: place)
    guard statement.values.isEmpty else {
      throw SQLError(
        .invalidStatement, "PostgreSQL binds no values in a statement that copies", place: place,
        statement: statement.text)
    }
    return (backend, statement.text)
  }

  private func located<Output>(
    _ text: String, _ place: SourcePlace, _ body: () async throws -> Output
  ) async throws -> Output {
    do {
      return try await body()
    } catch let error as SQLError {
      throw error.located(at: place, in: text)
    }
  }
}

extension PostgresCopying {
  /// Some rows at once, since each wait for a thread costs more than a row, and whether they are the last ones.
  fileprivate func nextRows() throws -> (rows: [[UInt8]], isLast: Bool) {
    var rows: [[UInt8]] = []
    var count = 0
    while count < 65_536 {
      guard let row = try nextRow() else { return (rows, true) }
      rows.append(row)
      count += row.count + 32
    }
    return (rows, false)
  }
}

extension SQL {
  fileprivate static func names(_ names: [String]) -> SQL {
    "\(names.map { "\(identifier: $0)" as SQL }, joinedBy: ", ")"
  }
}
