internal import AloftCore

/// What runs SQL: a ``Database``, or a ``Transaction`` of one.
///
/// Functions that take `some SQLClient` work within a transaction and without.
public protocol SQLClient: StatementRunner {
  /// How the database writes what databases write differently.
  var dialect: SQLDialect { get }

  /// Runs statements as one: all of them or none.
  ///
  /// - Returns: How many rows each of them changed.
  func runBatch(_ statements: [Statement]) async throws -> [Int]

  /// Runs a query whose rows are fetched as they are needed.
  func open(_ statement: Statement) async throws -> any RowSource
}

extension SQLClient {
  // MARK: - Rows

  /// Runs a statement and returns all of its rows.
  ///
  /// ```swift
  /// let titles = try await db.query("select title from posts where author = \(id)", as: String.self)
  /// ```
  ///
  /// - Parameters:
  ///   - sql: The statement; what is interpolated is bound.
  ///   - type: What each row is: a value, or a type that reads its columns.
  ///   - limit: How long it may take; `nil` for what the database's configuration says.
  /// - Throws: ``SQLError``.
  @inlinable
  public func query<Element: SQLDecodable>(
    _ sql: SQL, as type: Element.Type, within limit: Duration? = nil, file: String = #fileID, line: Int = #line
  ) async throws -> [Element] {
    try await run(self.statement(sql, limit, file, line)) { try $0.decodeAll(type) }
  }

  /// Runs a statement and returns all of its rows as tuples.
  ///
  /// ```swift
  /// for (id, title) in try await db.query("select id, title from posts", as: (Int, String).self) { … }
  /// ```
  @inlinable
  @_disfavoredOverload
  public func query<each Column: SQLValue>(
    _ sql: SQL, as type: (repeat each Column).Type, within limit: Duration? = nil, file: String = #fileID,
    line: Int = #line
  ) async throws -> [(repeat each Column)] {
    try await run(self.statement(sql, limit, file, line)) { try $0.decodeAll(tuplesOf: type) }
  }

  /// Runs a statement and returns its first row; `nil` if there is none.
  @inlinable
  public func first<Element: SQLDecodable>(
    _ sql: SQL, as type: Element.Type, within limit: Duration? = nil, file: String = #fileID, line: Int = #line
  ) async throws -> Element? {
    try await run(self.statement(sql, limit, file, line)) { try $0.decodeFirst(type) }
  }

  /// Runs a statement and returns its first row as a tuple; `nil` if there is none.
  @inlinable
  @_disfavoredOverload
  public func first<each Column: SQLValue>(
    _ sql: SQL, as type: (repeat each Column).Type, within limit: Duration? = nil, file: String = #fileID,
    line: Int = #line
  ) async throws -> (repeat each Column)? {
    try await run(self.statement(sql, limit, file, line)) { try $0.decodeFirst(tupleOf: type) }
  }

  /// Runs a statement and returns its row, of which there must be one.
  ///
  /// - Throws: ``SQLError`` of kind `noRow` or `tooManyRows`, besides others.
  @inlinable
  public func one<Element: SQLDecodable>(
    _ sql: SQL, as type: Element.Type, within limit: Duration? = nil, file: String = #fileID, line: Int = #line
  ) async throws -> Element {
    try await run(self.statement(sql, limit, file, line)) { try $0.decodeOne(type) }
  }

  /// Runs a statement and returns its row, of which there must be one, as a tuple.
  @inlinable
  @_disfavoredOverload
  public func one<each Column: SQLValue>(
    _ sql: SQL, as type: (repeat each Column).Type, within limit: Duration? = nil, file: String = #fileID,
    line: Int = #line
  ) async throws -> (repeat each Column) {
    try await run(self.statement(sql, limit, file, line)) { try $0.decodeOne(tupleOf: type) }
  }

  // MARK: - Changes

  /// Runs a statement for what it does.
  ///
  /// - Returns: How many rows it changed.
  @discardableResult
  public func execute(
    _ sql: SQL, within limit: Duration? = nil, file: String = #fileID, line: Int = #line
  ) async throws -> Int {
    try await run(self.statement(sql, limit, file, line)) { cursor in
      while try cursor.next() {}
      return cursor.changedRowCount
    }
  }

  /// Runs statements as one, all of them or none, in as few round trips as the database allows.
  ///
  /// ```swift
  /// try await db.batch(people.map { "insert into people (name, born) values (\($0.name), \($0.born))" })
  /// ```
  ///
  /// - Returns: How many rows each of them changed.
  @discardableResult
  public func batch(_ statements: [SQL], file: String = #fileID, line: Int = #line) async throws -> [Int] {
    let place = SourcePlace(file: file, line: line)
    return try await runBatch(statements.map { try Statement($0, dialect, place: place) })
  }

  // MARK: - Streams

  /// Runs a query whose rows come as they are asked for: any number of them fits into memory.
  ///
  /// A connection belongs to the stream until it ends, or what iterates over it is gone.
  public func stream<Element: SQLDecodable>(
    _ sql: SQL, as type: Element.Type, file: String = #fileID, line: Int = #line
  ) -> RowStream<Element> {
    RowStream(source: source(sql, file, line)) { try $0.decodeAll(type) }
  }

  /// Runs a query whose rows come as they are asked for, as tuples.
  @_disfavoredOverload
  public func stream<each Column: SQLValue>(
    _ sql: SQL, as type: (repeat each Column).Type, file: String = #fileID, line: Int = #line
  ) -> RowStream<(repeat each Column)> {
    RowStream(source: source(sql, file, line)) { try $0.decodeAll(tuplesOf: type) }
  }

  // MARK: - Parts of the above

  @usableFromInline func statement(_ sql: SQL, _ limit: Duration?, _ file: String, _ line: Int) throws -> Statement {
    try Statement(sql, dialect, place: SourcePlace(file: file, line: line), timeLimit: limit)
  }

  private func source(
    _ sql: SQL, _ file: String, _ line: Int
  ) -> @Sendable () async throws -> (any RowSource, Statement) {
    {
      let statement = try self.statement(sql, nil, file, line)
      return (try await self.open(statement), statement)
    }
  }
}
