/// What runs statements: a database, a transaction, and the drivers' parts of both.
public protocol StatementRunner: Sendable {
  /// Runs a statement; one that belongs to no transaction is committed when this returns.
  ///
  /// - Parameters:
  ///   - statement: The statement, in the database's dialect.
  ///   - visit: Is handed the rows, perhaps on another thread, and again if the statement had to be run again.
  func visit(_ statement: Statement, _ visit: @escaping RowVisit) async throws
}

extension StatementRunner {
  /// Runs a statement and returns what was made of its rows.
  ///
  /// - Parameters:
  ///   - statement: The statement, in the database's dialect.
  ///   - read: Reads the rows, perhaps on another thread, and again if the statement had to be run again.
  @inlinable
  public func run<Output: Sendable>(
    _ statement: Statement, _ read: @escaping RowReading<Output>
  ) async throws -> Output {
    let box = RowBox<Output>()
    try await visit(statement) { box.output = try read($0) }
    return try box.take()
  }
}
