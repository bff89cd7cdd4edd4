internal import AloftCore
internal import Synchronization

/// An open transaction: runs statements on its own connection.
///
/// It is good until the function it was given to returns.
public final class Transaction: SQLClient {
  /// What drivers of this database add to it.
  public let session: any DatabaseSession
  /// How the database writes what databases write differently.
  public let dialect: SQLDialect
  private let follower: StatementFollower
  private let context: TransactionContext
  /// Whether this part of the transaction is over, and the whole perhaps not.
  private let isOver = Atomic(false)

  init(
    _ session: any DatabaseSession, _ dialect: SQLDialect, _ follower: StatementFollower, _ context: TransactionContext
  ) {
    self.session = session
    self.dialect = dialect
    self.follower = follower
    self.context = context
  }

  /// Runs a statement in the transaction.
  public func visit(_ statement: Statement, _ visit: @escaping RowVisit) async throws {
    try refuseIfOver(statement.place)
    try Task.checkCancellation()
    try await follower.follow(statement, visit) { [session] visit in try await session.visit(statement, visit) }
  }

  /// Runs statements as one, all of them or none.
  public func runBatch(_ statements: [Statement]) async throws -> [Int] {
    guard let first = statements.first else { return [] }
    try refuseIfOver(first.place)
    return try await savepoint(first.place) { _ in
      try await self.follower.follow(batch: statements) { try await self.session.runBatch(statements) }
    }
  }

  /// Runs a query whose rows are fetched as they are needed.
  public func open(_ statement: Statement) async throws -> any RowSource {
    try refuseIfOver(statement.place)
    return try await FollowedRows.open(statement, follower) { [session] in try await session.open(statement) }
  }

  /// Runs a part of the transaction that can fail by itself: what `body` did is undone if it throws, and nothing else.
  @discardableResult
  public func transaction<Output: Sendable>(
    file: String = #fileID, line: Int = #line, isolation: isolated (any Actor)? = #isolation,
    _ body: (Transaction) async throws -> Output
  ) async throws -> Output {
    let place = SourcePlace(file: file, line: line)
    try refuseIfOver(place)
    return try await savepoint(place, body)
  }

  /// Does something once the transaction is committed, as the sending of a mail; never if it is not.
  ///
  /// - Parameter hook: What to do; it runs before the outermost `transaction` returns, in the order of these calls.
  public func afterCommit(_ hook: @escaping @Sendable () async -> Void) { context.add(hook) }

  private func savepoint<Output: Sendable>(
    _ place: SourcePlace, isolation: isolated (any Actor)? = #isolation, _ body: (Transaction) async throws -> Output
  ) async throws -> Output {
    let part = try context.beginPart(at: place)
    defer { context.end(part) }
    let name = part.name
    let hookCount = context.hookCount
    try await run("savepoint \(name)", place)
    let inner = Transaction(session, dialect, follower, context)
    defer { inner.isOver.store(true, ordering: .sequentiallyConsistent) }
    do {
      let output = try await TransactionContext.$part.withValue(part) { try await body(inner) }
      try Task.checkCancellation()
      try await run("release savepoint \(name)", place)
      return output
    } catch {
      context.dropHooks(after: hookCount)
      await undo(name, place)
      throw error
    }
  }

  private func undo(_ name: String, _ place: SourcePlace) async {
    // In a task of its own: the current one may be cancelled, and what was done must be undone all the same.
    let undoing = Task.detached {
      try await self.run("rollback to savepoint \(name)", place)
      try await self.run("release savepoint \(name)", place)
    }
    if case .failure(let error) = await undoing.result { context.becomeBroken(by: error) }
  }

  private func run(_ text: String, _ place: SourcePlace) async throws {
    let statement = Statement(text: text, place: place)
    do {
      try await session.visit(statement) { while try $0.next() {} }
    } catch let error as SQLError {
      throw error.at(statement)
    }
  }

  private func refuseIfOver(_ place: SourcePlace) throws {
    guard context.isOpen, !isOver.load(ordering: .sequentiallyConsistent) else {
      throw SQLError(
        .transactionOver, "the transaction is over", fix: "use it only within the function it was given to",
        place: place,
        otherPlace: context.place)
    }
    try context.refuseIfBroken(place)
  }
}
