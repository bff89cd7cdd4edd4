internal import AloftSQL
internal import AloftSQLite
internal import Testing

@Suite struct PlaceholderTests {
  private let connection: SQLiteConnection

  init() throws {
    connection = try SQLiteConnection(":memory:")
    try connection.execute("create table t (id integer primary key, name text)")
    try connection.execute("insert into t values (1, 'one')")
  }

  @Test(arguments: [
    "select * from t where id = ?", "select $1", "select :name", "select @x", "select ?1", "select $a::b",
  ])
  func aPlaceholderOfTheTextsOwnIsRefused(_ text: String) {
    let error = #expect(throws: SQLError.self) { try connection.execute(SQL(trusted: text)) }
    #expect(error?.kind == .invalidStatement)
  }

  @Test func aPlaceholderBesideValuesIsRefused() {
    for prefix: SQL in ["select $1, ", "select ?1, ", "select ?, ", "select :a, "] {
      let error = #expect(throws: SQLError.self) { try connection.execute("\(prefix)\(5)") }
      #expect(error?.kind == .invalidStatement)
    }
  }

  @Test func whatOnlyLooksLikeAPlaceholderIsNone() throws {
    #expect(try connection.one("select '?$1:a' || \("x") -- ? :b\n /* $2 */", as: String.self) == "?$1:ax")
    #expect(try connection.one("select 1 as \"a?b\" where 1 = \(1)", as: Int.self) == 1)
  }

  @Test func severalStatementsInOneTextAreRefused() throws {
    let error = #expect(throws: SQLError.self) { try connection.execute("delete from t; select 1") }
    #expect(error?.kind == .invalidStatement)
    #expect(try connection.one("select count(*) from t", as: Int.self) == 1)
    #expect(try connection.one("select 1; -- the end\n ; ", as: Int.self) == 1)
  }

  @Test func aZeroInTheTextIsRefused() {
    let error = #expect(throws: SQLError.self) { try connection.execute("select 1\0, 2") }
    #expect(error?.kind == .invalidStatement)
  }

  @Test(arguments: ["", "  ", "-- nothing", ";"])
  func aTextWithoutAStatementIsRefused(_ text: String) {
    let error = #expect(throws: SQLError.self) { try connection.execute(SQL(trusted: text)) }
    #expect(error?.kind == .invalidStatement)
  }

  // MARK: - Injection

  @Test(arguments: [
    "'; drop table t; --", "1 or 1=1", "\" or \"\"=\"", "$1", "?", "x\0'; drop table t", "'' || (select name from t)",
    "\u{FEFF}'", "ʼ; delete from t",
  ])
  func aValueIsNeverSQL(_ value: String) throws {
    #expect(try connection.query("select id from t where name = \(value)", as: Int.self).isEmpty)
    #expect(try connection.query("select id from t where name in \(list: [value, value])", as: Int.self).isEmpty)
    try connection.execute("insert into t (name) values (\(value))")
    #expect(try connection.one("select name from t where name = \(value)", as: String.self) == value)
    #expect(try connection.one("select count(*) from t", as: Int.self) == 2)
  }

  @Test(arguments: [
    "name\"; drop table t; --", "name\" from t union select 1 --", "a\0\"; drop table t --", "\"\"", "`name`", "[name]",
    "name' --", "",
  ])
  func aNameIsNeverMoreThanAName(_ name: String) throws {
    let error = #expect(throws: SQLError.self) {
      try connection.query("select \(identifier: name) from t", as: String.self)
    }
    #expect(error?.kind == .invalidStatement)
    #expect(try connection.one("select count(*) from t", as: Int.self) == 1)
  }

  @Test func anEmptyListIsAnEmptySet() throws {
    #expect(try connection.query("select id from t where id in \(list: [Int]())", as: Int.self).isEmpty)
    #expect(try connection.query("select id from t where id not in \(list: [Int]())", as: Int.self) == [1])
  }
}
