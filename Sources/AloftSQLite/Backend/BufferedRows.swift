internal import AloftSQL

/// Rows that were copied out of SQLite.
final class BufferedRows: Sendable {
  enum Cell: Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(Range<Int>)
    case bytes(Range<Int>)
  }

  let columns: [String]
  let cells: [Cell]
  let rowCount: Int
  private let memory: [UInt8]

  /// Copies all rows that are left.
  init(_ cursor: RowCursor) throws {
    var cells: [Cell] = []
    var memory: [UInt8] = []
    func copy(_ bytes: UnsafeRawBufferPointer) -> Range<Int> {
      let start = memory.count
      memory += bytes
      return start..<memory.count
    }
    var rowCount = 0
    while try cursor.next() {
      rowCount += 1
      for index in 0..<cursor.columnCount {
        switch cursor.cell(at: index) {
        case .integer(let number): cells.append(.integer(number))
        case .real(let number): cells.append(.real(number))
        case .text(let bytes): cells.append(.text(copy(bytes)))
        case .bytes(let bytes): cells.append(.bytes(copy(bytes)))
        default: cells.append(.null)
        }
      }
    }
    columns = (0..<cursor.columnCount).map { cursor.columnName(at: $0) }
    self.cells = cells
    self.memory = memory
    self.rowCount = rowCount
  }

  func withBytes<Output>(_ body: (UnsafeRawBufferPointer) throws -> Output) rethrows -> Output {
    try memory.withUnsafeBytes(body)
  }
}
