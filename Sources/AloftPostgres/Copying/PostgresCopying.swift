internal import AloftSQL
internal import CPostgres

/// The calls of libpq that copy; each blocks, and belongs to a thread that may wait.
struct PostgresCopying: @unchecked Sendable {
  // Unchecked because the pointer is used by one thread at a time: the copying's own.
  let connection: OpaquePointer

  private var lastError: SQLError {
    SQLError(
      .connectionLost, "the copying broke off: \(PostgresResult.firstLine(String(cString: PQerrorMessage(connection))))"
    )
  }

  /// Begins, and looks whether the statement is one that copies in this direction.
  func begin(_ text: String, _ direction: ExecStatusType) throws {
    guard let pointer = PQexec(connection, text) else { throw lastError }
    let result = PostgresResult(pointer)
    if result.status == direction { return }
    defer { drain() }
    switch result.status {
    case PGRES_COPY_IN, PGRES_COPY_OUT:
      leave(result.status)
      throw SQLError(.invalidStatement, "the statement copies in the other direction")
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR: throw result.error
    default: throw SQLError(.invalidStatement, "the statement does not copy", fix: "copy … to stdout, or from stdin")
    }
  }

  private func leave(_ direction: ExecStatusType) {
    if direction == PGRES_COPY_IN {
      PQputCopyEnd(connection, "not wanted")
    } else {
      while let row = try? nextRow() { _ = row }
    }
  }

  func put(_ bytes: [UInt8]) throws {
    let isSent = bytes.withUnsafeBytes { bytes in
      PQputCopyData(
        connection, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: bytes.count)) == 1
    }
    if !isSent { throw lastError }
  }

  /// Ends what is copied in.
  ///
  /// - Parameter failure: Why nothing of it is to be kept.
  /// - Returns: How many rows were copied.
  func end(_ failure: String?) throws -> Int {
    guard PQputCopyEnd(connection, failure) == 1 else { throw lastError }
    return try result()
  }

  /// The next part of what is copied out; `nil` at its end.
  func nextRow() throws -> [UInt8]? {
    var row: UnsafeMutablePointer<CChar>?
    let count = PQgetCopyData(connection, &row, 0)
    defer { PQfreemem(row) }
    if let row, count > 0 {
      return Array(UnsafeRawBufferPointer(start: row, count: Int(count)))
    }
    if count == -1 { return nil }
    throw lastError
  }

  /// What the server says at the end.
  @discardableResult
  func result() throws -> Int {
    var count = 0
    var failure: SQLError?
    while let pointer = PQgetResult(connection) {
      let result = PostgresResult(pointer)
      if result.status == PGRES_COMMAND_OK { count = result.changedRowCount } else { failure = failure ?? result.error }
    }
    if let failure { throw failure }
    return count
  }

  private func drain() {
    while let pointer = PQgetResult(connection) { PQclear(pointer) }
  }
}
