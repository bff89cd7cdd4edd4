internal import AloftSQL
internal import CSQLite

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A copy of a database in another file.
struct DatabaseCopy {
  private static let pagesOfStep: Int32 = 256

  let path: String

  /// Where it grows.
  private var unfinished: String { "\(path).unfinished" }

  func make(of source: SQLiteConnection, _ cancellation: Cancellation) throws {
    if access(path, F_OK) == 0 {
      throw SQLError(.invalidConfiguration, "there is a file '\(path)' already", fix: "name a new file for the copy")
    }
    unlink(unfinished)
    do {
      try copy(source, cancellation)
    } catch {
      unlink(unfinished)
      unlink("\(unfinished)-journal")
      throw error
    }
    guard rename(unfinished, path) == 0 else {
      throw SQLError(.inputOutput, "'\(unfinished)' can't be renamed to '\(path)': \(String(cString: strerror(errno)))")
    }
  }

  private func copy(_ source: SQLiteConnection, _ cancellation: Cancellation) throws {
    let opening = ConnectionOpening(path: unfinished, configuration: SQLiteConfiguration(), role: .writer)
    let target = try opening.openHandle()
    defer { sqlite3_close_v2(target) }
    guard let backup = sqlite3_backup_init(target, "main", try source.openedHandle(), "main") else {
      throw failure(sqlite3_extended_errcode(target), target)
    }
    var code = SQLITE_OK
    while code == SQLITE_OK, !cancellation.isCancelled { code = sqlite3_backup_step(backup, Self.pagesOfStep) }
    let end = sqlite3_backup_finish(backup)
    if code == SQLITE_OK { throw CancellationError() }
    guard code == SQLITE_DONE, end == SQLITE_OK else { throw failure(code == SQLITE_DONE ? end : code, target) }
  }

  private func failure(_ number: Int32, _ target: OpaquePointer) -> SQLError {
    let code = SQLiteCode(number: number)
    let message = sqlite3_errmsg(target).map { String(cString: $0) } ?? "an error"
    return SQLError(code.kind, "the copy '\(path)': \(message)", fix: SQLiteConnection.fix(of: code), code: code.name)
  }
}
