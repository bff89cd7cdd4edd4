internal import AloftSQL
internal import CSQLite

extension SQLiteConnection {
  /// The error of what SQLite just failed at.
  ///
  /// - Parameters:
  ///   - code: What it returned.
  ///   - isPreparing: Whether it compiled a statement, and ran none.
  func failure(_ code: Int32, isPreparing: Bool = false) -> SQLError {
    guard let handle else { return SQLError(.closed, "the database was closed") }
    // The handle has the extended code where a function returned the primary one.
    let extended = sqlite3_extended_errcode(handle)
    let code = SQLiteCode(number: extended & 0xFF == code & 0xFF ? extended : code)
    let message = sqlite3_errmsg(handle).map { String(cString: $0) } ?? "an error without a message"
    let name = code.name
    switch code.primary {
    case SQLITE_CONSTRAINT: return ConstraintFailure(connection: self, code: code, message: message).error
    case SQLITE_ERROR:
      if isPreparing || message.hasPrefix("no such") {
        return SQLError(.invalidStatement, message, fix: Self.fix(of: message), code: name)
      }
      // What fails while it runs fails by a value, and the message may hold it.
      return SQLError(.invalidValue, "the statement failed at a value: see the detail", code: name, detail: message)
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: return lockFailure(code, message)
    default:
      return SQLError(code.kind, "'\(path)': \(message)", fix: Self.fix(of: code), code: name)
    }
  }

  private func lockFailure(_ code: SQLiteCode, _ message: String) -> SQLError {
    if code.kind == .serializationFailure {
      return SQLError(
        .serializationFailure, "another program changed the database since the transaction began to read",
        fix: "run the transaction again: `attempts` of its options does", code: code.name)
    }
    guard code.primary == SQLITE_BUSY else {
      return SQLError(
        .locked, "'\(path)': \(message)", fix: "end the streams of this table first", code: code.name)
    }
    return SQLError(
      .locked,
      "'\(path)' is locked by another program, for longer than \(Duration.nanoseconds(Int64(watch.busyLimit)))",
      fix: "look for another program that has a transaction open, or make `busyLimit` longer", code: code.name)
  }

  private static func fix(of message: String) -> String? {
    if message.hasPrefix("no such column: \"") { return "a text stands in single quotes, or is bound: \\(value)" }
    return nil
  }

  static func fix(of code: SQLiteCode) -> String? {
    switch code.primary {
    case SQLITE_FULL: "make room on the disk, or allow the file to be larger"
    case SQLITE_NOTADB: "name a file of SQLite's, or a new one"
    case SQLITE_CORRUPT: "restore the file from a backup, or save what can be by sqlite3's `.recover`"
    case SQLITE_READONLY: "open the database for writing, and see that the program may write the file and its folder"
    case SQLITE_IOERR: "look at the disk and at the system's log"
    case SQLITE_TOOBIG: "store less in one value"
    default: nil
    }
  }
}
