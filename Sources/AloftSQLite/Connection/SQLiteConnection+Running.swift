internal import AloftSQL
internal import CSQLite

extension SQLiteConnection {
  /// Runs a statement and reads its rows.
  ///
  /// - Parameters:
  ///   - text: The statement.
  ///   - values: What is bound.
  ///   - limits: What ends it before its own end.
  ///   - read: Reads the rows.
  /// - Throws: ``SQLError``, ``Abandoned``, `CancellationError`, or what `read` threw.
  func run<Output>(
    _ text: String, _ values: [SQLParameter], _ limits: RunLimits, _ read: (RowCursor) throws -> Output
  ) throws -> Output {
    watch.limits = limits
    return try run(try preparing(text), values, read)
  }

  /// Prepares a statement; what ended it is the same as with running it.
  func preparing(_ text: String) throws -> PreparedStatement {
    do {
      return try prepare(text)
    } catch {
      throw reason(of: error)
    }
  }

  func run<Output>(
    _ statement: PreparedStatement, _ values: [SQLParameter], _ read: (RowCursor) throws -> Output
  ) throws -> Output {
    try bind(values, to: statement)
    statement.isInUse = true
    defer { statement.isInUse = false }
    let cursor = SQLiteCursor(statement, self)
    let output = try reading(statement, cursor, read)
    // A change outside of a transaction is committed here, if its rows were not read to their end.
    let code = sqlite3_reset(statement.handle)
    if code != SQLITE_OK { throw reason(of: failure(code)) }
    return output
  }

  /// Reads rows of a statement, which is over if that fails.
  func reading<Output>(
    _ statement: PreparedStatement, _ cursor: SQLiteCursor, _ read: (RowCursor) throws -> Output
  ) throws -> Output {
    do {
      let output = try read(cursor)
      // Whatever it made of the failure: what it read was not all there was.
      if cursor.hasFailed { throw Abandoned() }
      return output
    } catch {
      sqlite3_reset(statement.handle)
      if cursor.isForeignKeyViolation {
        let isCommit = !statement.traits.isDisjoint(with: [.transaction, .savepoint])
        throw isCommit ? foreignKeyViolationAtCommit() : foreignKeyViolation(by: statement)
      }
      throw cursor.hasFailed ? reason(of: cursor.failure ?? error) : error
    }
  }

  /// Runs a statement without values for what it does.
  func command(_ text: String) throws {
    try run(try prepare(text), []) { while try $0.next() {} }
  }

  /// Why a statement failed: what ended it, if something did.
  private func reason(of error: any Error) -> any Error {
    switch watch.cause {
    case .budget: Abandoned()
    case .cancelled: CancellationError()
    case .deadline:
      SQLError(
        .timedOut, "the statement took longer than it may",
        fix: "make it faster, by an index perhaps, or give it more time")
    case nil: error
    }
  }

  /// Puts the values into a statement, which must have a placeholder for each.
  func bind(_ values: [SQLParameter], to statement: PreparedStatement) throws {
    guard values.count == statement.valueCount else { throw Binding.countError(values.count, statement) }
    if !values.isEmpty { try Binding.bind(values, to: statement, self) }
  }
}
