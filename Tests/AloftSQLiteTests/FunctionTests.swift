internal import AloftSQL
internal import AloftSQLite
internal import Testing

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

@Suite struct FunctionTests {
  private let connection: SQLiteConnection

  init() throws {
    var configuration = SQLiteConfiguration()
    configuration.functions = [
      SQLiteFunction("double_it") { (number: Int) in number * 2 },
      SQLiteFunction("join_them") { (a: String, b: String?) in a + (b ?? "-") },
      SQLiteFunction("fails") { (_: Int) -> Int in throw SQLError(.other, "no luck") },
      SQLiteFunction("count_them", argumentCount: nil) { .integer(Int64($0.count), bits: 64) },
    ]
    connection = try SQLiteConnection(":memory:", configuration: configuration)
  }

  private func one<Value: SQLValue>(_ sql: SQL, as type: Value.Type = Value.self) throws -> Value {
    try connection.one(sql, as: type)
  }

  @Test func regularExpressionsAnswerAsOnPostgreSQL() throws {
    #expect(try one("select \("Straße 12") regexp \("^Str.+e \\d+$")"))
    #expect(try one("select regexp_like(\("ABC"), 'b', 'i')"))
    #expect(try one("select regexp_like(\("ABC"), 'b')") == false)
    #expect(try one("select regexp_replace('foobarbaz', 'b..', 'X')") == "fooXbaz")
    #expect(try one("select regexp_replace('foobarbaz', 'b..', 'X', 'g')") == "fooXX")
    #expect(try one("select regexp_replace('foobarbaz', 'b(..)', 'X\\1Y', 'g')") == "fooXarYXazY")
    #expect(try one("select regexp_replace('abc', 'b', '[\\&]')") == "a[b]c")
    #expect(try one("select regexp_count('123123', '12')") == 2)
    #expect(try one("select regexp_like(null, 'x')", as: Bool?.self) == nil)
    #expect(try one("select regexp_like(\("a\nb"), 'a.b')"))
    #expect(try one("select regexp_like(\("a\nb"), '^b', 'n')"))
  }

  @Test func aPatternThatIsNoneIsAnError() {
    for sql: SQL in ["select 'a' regexp '('", "select regexp_like('a', 'a', '?')"] {
      let error = #expect(throws: SQLError.self) { try connection.execute(sql) }
      #expect(error?.kind == .invalidValue)
    }
  }

  @Test func patternsOfColumnsAreEachTheirOwn() throws {
    let rows = try connection.query(
      "select t.b from (select 'x' a, 'x' b union all select 'y', 'x' union all select 'y', 'y') t where t.b regexp t.a",
      as: String.self)
    #expect(rows == ["x", "y"])
  }

  @Test func caseIsThatOfUnicode() throws {
    #expect(try one("select upper(\("äöé"))") == "ÄÖÉ")
    #expect(try one("select lower(\("ÄΣЖ"))") == "äσж")
    #expect(try one("select upper(null)", as: String?.self) == nil)
    #expect(try one("select \("ÄPFEL") = \("äpfel") collate unicode_nocase"))
    #expect(try one("select \("ΣΑΣ") = \("σας") collate unicode_nocase"))
    #expect(try one("select \("a") < \("B") collate unicode_nocase"))
  }

  @Test func decimalsAreAddedExactly() throws {
    #expect(try one("select decimal_add('0.1', '0.2')") == "0.3")
    #expect(try one("select decimal_sub('1', '0.9')") == "0.1")
    #expect(try one("select decimal_mul('1.1', '1.1')") == "1.21")
    #expect(try one("select decimal_cmp('10.0', '9.99')") == 1)
    #expect(try one("select decimal_cmp('10.0', 10)") == 0)
    #expect(try one("select decimal_add(null, '1')", as: Decimal?.self) == nil)
    let sum = "select decimal_sum(x) from (select '0.1' x union all select '0.2' union all select null)" as SQL
    #expect(try one(sum) == "0.3")
    #expect(try one("select decimal_sum(x) from (select 1 x) where 1 = 0", as: Decimal?.self) == nil)
  }

  @Test func decimalsAreSortedByTheirValue() throws {
    let rows = try connection.query(
      "select x from (select '10' x union all select '9.5' union all select '-3' union all select 'none') order by x collate decimal",
      as: String.self)
    #expect(rows == ["-3", "9.5", "10", "none"])
    #expect(try one("select '1.50' = '1.5' collate decimal"))
  }

  @Test func whatWouldBeRoundedIsAnError() {
    let large = String(repeating: "9", count: 30)
    for sql: SQL in [
      "select decimal_mul(\(large), \(large))", "select decimal_add('1e100', '1e-20')", "select decimal_add(0.5, 1)",
      "select decimal_add('x', 1)", "select decimal_sum(x) from (select '1e100' x union all select '1e-20')",
    ] {
      let error = #expect(throws: SQLError.self) { try connection.execute(sql) }
      #expect(error?.kind == .invalidValue)
    }
  }

  @Test func functionsOfTheProgramAreCalled() throws {
    #expect(try one("select double_it(21)") == 42)
    #expect(try one("select join_them('a', null)") == "a-")
    #expect(try one("select count_them(1, 2, 3)") == 3)
  }

  @Test func whatAFunctionThrowsEndsTheStatement() throws {
    let error = #expect(throws: SQLError.self) { try connection.execute("select fails(1)") }
    #expect(error?.kind == .invalidValue)
    #expect(error?.detail == "fails: no luck")
    let mismatch = #expect(throws: SQLError.self) { try connection.execute("select double_it('x')") }
    #expect(mismatch?.detail == "double_it: expects a whole number, not a text")
  }

  @Test func anIndexMayUseThem() throws {
    try connection.execute("create table t (name text collate unicode_nocase unique, price text)")
    try connection.execute("create index i on t (lower(name))")
    try connection.execute("insert into t values (\("Ä"), '1')")
    let error = #expect(throws: SQLError.self) { try connection.execute("insert into t values (\("ä"), '1')") }
    #expect(error?.kind == .uniqueViolation)
  }
}
