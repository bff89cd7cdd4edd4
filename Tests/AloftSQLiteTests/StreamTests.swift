internal import AloftSQL
internal import AloftSQLite
internal import Testing

@Suite struct StreamTests {
  private static let numbers =
    "create table t (id integer primary key, name text);"
    + "insert into t with recursive c(x) as (values(1) union all select x + 1 from c where x < 5000) select x, 'name ' || x from c"

  @Test func allRowsComeInTheirOrder() async throws {
    let database = try await TestDatabase(Self.numbers)
    var next = 1
    for try await (id, name) in database.db.stream("select id, name from t order by id", as: (Int, String).self) {
      #expect(id == next && name == "name \(next)")
      next += 1
    }
    #expect(next == 5001)
  }

  @Test func aStreamLeftInTheMiddleGivesItsConnectionBack() async throws {
    let database = try await TestDatabase(Self.numbers) { sqlite, configuration in
      sqlite.readerCount = 1
      configuration.waitLimit = .seconds(5)
    }
    for _ in 0..<10 {
      for try await id in database.db.stream("select id from t", as: Int.self) where id >= 700 { break }
    }
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 5000)
  }

  @Test func changesAreMadeWhileAStreamIsRead() async throws {
    let database = try await TestDatabase(Self.numbers)
    let db = database.db
    var count = 0
    for try await id in db.stream("select id from t", as: Int.self) {
      if id % 500 == 0 { try await db.execute("insert into t (name) values ('new')") }
      count += 1
    }
    #expect(count == 5000)
    #expect(try await db.one("select count(*) from t", as: Int.self) == 5010)
  }

  @Test func aStreamOfATransactionEndsWithIt() async throws {
    let database = try await TestDatabase(Self.numbers)
    let db = database.db
    nonisolated(unsafe) var iterator: RowStream<Int>.Iterator?
    try await db.transaction { tx in
      try await tx.execute("insert into t (id, name) values (0, 'x')")
      let rows = tx.stream("select id from t order by id", as: Int.self).makeAsyncIterator()
      #expect(try await rows.next() == 0)
      try await tx.execute("insert into t (name) values ('y')")
      iterator = rows
    }
    for _ in 1..<512 { _ = try await iterator?.next() }
    let error = await sqlError { while try await iterator?.next() != nil {} }
    #expect(error?.kind == .transactionOver)
    try await db.execute("drop table t")
  }

  @Test func aStreamOfWhatIsChangedHasItsRows() async throws {
    let database = try await TestDatabase(Self.numbers)
    var names: [String] = []
    for try await name in database.db.stream("delete from t where id <= 3 returning name", as: String.self) {
      names.append(name)
    }
    #expect(names == ["name 1", "name 2", "name 3"])
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 4997)
  }

  @Test func aRowOfAWrongTypeIsNamed() async throws {
    let database = try await TestDatabase(Self.numbers)
    try await database.db.execute("update t set name = null where id = 1000")
    let error = await sqlError { for try await _ in database.db.stream("select name from t", as: String.self) {} }
    #expect(error?.kind == .unexpectedNull)
    #expect(error?.row == 1000)
    #expect(try await database.db.one("select count(*) from t", as: Int.self) == 5000)
  }

  @Test func aStatementWithoutSenseIsAnErrorOfTheStream() async throws {
    let database = try await TestDatabase(Self.numbers) { sqlite, _ in sqlite.readerCount = 1 }
    let error = await sqlError { for try await _ in database.db.stream("select nothing from t", as: Int.self) {} }
    #expect(error?.kind == .invalidStatement)
    #expect(try await database.db.one("select 1", as: Int.self) == 1)
  }
}
