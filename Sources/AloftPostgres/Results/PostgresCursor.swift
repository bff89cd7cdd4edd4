internal import AloftSQL
internal import CPostgres

/// Goes through the rows of a result.
final class PostgresCursor: RowCursor {
  private let result: PostgresResult
  private let pointer: OpaquePointer
  private let rowCount: Int32
  private let types: [Oid]
  private var row: Int32 = -1

  init(_ result: PostgresResult, rowsBefore: Int = 0) {
    self.result = result
    pointer = result.pointer
    rowCount = PQntuples(pointer)
    let pointer = pointer
    types = (0..<PQnfields(pointer)).map { PQftype(pointer, $0) }
    super.init(rowsBefore: rowsBefore)
  }

  override var columnCount: Int { types.count }

  override func columnName(at index: Int) -> String {
    PQfname(pointer, Int32(clamping: index)).map { String(cString: $0) } ?? ""
  }

  override func advance() -> Bool {
    guard row + 1 < rowCount else { return false }
    row += 1
    return true
  }

  override func cell(at index: Int) -> SQLCell {
    guard index < types.count, row >= 0 else { return .null }
    let column = Int32(truncatingIfNeeded: index)
    let count = Int(PQgetlength(pointer, row, column))
    // Only what is empty may be NULL.
    if count == 0, PQgetisnull(pointer, row, column) == 1 { return .null }
    return PostgresDecoding.cell(
      types[index], UnsafeRawBufferPointer(start: PQgetvalue(pointer, row, column), count: count))
  }

  override var changedRowCount: Int { result.changedRowCount }
}
