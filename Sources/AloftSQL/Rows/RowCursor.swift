/// The rows of a result, one after the other; drivers make it, and it is gone when what reads it returns.
///
/// A class with open members instead of a protocol: decoding calls it for each value, through one table and without
/// generics.
open class RowCursor {
  /// The row that is read, counted from 1 over all parts of a result.
  public private(set) var rowNumber: Int
  private let rowsBefore: Int
  /// The highest column that was decoded, to find surplus ones.
  var highestDecoded = -1

  /// Creates a cursor before its first row.
  ///
  /// - Parameter rowsBefore: How many rows were read of parts of the result that came before.
  public init(rowsBefore: Int = 0) {
    self.rowsBefore = rowsBefore
    rowNumber = rowsBefore
  }

  /// How many rows of this part were read.
  public final var readCount: Int { rowNumber - rowsBefore }

  /// Whether it stands on the first row of its part, by which surplus columns are noticed.
  final var isAtFirst: Bool { rowNumber == rowsBefore + 1 }

  /// How many columns each row has.
  open var columnCount: Int { 0 }

  /// The name of a column.
  ///
  /// - Parameter index: Its place, below ``columnCount``.
  open func columnName(at index: Int) -> String { "" }

  /// Goes to the next row.
  ///
  /// - Returns: Whether there is one.
  /// - Throws: ``SQLError``, if the database failed on the way.
  open func advance() throws -> Bool { false }

  /// A value of the current row.
  ///
  /// - Parameter index: Its column, below ``columnCount``.
  open func cell(at index: Int) -> SQLCell { .null }

  /// How many rows the statement changed, known once there are no more rows.
  open var changedRowCount: Int { 0 }

  /// Goes to the next row and counts it.
  public final func next() throws -> Bool {
    guard try advance() else { return false }
    rowNumber += 1
    return true
  }

  /// Decodes all rows that are left.
  ///
  /// - Parameters:
  ///   - type: What each row is.
  ///   - limit: How many are wanted at most.
  /// - Throws: ``SQLError`` naming row and column, if one of them is something else.
  public final func decodeAll<Element: SQLDecodable>(
    _ type: Element.Type, limit: Int = .max
  ) throws -> [Element] {
    var elements: [Element] = []
    let row = Row(self)
    while elements.count < limit, try next() { elements.append(try row.whole { try Element.decode(row) }) }
    return elements
  }

  /// Decodes all rows that are left as tuples.
  public final func decodeAll<each Column: SQLValue>(
    tuplesOf type: (repeat each Column).Type, limit: Int = .max
  ) throws -> [(repeat each Column)] {
    var elements: [(repeat each Column)] = []
    let row = Row(self)
    while elements.count < limit, try next() {
      elements.append(
        try row.whole {
          var index = -1
          func column<Value: SQLValue>(_ type: Value.Type) throws -> Value {
            index += 1
            return try row.decode(index)
          }
          return (repeat try column((each Column).self))
        })
    }
    return elements
  }
}
