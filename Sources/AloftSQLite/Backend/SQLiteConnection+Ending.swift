internal import CSQLite

extension SQLiteConnection {
  /// Ends the statements that somebody is in the midst of: their rows would hold the transaction's snapshot.
  func resetStatements() {
    guard let handle else { return }
    var statement = sqlite3_next_stmt(handle, nil)
    while let current = statement {
      if sqlite3_stmt_busy(current) != 0 { sqlite3_reset(current) }
      statement = sqlite3_next_stmt(handle, current)
    }
  }

  /// Ends a transaction, with nothing done if it is still open, and leaves the connection as it was before.
  func endTransaction() {
    resetStatements()
    rollBack()
    if role == .writer { try? command("pragma query_only = off") }
  }
}
