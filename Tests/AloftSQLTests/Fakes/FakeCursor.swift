import AloftSQL

/// Rows that a test makes up.
final class FakeCursor: RowCursor {
  private let columns: [String]
  private let rows: [[SQLCell]]
  private let changed: Int
  private var index = -1

  init(_ columns: [String], _ rows: [[SQLCell]], changed: Int = 0) {
    self.columns = columns
    self.rows = rows
    self.changed = changed
  }

  override var columnCount: Int { columns.count }
  override func columnName(at index: Int) -> String { columns[index] }
  override func advance() throws -> Bool {
    index += 1
    return index < rows.count
  }
  override func cell(at index: Int) -> SQLCell { rows[self.index][index] }
  override var changedRowCount: Int { changed }

  /// A cell of a text, whose bytes stay for as long as the program runs.
  static func text(_ text: StaticString) -> SQLCell {
    .text(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
