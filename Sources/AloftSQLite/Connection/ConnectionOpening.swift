internal import AloftSQL
internal import CSQLite

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Opens a file, sets what connections need, and says clearly why that can't be done.
struct ConnectionOpening {
  let path: String
  let configuration: SQLiteConfiguration
  let role: ConnectionRole

  static let memory = ":memory:"

  private var isMemory: Bool { path == Self.memory }

  func openHandle() throws -> OpaquePointer {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw SQLError(.invalidConfiguration, "a database's path is empty, or has a U+0000 in it")
    }
    try refuseFolders()
    var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    flags |= configuration.isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
    // What readers open the writer has made; if the file has gone since, there shall be no empty one.
    if !configuration.isReadOnly, role == .writer { flags |= SQLITE_OPEN_CREATE }
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(fileName, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let message = handle.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "out of memory"
      let systemError = handle.map { sqlite3_system_errno($0) } ?? 0
      sqlite3_close_v2(handle)
      throw failure(SQLiteCode(number: code), message, systemError)
    }
    return handle
  }

  /// Some builds of SQLite take a name that begins so for a URI.
  private var fileName: String { path.hasPrefix("file:") ? "./\(path)" : path }

  /// Sets what connections need, which reads the file for the first time.
  func prepare(_ connection: SQLiteConnection, _ handle: OpaquePointer) throws {
    do {
      guard aloft_sqlite_be_strict(handle) == SQLITE_OK else { throw connection.failure(sqlite3_errcode(handle)) }
      if !isMemory, !configuration.isReadOnly {
        try refuseUnwritable(handle)
        if role == .writer { try setJournal(connection) }
      }
      try connection.command("pragma foreign_keys = on")
      try connection.command("pragma synchronous = \(configuration.synchronous.rawValue)")
      try connection.command("pragma temp_store = memory")
      try connection.command("pragma cache_size = -\(max(64, configuration.cacheSize >> 10))")
      if role == .reader { try connection.command("pragma query_only = on") }
      try connection.registerFunctions(configuration.functions)
      // A file that is none of SQLite is noticed here at the latest.
      try connection.command("select count(*) from sqlite_schema")
    } catch let error as SQLError {
      guard error.code?.hasPrefix("SQLITE_") == true else { throw error }
      let code = SQLiteCode(number: sqlite3_extended_errcode(handle))
      switch code.primary {
      case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_IOERR:
        throw failure(code, error.message, sqlite3_system_errno(handle))
      default: throw error
      }
    }
  }

  private func setJournal(_ connection: SQLiteConnection) throws {
    let mode = try connection.run("pragma journal_mode = wal", [], .none) { try $0.decodeAll(String.self).first }
    guard mode == "wal" else {
      throw SQLError(
        .unsupported, "'\(path)' can't be read while it is written: its file system has no shared memory",
        fix: "put the database on a local disk")
    }
  }

  // MARK: - Reasons

  private func refuseFolders() throws {
    guard !isMemory, kindOfFile(path) == S_IFDIR else { return }
    throw SQLError(.invalidConfiguration, "'\(path)' is a folder", fix: "name a file in it")
  }

  /// SQLite opens a file for reading, without a word, that it may not write.
  private func refuseUnwritable(_ handle: OpaquePointer) throws {
    guard sqlite3_db_readonly(handle, "main") == 1 else { return }
    throw SQLError(
      .permissionDenied, "'\(path)' may not be written by this program",
      fix: "change its owner or its rights, or open it with `isReadOnly`")
  }

  private func failure(_ code: SQLiteCode, _ message: String, _ systemError: Int32) -> SQLError {
    let reason = systemError == 0 ? "" : ": \(String(cString: strerror(systemError)))"
    func error(_ kind: SQLError.Kind, _ message: String, _ fix: String?) -> SQLError {
      SQLError(kind, message, fix: fix, code: code.name)
    }
    switch code.primary {
    case SQLITE_NOTADB:
      return error(.corrupted, "'\(path)' is not a database of SQLite", SQLiteConnection.fix(of: code))
    case SQLITE_CORRUPT: return error(.corrupted, "'\(path)' is damaged", SQLiteConnection.fix(of: code))
    case SQLITE_IOERR:
      return error(.inputOutput, "'\(path)' can't be read or written\(reason)", SQLiteConnection.fix(of: code))
    default: break
    }
    if kindOfFile(folder) != S_IFDIR {
      return error(.notFound, "there is no folder '\(folder)' for the database '\(path)'", "make the folder first")
    }
    let exists = kindOfFile(path) != nil
    if !exists, configuration.isReadOnly || role == .reader {
      return error(.notFound, "there is no file '\(path)'", "name a file that is there, or open it for writing")
    }
    if exists, access(path, configuration.isReadOnly ? R_OK : R_OK | W_OK) != 0 {
      return error(
        .permissionDenied, "'\(path)' may not be \(configuration.isReadOnly ? "read" : "written") by this program",
        "change its owner or its rights")
    }
    if access(folder, W_OK) != 0 {
      return error(
        .permissionDenied, "the folder '\(folder)' may not be written by this program",
        "SQLite writes files beside '\(path)': change the folder's owner or its rights")
    }
    return error(code.kind == .connectionFailed ? .inputOutput : code.kind, "'\(path)' can't be opened\(reason)", nil)
  }

  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func kindOfFile(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }
}
