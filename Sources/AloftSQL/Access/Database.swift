public import AloftCore
internal import Logging

/// A database: runs statements, each by itself, and begins transactions.
///
/// Drivers open it: `Database.sqlite("app.db")`, `Database.postgres("postgres://localhost/app")`. It may be used from
/// any number of tasks at once.
public final class Database: SQLClient {
  /// Its name, as messages and reports say it.
  public let name: String
  /// What drivers of this database add to it.
  public let backend: any DatabaseBackend
  private let follower: StatementFollower
  /// How the database writes what databases write differently.
  public let dialect: SQLDialect

  /// Makes a database of what a driver opened.
  ///
  /// - Parameters:
  ///   - backend: The driver's part.
  ///   - name: Its name.
  ///   - configuration: Whom to tell of what is run.
  public init(_ backend: any DatabaseBackend, name: String, configuration: DatabaseConfiguration) {
    self.backend = backend
    self.name = name
    dialect = backend.dialect
    follower = StatementFollower(name, configuration)
  }

  /// Runs a statement by itself.
  public func visit(_ statement: Statement, _ visit: @escaping RowVisit) async throws {
    try refuseInsideTransaction(at: statement.place)
    try Task.checkCancellation()
    try await follower.follow(statement, visit) { [backend] visit in try await backend.visit(statement, visit) }
  }

  /// Runs statements as one transaction.
  public func runBatch(_ statements: [Statement]) async throws -> [Int] {
    guard let first = statements.first else { return [] }
    try refuseInsideTransaction(at: first.place)
    try Task.checkCancellation()
    return try await follower.follow(batch: statements) { [backend] in try await backend.runBatch(statements) }
  }

  /// Runs a query whose rows are fetched as they are needed.
  public func open(_ statement: Statement) async throws -> any RowSource {
    try refuseInsideTransaction(at: statement.place)
    try Task.checkCancellation()
    return try await FollowedRows.open(statement, follower) { [backend] in try await backend.open(statement) }
  }

  /// Runs a text of several statements, such as the file of a schema.
  ///
  /// - Parameter text: The statements; nothing is bound, so that no part of it may come from elsewhere.
  /// - Throws: ``SQLError``; what stood before the error may have been done.
  public func execute(script text: String, file: String = #fileID, line: Int = #line) async throws {
    let place = SourcePlace(file: file, line: line)
    try refuseInsideTransaction(at: place)
    let statement = Statement(text: text, place: place)
    try await follower.follow(statement) { [backend] in try await backend.runScript(text, place: place) }
  }

  /// Closes the database: waits for what is in flight, and refuses what comes later.
  public func close() async { await backend.close() }

  // MARK: - Transactions

  /// Runs a transaction: what `body` does is there as a whole when it returns, or not at all when it throws.
  ///
  /// ```swift
  /// try await db.transaction { tx in
  ///   try await tx.execute("update accounts set balance = balance - \(amount) where id = \(from)")
  ///   try await tx.execute("update accounts set balance = balance + \(amount) where id = \(to)")
  /// }
  /// ```
  ///
  /// It is rolled back as well if its task is cancelled before the end. Within `body` this database itself can't be used;
  /// that is an error at once, since it might wait for the transaction for ever.
  ///
  /// - Parameters:
  ///   - options: Isolation, whether it only reads, and how often it is tried.
  ///   - body: What to do; it is run again from its beginning if ``TransactionOptions/attempts`` says so.
  /// - Returns: What `body` returned.
  /// - Throws: What `body` threw, or ``SQLError``.
  @discardableResult
  public func transaction<Output: Sendable>(
    _ options: TransactionOptions = TransactionOptions(), file: String = #fileID, line: Int = #line,
    isolation: isolated (any Actor)? = #isolation, _ body: (Transaction) async throws -> Output
  ) async throws -> Output {
    let place = SourcePlace(file: file, line: line)
    try refuseInsideTransaction(at: place)
    var attempt = 1
    while true {
      do {
        return try await runOnce(options, place, body)
      } catch let error as SQLError where error.isRetryable && attempt < options.attempts {
        attempt += 1
        try await options.pause(beforeAttempt: attempt)
      }
    }
  }

  private func runOnce<Output: Sendable>(
    _ options: TransactionOptions, _ place: SourcePlace, isolation: isolated (any Actor)? = #isolation,
    _ body: (Transaction) async throws -> Output
  ) async throws -> Output {
    let session: any DatabaseSession
    do {
      try Task.checkCancellation()
      session = try await backend.begin(options, place: place)
    } catch let error as SQLError {
      throw error.at(Statement(text: "begin", place: place))
    }
    let context = TransactionContext(database: ObjectIdentifier(self), place: place, outer: TransactionContext.current)
    let transaction = Transaction(session, dialect, follower, context)
    let output: Output
    do {
      output = try await TransactionContext.$current.withValue(context) { try await body(transaction) }
      try Task.checkCancellation()
      try context.refuseIfBroken(place)
    } catch {
      context.end()
      await session.rollback()
      throw error
    }
    context.end()
    try await follower.follow(Statement(text: "commit", place: place)) { try await session.commit() }
    for hook in context.takeHooks() { await hook() }
    return output
  }

  /// Throws if a transaction of this database is open around the caller, for what drivers offer beyond the contract.
  public func refuseInsideTransaction(at place: SourcePlace) throws {
    guard let open = TransactionContext.open(of: ObjectIdentifier(self)) else { return }
    throw SQLError(
      .insideTransaction, "the database '\(name)' was used while a transaction of it is open",
      fix: "use the transaction's own functions here, or do this behind it", place: place, otherPlace: open.place)
  }
}
