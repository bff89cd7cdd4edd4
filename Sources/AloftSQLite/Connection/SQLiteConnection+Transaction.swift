internal import AloftSQL

extension SQLiteConnection {
  /// Runs a transaction: what `body` does is there as a whole when it returns, or not at all when it throws.
  ///
  /// One within another is a part that can fail by itself.
  ///
  /// - Parameters:
  ///   - isReadOnly: Whether it only reads, and so does not keep others from writing.
  ///   - body: What to do, with this connection.
  /// - Returns: What `body` returned.
  /// - Throws: What `body` threw, or ``SQLError``.
  public func transaction<Output>(readOnly isReadOnly: Bool = false, _ body: () throws -> Output) throws -> Output {
    let isOutermost = isOutsideTransaction
    watch.limits = .none
    try command(isOutermost ? isReadOnly ? "begin" : "begin immediate" : "savepoint aloft_part")
    do {
      let output = try body()
      if isOutsideTransaction {
        throw SQLError(.transactionOver, "the transaction was rolled back by SQLite", fix: "run all of it again")
      }
      watch.limits = .none
      try command(isOutermost ? "commit" : "release aloft_part")
      return output
    } catch {
      if isOutermost {
        rollBack()
      } else if !isOutsideTransaction {
        watch.limits = .none
        try? command("rollback to aloft_part")
        try? command("release aloft_part")
      }
      throw error
    }
  }
}
