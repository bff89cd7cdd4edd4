internal import AloftSQL

extension SQLiteConnection {
  /// Runs a statement that may change something, after a look at whether it may run there.
  ///
  /// - Parameter isInTransaction: Whether it is one of a transaction that somebody has open.
  func change<Output>(
    _ statement: Statement, _ limits: RunLimits, isInTransaction: Bool, _ read: (RowCursor) throws -> Output
  ) throws -> Output {
    watch.limits = limits
    let prepared = try preparing(statement.text)
    try Self.refuse(prepared.traits, isInTransaction: isInTransaction)
    return try run(prepared, statement.values, read)
  }

  private static func refuse(_ traits: StatementTraits, isInTransaction: Bool) throws {
    if traits.contains(.transaction) {
      throw SQLError(
        .unsupported, "transactions are not begun and ended by statements", fix: "use `transaction { tx in … }`")
    }
    if traits.contains(.savepoint), !isInTransaction {
      throw SQLError(.unsupported, "there is no transaction for a savepoint", fix: "use `transaction { tx in … }`")
    }
    if traits.contains(.attach) {
      throw SQLError(
        .unsupported, "a file can't be attached: a database has several connections",
        fix: "open it as a database of its own")
    }
  }
}
