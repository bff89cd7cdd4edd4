import AloftCore
import AloftSQL
import Testing

@Suite struct SQLTests {
  private let other = SQLDialect(name: "Other", placeholder: .questionMark, quote: "`")
  private let backticks = SQLDialect(name: "Backticks", placeholder: .numbered, quote: "`")
  private let marks = SQLDialect(name: "Marks", placeholder: .questionMark)

  @Test func valuesAreNumbered() {
    let sql: SQL = "select \(1), \("a") where \(true)"
    #expect(sql.description == "select $1, $2 where $3")
    #expect(values(of: sql) == [.integer(1, bits: 64), .text("a"), .bool(true)])
  }

  @Test func aLiteralWithinALiteralIsAValue() {
    let sql: SQL = "select \("1; drop table posts")"
    #expect(sql.description == "select $1")
  }

  @Test func optionalsAreBound() {
    let nothing: Int? = nil
    let something: Int? = 5
    let sql: SQL = "select \(nothing), \(something)"
    #expect(sql.description == "select $1, $2")
    #expect(values(of: sql) == [.null(.integer(bits: 64)), .integer(5, bits: 64)])
  }

  @Test func piecesAreRenumbered() {
    let first: SQL = "a = \(1) and b = \(2)"
    let second: SQL = "c = \(3) or \(first) or d = \(4)"
    let whole: SQL = "select \(0) where \(first) and (\(second))"
    #expect(whole.description == "select $1 where a = $2 and b = $3 and (c = $4 or a = $5 and b = $6 or d = $7)")
    #expect(values(of: whole) == [0, 1, 2, 3, 1, 2, 4].map { .integer($0, bits: 64) })
  }

  @Test func moreThanNineValuesAreRenumberedToo() {
    let numbers: SQL = "\((0..<12).map { "\($0)" as SQL }, joinedBy: ", ")"
    let whole: SQL = "select \(99), \(numbers) end"
    #expect(whole.description == "select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 end")
    #expect(other.text(of: whole) == "select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? end")
  }

  @Test func piecesAreAddedUp() {
    var sql: SQL = "select \(1)"
    sql += " union select \(2)"
    let whole = sql + " order by \(identifier: "n")"
    #expect(whole.description == "select $1 union select $2 order by \"n\"")
    #expect(values(of: whole).count == 2)
  }

  @Test func dialectsWriteMarksTheirWay() {
    let sql: SQL = "update \(identifier: "a`b\"c") set n = \(1) where \(identifier: "größe") = \(2)"
    #expect(sql.description == "update \"a`b\"\"c\" set n = $1 where \"größe\" = $2")
    #expect(other.text(of: sql) == "update `a``b\"c` set n = ? where `größe` = ?")
    #expect(backticks.text(of: sql) == "update `a``b\"c` set n = $1 where `größe` = $2")
    #expect(marks.text(of: sql) == "update \"a`b\"\"c\" set n = ? where \"größe\" = ?")
  }

  @Test func whatLooksLikeAMarkInTheTextIsNone() {
    let sql: SQL = "select '$1 \"x\" ?', '日本語 $2', \(1) -- $3"
    #expect(sql.description == "select '$1 \"x\" ?', '日本語 $2', $1 -- $3")
    #expect(other.text(of: sql) == "select '$1 \"x\" ?', '日本語 $2', ? -- $3")
  }

  @Test func charactersThatWouldJoinAreKeptApart() {
    // A combining mark behind a placeholder, and a sign that forms one character with the text before it.
    let sql: SQL = "\(1)\u{301}\(identifier: "\u{301}x")\u{301}\(2)"
    #expect(Array(sql.description.utf8) == Array("$1\u{301}\"\u{301}x\"\u{301}$2".utf8))
    #expect(Array(other.text(of: sql).utf8) == Array("?\u{301}`\u{301}x`\u{301}?".utf8))
    let whole: SQL = "\(0) \(sql)"
    #expect(Array(whole.description.utf8) == Array("$1 $2\u{301}\"\u{301}x\"\u{301}$3".utf8))
  }

  @Test func aZeroInANameIsLeftOut() {
    #expect(("\(identifier: "a\0\"b")" as SQL).description == "\"a\"\"b\"")
  }

  @Test func aListIsASetOfValues() {
    let sql: SQL = "id in \(list: [1, 2, 3])"
    #expect(sql.description == "id in ($1, $2, $3)")
  }

  @Test func anEmptyListIsAnEmptySetOfItsType() {
    let sql: SQL = "id in \(list: [Int16]()) and n = \(5)"
    #expect(sql.description == "id in (select $1 where 1 = 0) and n = $2")
    #expect(values(of: sql) == [.null(.integer(bits: 16)), .integer(5, bits: 64)])
  }

  @Test func noPiecesLeaveNothing() {
    let sql: SQL = "where \([], joinedBy: " and ")"
    #expect(sql.description == "where ")
    #expect(("" as SQL).isEmpty)
    #expect(!sql.isEmpty)
  }

  private func values(of sql: SQL) -> [SQLParameter] {
    (try? Statement(sql, SQLDialect(name: "Standard", hasArrays: true), place: .init()).values) ?? []
  }
}
