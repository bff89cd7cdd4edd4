internal import AloftCore
internal import AloftSQL
internal import AloftSQLite
internal import TemporaryFiles
internal import Testing

@Suite struct ConnectionTests {
  private let connection: SQLiteConnection

  init() throws {
    connection = try SQLiteConnection(":memory:")
    try connection.execute("create table t (id integer primary key, name text)")
  }

  @Test func aRowComesBackAsItWasWritten() throws {
    #expect(try connection.execute("insert into t values (\(1), \("a\0b"))") == 1)
    #expect(try connection.one("select name from t where id = \(1)", as: String.self) == "a\0b")
    let rows = try connection.query("select id, name from t", as: (Int, String).self)
    #expect(rows.count == 1 && rows[0] == (1, "a\0b"))
  }

  @Test func theFirstRowIsNilWhereThereIsNone() throws {
    #expect(try connection.first("select id from t", as: Int.self) == nil)
    #expect(throws: SQLError.self) { try connection.one("select id from t", as: Int.self) }
  }

  @Test func anErrorNamesPlaceAndStatement() throws {
    let error = #expect(throws: SQLError.self) { try connection.execute("insert into missing values (1)") }
    #expect(error?.kind == .invalidStatement)
    #expect(error?.place?.file.hasSuffix("ConnectionTests.swift") == true)
    #expect(error?.statement == "insert into missing values (1)")
  }

  @Test func aStatementWithinItsOwnRowsIsAnotherOne() throws {
    for id in 1...3 { try connection.execute("insert into t values (\(id), 'x')") }
    struct Inner: SQLRow {
      init(row: Row) throws { _ = try row.decode(0, as: Int.self) }
    }
    #expect(try connection.query("select id from t", as: Inner.self).count == 3)
  }

  @Test func aClosedConnectionSaysSo() throws {
    connection.close()
    connection.close()
    #expect(throws: SQLError.self) { try connection.query("select id from t", as: Int.self) }
  }

  @Test func moreStatementsThanAreKeptAllWork() throws {
    var configuration = SQLiteConfiguration()
    configuration.statementCacheSize = 4
    let connection = try SQLiteConnection(":memory:", configuration: configuration)
    for round in 0..<3 {
      for number in 0..<20 {
        let sql = SQL(trusted: "select \(number) + \(round)")
        #expect(try connection.one(sql, as: Int.self) == number + round)
      }
    }
  }

  @Test func aTimeLimitEndsAStatement() throws {
    let error = #expect(throws: SQLError.self) {
      try connection.query(endless, as: Int.self, within: .milliseconds(20))
    }
    #expect(error?.kind == .timedOut)
    #expect(try connection.one("select 1", as: Int.self) == 1)
  }

  @Test func aColumnAddedLaterIsSeenByAStatementThatIsKept() throws {
    try connection.execute("insert into t values (1, 'x')")
    #expect(try connection.query("select * from t", as: (Int, String).self).count == 1)
    try connection.execute("alter table t add column more integer default 5")
    let rows = try connection.query("select * from t", as: (Int, String, Int).self)
    #expect(rows.count == 1 && rows[0] == (1, "x", 5))
  }

  @Test func aNameInQuotesIsNeverAText() throws {
    let error = #expect(throws: SQLError.self) {
      try connection.query("select id from t order by \(identifier: "nothing")", as: Int.self)
    }
    #expect(error?.kind == .invalidStatement)
  }

  // MARK: - Transactions

  private struct Stop: Error {}

  @Test func aTransactionIsDoneAsAWholeOrNotAtAll() throws {
    try connection.transaction { _ = try connection.execute("insert into t values (1, 'x')") }
    #expect(throws: Stop.self) {
      try connection.transaction {
        try connection.execute("insert into t values (2, 'x')")
        throw Stop()
      }
    }
    #expect(try connection.query("select id from t", as: Int.self) == [1])
  }

  @Test func aPartOfATransactionCanFailByItself() throws {
    try connection.transaction {
      try connection.execute("insert into t values (1, 'x')")
      #expect(throws: Stop.self) {
        try connection.transaction {
          try connection.execute("insert into t values (2, 'x')")
          throw Stop()
        }
      }
      try connection.transaction { _ = try connection.execute("insert into t values (3, 'x')") }
    }
    #expect(try connection.query("select id from t", as: Int.self) == [1, 3])
  }

  @Test func aTransactionThatSQLiteEndedIsAnError() throws {
    try connection.execute("insert into t values (1, 'x')")
    let error = #expect(throws: SQLError.self) {
      try connection.transaction {
        try connection.execute("insert into t values (2, 'x')")
        _ = try? connection.execute("insert or rollback into t values (1, 'x')")
      }
    }
    #expect(error?.kind == .transactionOver)
    #expect(try connection.query("select id from t", as: Int.self) == [1])
  }
}
