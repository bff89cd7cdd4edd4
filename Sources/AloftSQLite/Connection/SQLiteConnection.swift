internal import AloftCore
public import AloftSQL
internal import CSQLite

/// A connection to a SQLite file, for one thread at a time: what it is asked it does at once, on the calling thread.
///
/// A ``Database`` is made of several of them and is what servers want. This is for programs that do one thing after the
/// other, and costs hardly more than SQLite's own functions.
///
/// ```swift
/// let connection = try SQLiteConnection("app.db")
/// let title = try connection.one("select title from posts where id = \(id)", as: String.self)
/// ```
public final class SQLiteConnection {
  /// How SQLite writes what databases write differently.
  public static let dialect = SQLDialect(name: "SQLite", placeholder: .numberedOrNamed)

  /// The file; `:memory:` for a database in memory.
  public let path: String
  let role: ConnectionRole
  /// What looks after the statement that runs.
  let watch: Watch
  @exclusivity(unchecked) private(set) var handle: OpaquePointer?
  @exclusivity(unchecked) private var cache: StatementCache
  /// What the compiler met in the statement that is being prepared.
  private var traits: StatementTraits = []

  /// Opens a file, or makes it.
  ///
  /// - Parameters:
  ///   - path: The file; `:memory:` for a database in memory, which is gone with the connection.
  ///   - configuration: How it is opened.
  /// - Throws: ``SQLError`` naming the path, if there can be no such file or it is none of SQLite.
  public convenience init(_ path: String, configuration: SQLiteConfiguration = SQLiteConfiguration()) throws {
    try self.init(path, configuration: configuration, role: .writer)
  }

  init(_ path: String, configuration: SQLiteConfiguration, role: ConnectionRole) throws {
    self.path = path
    self.role = role
    watch = Watch(busyLimit: configuration.busyLimit.nanoseconds)
    cache = StatementCache(capacity: configuration.statementCacheSize)
    let opening = ConnectionOpening(path: path, configuration: configuration, role: role)
    handle = try opening.openHandle()
    guard let handle else { return }
    watch.attach(to: handle)
    attachAuthorizer(to: handle)
    do {
      try opening.prepare(self, handle)
    } catch {
      close()
      throw error
    }
  }

  deinit { close() }

  /// Closes the connection; what is used of it later fails.
  public func close() {
    guard let handle else { return }
    cache.removeAll()
    self.handle = nil
    // The second form waits by itself for statements that somebody is still in the midst of.
    sqlite3_close_v2(handle)
  }

  /// Whether no transaction is open.
  var isOutsideTransaction: Bool { handle.map { sqlite3_get_autocommit($0) != 0 } ?? true }

  func openedHandle() throws -> OpaquePointer {
    guard let handle else { throw SQLError(.closed, "the database was closed") }
    return handle
  }

  // MARK: - Preparing

  /// The statement of a text: one that is kept, or a new one.
  func prepare(_ text: String) throws -> PreparedStatement {
    if let statement = cache.statement(of: text) { return statement }
    let statement = try compile(text)
    cache.keep(statement)
    return statement
  }

  /// The statement of a piece of SQL, if it was run lately.
  func keptStatement(of sql: SQL) -> PreparedStatement? { sql.withTextBytes { cache.recentStatement(of: $0) } }

  /// Ends the rows of a statement that somebody was in the midst of.
  func end(_ statement: PreparedStatement) {
    sqlite3_reset(statement.handle)
    statement.isInUse = false
    if !cache.keeps(statement) { statement.finalize() }
  }

  private func compile(_ text: String) throws -> PreparedStatement {
    let handle = try openedHandle()
    traits = []
    var text = text
    let (pointer, isWhole) = try text.withUTF8 { bytes in
      try bytes.withMemoryRebound(to: CChar.self) {
        try compileFirst(of: $0, handle, flags: UInt32(SQLITE_PREPARE_PERSISTENT))
      }
    }
    guard let pointer else {
      throw SQLError(.invalidStatement, "there is no statement in the text")
    }
    if case .word(let word)? = SQLTokens(text).first(where: { $0 != .symbol(UInt8(ascii: ";")) }),
      word.lowercased() == "vacuum"
    {
      traits.insert(.vacuum)
    }
    let statement = PreparedStatement(pointer, text: text, traits: traits)
    guard isWhole else {
      throw SQLError(
        .invalidStatement, "there is more than one statement in the text",
        fix: "run each by itself or as a batch, or all as a script")
    }
    return statement
  }

  /// Compiles the first statement of a text.
  ///
  /// - Returns: The statement, `nil` if there are only blanks and comments; and whether there is none behind it.
  private func compileFirst(
    of bytes: UnsafeBufferPointer<CChar>, _ handle: OpaquePointer, flags: UInt32
  ) throws -> (statement: OpaquePointer?, isWhole: Bool) {
    let (statement, used) = try compileNext(of: bytes, handle, flags: flags)
    var rest = UnsafeBufferPointer(rebasing: bytes[used...])
    while !rest.isEmpty {
      guard let (next, used) = try? compileNext(of: rest, handle, flags: 0) else { return (statement, false) }
      if let next {
        sqlite3_finalize(next)
        return (statement, false)
      }
      if used == 0 {
        sqlite3_finalize(statement)
        throw SQLError(.invalidStatement, "the text of the statement has a U+0000 in it", fix: "bind it as a value")
      }
      rest = UnsafeBufferPointer(rebasing: rest[used...])
    }
    return (statement, true)
  }

  /// Compiles what stands first in a text.
  ///
  /// - Returns: The statement, if there is one, and how many bytes of the text it is.
  func compileNext(
    of bytes: UnsafeBufferPointer<CChar>, _ handle: OpaquePointer, flags: UInt32
  ) throws -> (statement: OpaquePointer?, used: Int) {
    guard let start = bytes.baseAddress, bytes.count < Int32.max else {
      if bytes.isEmpty { return (nil, 0) }
      throw SQLError(.invalidStatement, "the text of the statement is longer than SQLite can read")
    }
    var statement: OpaquePointer?
    var tail: UnsafePointer<CChar>?
    let code = sqlite3_prepare_v3(handle, start, Int32(bytes.count), flags, &statement, &tail)
    guard code == SQLITE_OK else {
      sqlite3_finalize(statement)
      throw failure(code, isPreparing: true)
    }
    return (statement, tail.map { $0 - start } ?? bytes.count)
  }

  private func attachAuthorizer(to handle: OpaquePointer) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    // It forbids nothing; it is how SQLite's compiler tells what it met, in views and triggers too.
    sqlite3_set_authorizer(
      handle,
      { context, action, _, second, _, _ in
        if let context {
          Unmanaged<SQLiteConnection>.fromOpaque(context).takeUnretainedValue().note(action, second)
        }
        return SQLITE_OK
      }, context)
  }

  private func note(_ action: Int32, _ second: UnsafePointer<CChar>?) {
    switch action {
    case SQLITE_TRANSACTION: traits.insert(.transaction)
    case SQLITE_SAVEPOINT: traits.insert(.savepoint)
    case SQLITE_PRAGMA: traits.insert(.pragma)
    case SQLITE_ATTACH, SQLITE_DETACH: traits.insert(.attach)
    case SQLITE_FUNCTION:
      if let second, SlowFunctions.contains(second) { traits.insert(.slowFunction) }
    default: break
    }
  }
}

/// A connection must not be used by two threads at once.
@available(*, unavailable)
extension SQLiteConnection: Sendable {}

/// What a connection is for.
enum ConnectionRole {
  case writer, reader
}
