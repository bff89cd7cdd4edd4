/// The row a cursor stands on, read by position.
public struct Row {
  @usableFromInline let cursor: RowCursor
  /// The column that counts as the first: types that consist of others read theirs behind them.
  @usableFromInline let start: Int

  @inlinable init(_ cursor: RowCursor, start: Int = 0) {
    self.cursor = cursor
    self.start = start
  }

  /// How many columns there are from the first one on.
  public var columnCount: Int { cursor.columnCount - start }

  /// The row as one sees it that begins at a later column.
  ///
  /// - Parameter offset: How many columns are left out.
  public func dropping(_ offset: Int) -> Row { Row(cursor, start: start + offset) }

  /// Reads a value.
  ///
  /// - Parameter index: Its column, counted from 0 in the order of the statement.
  /// - Throws: ``SQLError`` naming row and column, if it is not a value of this type or there is no such column.
  @inlinable @inline(__always)
  public func decode<Value: SQLValue>(_ index: Int, as type: Value.Type = Value.self) throws -> Value {
    let place = start + index
    guard place < cursor.columnCount, index >= 0 else {
      throw missing(place)
    }
    if place > cursor.highestDecoded { cursor.highestDecoded = place }
    do {
      return try Value(sqlCell: cursor.cell(at: place))
    } catch let mismatch as SQLMismatch {
      throw error(of: mismatch, at: place)
    }
  }

  /// Whether a column is NULL.
  public func isNull(_ index: Int) -> Bool {
    let place = start + index
    guard index >= 0, place < cursor.columnCount else { return false }
    if case .null = cursor.cell(at: place) { return true }
    return false
  }

  /// Decodes with `read`, which must have read all columns of the first row.
  @inlinable @inline(__always) func whole<Element>(_ read: () throws -> Element) throws -> Element {
    let element = try read()
    if cursor.isAtFirst, cursor.highestDecoded + 1 < cursor.columnCount {
      throw surplus(Element.self)
    }
    return element
  }

  @usableFromInline func missing(_ place: Int) -> SQLError {
    SQLError(
      .missingColumn,
      "column \(place + 1) is missing: the statement has \(cursor.columnCount) column\(cursor.columnCount == 1 ? "" : "s")",
      fix: "select as many columns as are read, in the same order", row: cursor.rowNumber)
  }

  @usableFromInline func surplus(_ type: Any.Type) -> SQLError {
    let name = cursor.columnName(at: cursor.highestDecoded + 1)
    return SQLError(
      .surplusColumn, "column \(cursor.highestDecoded + 2), '\(name)', is not read by \(type)",
      fix: "select only what is read, or read it", column: name, row: cursor.rowNumber)
  }

  @usableFromInline func error(of mismatch: SQLMismatch, at place: Int) -> SQLError {
    let name = cursor.columnName(at: place)
    return SQLError(
      mismatch.isNull ? .unexpectedNull : .wrongType,
      "column \(place + 1), '\(name)', of row \(cursor.rowNumber) is \(mismatch.found), not \(mismatch.expected)",
      fix: mismatch.isNull ? "read it as an optional, or leave such rows out" : nil, detail: mismatch.value,
      column: name, row: cursor.rowNumber)
  }
}
