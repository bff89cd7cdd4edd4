internal import AloftSQL
internal import CSQLite

/// The rows of a statement, read where SQLite has them.
final class SQLiteCursor: RowCursor {
  private let handle: OpaquePointer
  private let isReadOnly: Bool
  /// It outlives the cursor, which is there only while the connection runs something.
  private unowned(unsafe) let connection: SQLiteConnection
  private let changesBefore: Int64
  // One thread at a time is in here, and nothing of it calls back: the checks of that would cost more than the work.
  @exclusivity(unchecked) private var count: Int
  @exclusivity(unchecked) private var isOver = false
  /// The failure of the last step.
  private var code = SQLITE_OK
  /// Why the last step failed, whatever whoever reads makes of it.
  private(set) var failure: SQLError?
  /// How many rows are given out at most, of those that are to come; more only when this is set again.
  @exclusivity(unchecked) var rowsLeft = Int.max

  init(_ statement: PreparedStatement, _ connection: SQLiteConnection) {
    handle = statement.handle
    isReadOnly = statement.isReadOnly
    self.connection = connection
    count = Int(sqlite3_column_count(handle))
    changesBefore = isReadOnly ? 0 : connection.handle.map { sqlite3_total_changes64($0) } ?? 0
    super.init()
  }

  var hasFailed: Bool { code != SQLITE_OK }
  var isForeignKeyViolation: Bool { code == extendedForeignKeyCode }
  /// Whether all rows were read.
  var isAtEnd: Bool { isOver }

  override var columnCount: Int { count }

  override func columnName(at index: Int) -> String {
    sqlite3_column_name(handle, Int32(truncatingIfNeeded: index)).map { String(cString: $0) } ?? ""
  }

  override func advance() throws -> Bool {
    guard !isOver, rowsLeft > 0 else { return false }
    switch sqlite3_step(handle) {
    case SQLITE_ROW:
      // The compiler may have had to begin anew because the schema was changed.
      if rowNumber == 0 { count = Int(sqlite3_data_count(handle)) }
      rowsLeft -= 1
      return true
    case SQLITE_DONE:
      isOver = true
      return false
    case let code:
      isOver = true
      self.code = code
      let failure = connection.failure(code)
      self.failure = failure
      throw failure
    }
  }

  override func cell(at index: Int) -> SQLCell {
    // One call for the value, and then functions of values, which ask for no lock: a connection has none anyway.
    let value = sqlite3_column_value(handle, Int32(truncatingIfNeeded: index))
    switch sqlite3_value_type(value) {
    case SQLITE_INTEGER: return .integer(sqlite3_value_int64(value))
    case SQLITE_TEXT:
      // In this order: the first makes UTF-8 of a database's UTF-16, the second counts it.
      let start = sqlite3_value_text(value)
      return .text(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))))
    case SQLITE_FLOAT: return .real(sqlite3_value_double(value))
    case SQLITE_BLOB:
      let start = sqlite3_value_blob(value)
      return .bytes(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))))
    default: return .null
    }
  }

  override var changedRowCount: Int {
    guard !isReadOnly, let database = connection.handle, sqlite3_total_changes64(database) != changesBefore else {
      // The count that SQLite has is then that of a statement before.
      return 0
    }
    return Int(sqlite3_changes64(database))
  }
}
