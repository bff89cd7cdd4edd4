internal import AloftSQL
internal import Synchronization

/// Rows that were copied, one after the other; used within `withBytes` of them.
private final class BufferedCursor: RowCursor {
  private let rows: BufferedRows
  private let memory: UnsafeRawBufferPointer

  init(_ rows: BufferedRows, _ memory: UnsafeRawBufferPointer) {
    self.rows = rows
    self.memory = memory
    super.init()
  }

  override var columnCount: Int { rows.columns.count }
  override func columnName(at index: Int) -> String { rows.columns[index] }
  override func advance() -> Bool { rowNumber < rows.rowCount }

  override func cell(at index: Int) -> SQLCell {
    switch rows.cells[(rowNumber - 1) * columnCount + index] {
    case .null: .null
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
    case .text(let range): .text(UnsafeRawBufferPointer(rebasing: memory[range]))
    case .bytes(let range): .bytes(UnsafeRawBufferPointer(rebasing: memory[range]))
    }
  }
}

/// Gives rows that were copied, all at once.
final class BufferedRowSource: RowSource {
  private let rows: Mutex<BufferedRows?>

  init(_ rows: BufferedRows) { self.rows = Mutex(rows) }

  func visitNext(_ visit: @escaping RowVisit) async throws -> Bool {
    let rows = rows.withLock { rows in
      defer { rows = nil }
      return rows
    }
    guard let rows else { return false }
    try rows.withBytes { try visit(BufferedCursor(rows, $0)) }
    return true
  }

  func close() { rows.withLock { $0 = nil } }
}
