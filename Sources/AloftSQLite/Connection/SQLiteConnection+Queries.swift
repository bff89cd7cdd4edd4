internal import AloftCore
public import AloftSQL

extension SQLiteConnection {
  // MARK: - Rows

  /// Runs a statement and returns all of its rows.
  ///
  /// - Parameters:
  ///   - sql: The statement; what is interpolated is bound.
  ///   - type: What each row is: a value, or a type that reads its columns.
  ///   - limit: How long it may take; `nil` for as long as it takes.
  /// - Throws: ``SQLError``.
  @inlinable public func query<Element: SQLDecodable>(
    _ sql: SQL, as type: Element.Type, within limit: Duration? = nil, file: String = #fileID, line: Int = #line
  ) throws -> [Element] {
    try run(sql, limit, file, line) { try $0.decodeAll(type) }
  }

  /// Runs a statement and returns all of its rows as tuples.
  @_disfavoredOverload
  @inlinable public func query<each Column: SQLValue>(
    _ sql: SQL, as type: (repeat each Column).Type, within limit: Duration? = nil, file: String = #fileID,
    line: Int = #line
  ) throws -> [(repeat each Column)] {
    try run(sql, limit, file, line) { try $0.decodeAll(tuplesOf: type) }
  }

  /// Runs a statement and returns its first row; `nil` if there is none.
  @inlinable public func first<Element: SQLDecodable>(
    _ sql: SQL, as type: Element.Type, within limit: Duration? = nil, file: String = #fileID, line: Int = #line
  ) throws -> Element? {
    try run(sql, limit, file, line) { try $0.decodeFirst(type) }
  }

  /// Runs a statement and returns its first row as a tuple; `nil` if there is none.
  @_disfavoredOverload
  @inlinable public func first<each Column: SQLValue>(
    _ sql: SQL, as type: (repeat each Column).Type, within limit: Duration? = nil, file: String = #fileID,
    line: Int = #line
  ) throws -> (repeat each Column)? {
    try run(sql, limit, file, line) { try $0.decodeFirst(tupleOf: type) }
  }

  /// Runs a statement and returns its row, of which there must be one.
  ///
  /// - Throws: ``SQLError`` of kind `noRow` or `tooManyRows`, besides others.
  @inlinable public func one<Element: SQLDecodable>(
    _ sql: SQL, as type: Element.Type, within limit: Duration? = nil, file: String = #fileID, line: Int = #line
  ) throws -> Element {
    try run(sql, limit, file, line) { try $0.decodeOne(type) }
  }

  /// Runs a statement and returns its row, of which there must be one, as a tuple.
  @_disfavoredOverload
  @inlinable public func one<each Column: SQLValue>(
    _ sql: SQL, as type: (repeat each Column).Type, within limit: Duration? = nil, file: String = #fileID,
    line: Int = #line
  ) throws -> (repeat each Column) {
    try run(sql, limit, file, line) { try $0.decodeOne(tupleOf: type) }
  }

  // MARK: - Changes

  /// Runs a statement for what it does.
  ///
  /// - Returns: How many rows it changed.
  @discardableResult
  public func execute(
    _ sql: SQL, within limit: Duration? = nil, file: String = #fileID, line: Int = #line
  ) throws -> Int {
    try run(sql, limit, file, line) { cursor in
      while try cursor.next() {}
      return cursor.changedRowCount
    }
  }

  /// Runs a text of several statements, such as the file of a schema.
  ///
  /// - Parameter text: The statements; nothing is bound, so that no part of it may come from elsewhere.
  /// - Throws: ``SQLError``; what stood before the error was done.
  public func execute(script text: String, file: String = #fileID, line: Int = #line) throws {
    watch.limits = .none
    do {
      try runScript(text)
    } catch let error as SQLError {
      throw error.located(at: SourcePlace(file: file, line: line), in: text)
    }
  }

  // MARK: - Parts of the above

  @usableFromInline func run<Output>(
    _ sql: SQL, _ limit: Duration?, _ file: String, _ line: Int, _ read: (RowCursor) throws -> Output
  ) throws -> Output {
    var limits = RunLimits.none
    if let limit { limits.deadline = SystemTime.now + limit.nanoseconds }
    // A statement that is kept was looked at when it came: neither its text nor what can be said of it is made anew.
    if Self.dialect.isPlain(sql), let kept = keptStatement(of: sql) {
      do {
        watch.limits = limits
        return try run(kept, sql.values, read)
      } catch let error as SQLError {
        throw error.located(at: SourcePlace(file: file, line: line), in: kept.text)
      }
    }
    let statement = try Statement(sql, Self.dialect, place: SourcePlace(file: file, line: line))
    do {
      return try run(statement.text, statement.values, limits, read)
    } catch let error as SQLError {
      throw error.located(at: statement.place, in: statement.text)
    }
  }
}
