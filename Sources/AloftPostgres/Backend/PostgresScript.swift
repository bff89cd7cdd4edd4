internal import AloftSQL
internal import CPostgres

/// Runs texts of several statements, by calls that block.
enum PostgresScript {
  /// Runs a text, for as long as it takes: the schema of a large database does.
  static func run(_ text: String, _ connection: OpaquePointer) throws {
    PQclear(PQexec(connection, "set statement_timeout = 0"))
    defer { PQclear(PQexec(connection, "reset statement_timeout")) }
    try runAll(text, connection)
    guard PQtransactionStatus(connection) != PQTRANS_IDLE else { return }
    PQclear(PQexec(connection, "rollback"))
    throw SQLError(
      .invalidStatement, "the script begins a transaction and does not end it",
      fix: "end it, or leave out its beginning")
  }

  private static func runAll(_ text: String, _ connection: OpaquePointer) throws {
    guard PQsendQuery(connection, text) == 1 else {
      throw SQLError(.connectionLost, PostgresResult.firstLine(String(cString: PQerrorMessage(connection))))
    }
    var failure: SQLError?
    while let pointer = PQgetResult(connection) {
      let result = PostgresResult(pointer)
      switch result.status {
      case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: break
      case PGRES_COPY_IN: PQputCopyEnd(connection, "a script can't copy")
      case PGRES_COPY_OUT:
        failure = failure ?? SQLError(.unsupported, "a script can't copy")
        var row: UnsafeMutablePointer<CChar>?
        while PQgetCopyData(connection, &row, 0) > 0 { PQfreemem(row) }
      default: failure = failure ?? result.error
      }
    }
    if let failure {
      PQclear(PQexec(connection, "rollback"))
      throw failure
    }
  }
}
