/// The rows of a result, one after the other; drivers make it, and it is gone when what reads it returns.
///
/// A class with open members instead of a protocol: decoding calls it for each value, through one table and without
/// generics.
open class RowCursor {
  /// The number of the row, in a property that others can read in place.
  @exclusivity(unchecked) @usableFromInline final var count: Int
  @usableFromInline final let rowsBefore: Int
  /// The highest column that was decoded, to find surplus ones.
  @exclusivity(unchecked) @usableFromInline final var highestDecoded = -1

  /// Creates a cursor before its first row.
  ///
  /// - Parameter rowsBefore: How many rows were read of parts of the result that came before.
  public init(rowsBefore: Int = 0) {
    self.rowsBefore = rowsBefore
    count = rowsBefore
  }

  /// The row that is read, counted from 1 over all parts of a result.
  @inlinable public final var rowNumber: Int { count }

  /// How many rows of this part were read.
  public final var readCount: Int { rowNumber - rowsBefore }

  /// Whether it stands on the first row of its part, by which surplus columns are noticed.
  @inlinable final var isAtFirst: Bool { rowNumber == rowsBefore + 1 }

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
  @inlinable
  public final func next() throws -> Bool {
    guard try advance() else { return false }
    count &+= 1
    return true
  }

  /// Decodes all rows that are left.
  ///
  /// - Parameters:
  ///   - type: What each row is.
  ///   - limit: How many are wanted at most.
  /// - Throws: ``SQLError`` naming row and column, if one of them is something else.
  @inlinable
  public final func decodeAll<Element: SQLDecodable>(
    _ type: Element.Type, limit: Int = .max
  ) throws -> [Element] {
    var elements: [Element] = []
    let row = Row(self)
    while elements.count < limit, try next() { elements.append(try row.whole { try Element.decode(row) }) }
    return elements
  }

  /// Decodes the next row; `nil` if there is none.
  ///
  /// - Throws: ``SQLError`` naming row and column, if it is something else.
  @inlinable
  public final func decodeFirst<Element: SQLDecodable>(_ type: Element.Type) throws -> Element? {
    guard try next() else { return nil }
    let row = Row(self)
    return try row.whole { try Element.decode(row) }
  }

  /// Decodes the next row as a tuple; `nil` if there is none.
  @inlinable
  public final func decodeFirst<each Column: SQLValue>(
    tupleOf type: (repeat each Column).Type
  ) throws -> (repeat each Column)? {
    guard try next() else { return nil }
    let row = Row(self)
    var index = -1
    func column() -> Int {
      index &+= 1
      return index
    }
    let element = (repeat try row.decode(column(), as: (each Column).self))
    return try row.whole { element }
  }

  /// Decodes the only row.
  ///
  /// - Throws: ``SQLError`` of kind `noRow` or `tooManyRows`, or naming row and column, if it is something else.
  @inlinable
  public final func decodeOne<Element: SQLDecodable>(_ type: Element.Type) throws -> Element {
    guard let element = try decodeFirst(type) else { throw Self.noRow }
    if try next() { throw Self.tooManyRows }
    return element
  }

  /// Decodes the only row as a tuple.
  @inlinable
  public final func decodeOne<each Column: SQLValue>(
    tupleOf type: (repeat each Column).Type
  ) throws -> (repeat each Column) {
    guard let element = try decodeFirst(tupleOf: type) else { throw Self.noRow }
    if try next() { throw Self.tooManyRows }
    return element
  }

  @usableFromInline static var noRow: SQLError {
    SQLError(.noRow, "there is no row where one was asked for", fix: "ask for the first one, an optional")
  }

  @usableFromInline static var tooManyRows: SQLError {
    SQLError(.tooManyRows, "there are several rows where one was asked for", fix: "limit 1, or a condition")
  }

  /// Decodes all rows that are left as tuples.
  @inlinable
  public final func decodeAll<each Column: SQLValue>(
    tuplesOf type: (repeat each Column).Type, limit: Int = .max
  ) throws -> [(repeat each Column)] {
    var elements: [(repeat each Column)] = []
    let row = Row(self)
    while elements.count < limit, try next() {
      // One after the other: the elements of a tuple are made in their order.
      var index = -1
      func column() -> Int {
        index &+= 1
        return index
      }
      let element = (repeat try row.decode(column(), as: (each Column).self))
      elements.append(try row.whole { element })
    }
    return elements
  }
}
