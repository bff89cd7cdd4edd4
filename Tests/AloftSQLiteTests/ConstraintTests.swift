internal import AloftSQL
internal import AloftSQLite
internal import Testing

@Suite struct ConstraintTests {
  private let database: TestDatabase
  private var db: Database { database.db }

  init() async throws {
    database = try await TestDatabase(
      """
      create table users (id integer primary key, email text not null unique, age integer, nick text,
        constraint grown_up check (age >= 18));
      create unique index users_nick on users (lower(nick));
      create table posts (id integer primary key, author integer not null references users (id), title text,
        editor integer constraint posts_editor references users (id),
        constraint posts_title unique (author, title));
      create table pairs (a text, b text, primary key (a, b)) without rowid;
      create table refs (id integer primary key, a text, b text, foreign key (a, b) references pairs (a, b));
      create table later (id integer primary key, user integer references users (id) deferrable initially deferred);
      create table strictly (n integer) strict;
      insert into users (id, email, age, nick) values (1, 'a', 20, 'x'), (2, 'b', 20, 'y');
      insert into posts (id, author, title) values (1, 1, 'one');
      insert into pairs values ('a', 'b');
      insert into refs values (1, 'a', 'b');
      """)
  }

  private func error(of sql: SQL) async -> SQLError? { await sqlError { try await db.execute(sql) } }

  @Test func aUniqueViolationNamesTableColumnAndIndex() async {
    let error = await error(of: "insert into users (email) values (\("a"))")
    #expect(error?.kind == .uniqueViolation)
    #expect(error?.table == "users")
    #expect(error?.columns == ["email"])
    #expect(error?.constraint == "sqlite_autoindex_users_1")
    #expect(error?.code == "SQLITE_CONSTRAINT_UNIQUE")
  }

  @Test func aUniqueViolationNamesTheConstraintOfTheTable() async {
    let error = await error(of: "insert into posts (author, title) values (1, 'one')")
    #expect(error?.kind == .uniqueViolation)
    #expect(error?.columns == ["author", "title"])
    #expect(error?.constraint == "posts_title")
  }

  @Test func aUniqueViolationOfAnExpressionNamesTheIndex() async {
    let error = await error(of: "insert into users (email, nick) values ('c', 'X')")
    #expect(error?.kind == .uniqueViolation)
    #expect(error?.table == "users")
    #expect(error?.constraint == "users_nick")
  }

  @Test func aPrimaryKeyIsUnique() async {
    let error = await error(of: "insert into users (id, email) values (1, 'c')")
    #expect(error?.kind == .uniqueViolation)
    #expect(error?.columns == ["id"])
  }

  @Test func aMissingValueNamesTheColumn() async {
    let error = await error(of: "insert into users (email) values (\(String?.none))")
    #expect(error?.kind == .notNullViolation)
    #expect(error?.table == "users")
    #expect(error?.columns == ["email"])
  }

  @Test func aConditionIsNamed() async {
    let error = await error(of: "insert into users (email, age) values ('c', 3)")
    #expect(error?.kind == .checkViolation)
    #expect(error?.constraint == "grown_up")
    #expect(error?.table == "users")
  }

  @Test func aValueOfAnotherKindNamesTheColumnOfAStrictTable() async {
    let error = await error(of: "insert into strictly values (\("x"))")
    #expect(error?.kind == .invalidValue)
    #expect(error?.table == "strictly")
    #expect(error?.columns == ["n"])
  }

  // MARK: - Foreign keys, of which SQLite says nothing

  @Test func aForeignKeyOfANewRowIsNamed() async throws {
    let error = await error(of: "insert into posts (author, title) values (\(99), 'x')")
    #expect(error?.kind == .foreignKeyViolation)
    #expect(error?.table == "posts")
    #expect(error?.columns == ["author"])
    #expect(try await db.one("select count(*) from posts", as: Int.self) == 1)
  }

  @Test func aForeignKeyWithANameHasIt() async {
    let error = await error(of: "update posts set editor = 99")
    #expect(error?.columns == ["editor"])
    #expect(error?.constraint == "posts_editor")
  }

  @Test func aRowThatOthersReferToNamesThem() async throws {
    let error = await error(of: "delete from users where id = 1")
    #expect(error?.kind == .foreignKeyViolation)
    #expect(error?.table == "posts")
    #expect(error?.columns == ["author"])
    #expect(try await db.one("select count(*) from users", as: Int.self) == 2)
  }

  @Test func aForeignKeyOfSeveralColumnsNamesThemAll() async {
    let error = await error(of: "delete from pairs")
    #expect(error?.table == "refs")
    #expect(error?.columns == ["a", "b"])
  }

  @Test func aDeferredForeignKeyFailsAtTheCommit() async throws {
    let error = await sqlError {
      try await db.transaction { tx in _ = try await tx.execute("insert into later (user) values (99)") }
    }
    #expect(error?.kind == .foreignKeyViolation)
    #expect(error?.table == "later")
    #expect(error?.columns == ["user"])
    let single = await self.error(of: "insert into later (user) values (99)")
    #expect(single?.kind == .foreignKeyViolation)
    #expect(single?.table == "later")
    #expect(try await db.one("select count(*) from later", as: Int.self) == 0)
  }

  @Test func aTransactionGoesOnBehindAForeignKeyViolation() async throws {
    try await db.transaction { tx in
      let error = await sqlError { try await tx.execute("insert into posts (author) values (99)") }
      #expect(error?.table == "posts")
      try await tx.execute("insert into posts (author, title) values (2, 'two')")
      let again = await sqlError { try await tx.execute("insert into posts (author) values (99)") }
      #expect(again?.kind == .foreignKeyViolation)
    }
    #expect(try await db.one("select count(*) from posts", as: Int.self) == 2)
  }

  @Test func whatATriggerRaisesIsTheMessage() async throws {
    try await db.execute(
      script: "create trigger no_delete before delete on posts begin select raise(abort, 'keep it'); end")
    let error = await error(of: "delete from posts")
    #expect(error?.kind == .checkViolation)
    #expect(error?.message == "keep it")
  }
}
