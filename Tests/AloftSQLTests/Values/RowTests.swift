import AloftSQL
import Testing

private struct Point: SQLRow, Equatable {
  let x: Int
  let y: Int

  init(row: Row) throws {
    x = try row.decode(0)
    y = try row.decode(1)
  }
}

private struct Line: SQLRow {
  let from: Point
  let to: Point

  init(row: Row) throws {
    from = try Point(row: row)
    to = try Point(row: row.dropping(2))
  }
}

@Suite struct RowTests {
  @Test func rowsAreDecodedAsScalarsTuplesAndTypes() throws {
    #expect(try FakeCursor(["a"], [[.integer(1)], [.null]]).decodeAll(Int?.self) == [1, nil])
    let pairs = try FakeCursor(["a", "b"], [[.integer(1), FakeCursor.text("x")]]).decodeAll(
      tuplesOf: (Int, String).self)
    #expect(pairs.count == 1 && pairs[0] == (1, "x"))
    let points = try FakeCursor(["x", "y"], [[.integer(1), .integer(2)]]).decodeAll(Point.self)
    #expect(points.first?.y == 2)
  }

  @Test func aTypeReadsItsColumnsBehindThoseOfAnother() throws {
    let cells: [SQLCell] = [.integer(1), .integer(2), .integer(3), .integer(4)]
    let lines = try FakeCursor(["a", "b", "c", "d"], [cells]).decodeAll(Line.self)
    #expect(lines.first?.to.x == 3 && lines.first?.to.y == 4)
  }

  @Test func noMoreRowsAreReadThanWanted() throws {
    let cursor = FakeCursor(["a"], [[.integer(1)], [.integer(2)], [.integer(3)]])
    #expect(try cursor.decodeAll(Int.self, limit: 2) == [1, 2])
    #expect(cursor.rowNumber == 2)
    // Those that are left.
    #expect(try cursor.decodeAll(Int.self) == [3])
  }

  @Test func nullNamesColumnAndRow() {
    let error = #expect(throws: SQLError.self) {
      try FakeCursor(["a", "b"], [[.integer(1), .integer(1)], [.integer(2), .null]]).decodeAll(Point.self)
    }
    #expect(error?.kind == .unexpectedNull)
    #expect(error?.message == "column 2, 'b', of row 2 is NULL, not a whole number")
    #expect(error?.columns == ["b"])
    #expect(error?.row == 2)
  }

  @Test func anotherTypeNamesColumnAndRowAndHidesTheValue() {
    let error = #expect(throws: SQLError.self) {
      try FakeCursor(["day"], [[FakeCursor.text("secret")]]).decodeAll(Bool.self)
    }
    #expect(error?.kind == .wrongType)
    #expect(error?.message == "column 1, 'day', of row 1 is a text, not a truth value")
    let number = #expect(throws: SQLError.self) { try FakeCursor(["n"], [[.integer(300)]]).decodeAll(Int8.self) }
    #expect(number?.detail == "300")
    #expect(
      number?.description.utf8.elementsEqual(
        "column 1, 'n', of row 1 is one that does not, not a number that fits into Int8".utf8) == true)
  }

  @Test func aMissingColumnIsAnError() {
    let error = #expect(throws: SQLError.self) { try FakeCursor(["x"], [[.integer(1)]]).decodeAll(Point.self) }
    #expect(error?.kind == .missingColumn)
    #expect(error?.message == "column 2 is missing: the statement has 1 column")
    #expect(error?.row == 1)
  }

  @Test func aSurplusColumnIsAnError() {
    let cells: [SQLCell] = [.integer(1), .integer(2), .integer(3)]
    let error = #expect(throws: SQLError.self) { try FakeCursor(["x", "y", "z"], [cells]).decodeAll(Point.self) }
    #expect(error?.kind == .surplusColumn)
    #expect(error?.columns == ["z"])
    let tuple = #expect(throws: SQLError.self) {
      try FakeCursor(["x", "y", "z"], [cells]).decodeAll(tuplesOf: (Int, Int).self)
    }
    #expect(tuple?.kind == .surplusColumn)
  }

  @Test func columnsBeforeTheFirstOneAreNotToBeRead() throws {
    let read = try FakeCursor(["a", "b"], [[.integer(1), .null]]).decodeAll(Careful.self)
    #expect(read.first?.seen == [false, true, false, false])
  }
}

private struct Careful: SQLRow {
  let seen: [Bool]

  init(row: Row) throws {
    let later = row.dropping(1)
    seen = [row.isNull(0), row.isNull(1), row.isNull(2), later.isNull(-1)]
    let _: Int? = try row.decode(1)
    if let value: Int = try? later.decode(-1) { throw SQLError(.other, "\(value) was read") }
  }
}
