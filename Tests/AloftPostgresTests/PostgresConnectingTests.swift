import AloftPostgres
import AloftSQL
import TemporaryPostgres
import Testing

@Suite(.enabled(if: TemporaryPostgres.isInstalled)) struct PostgresConnectingTests {
  private func failure(_ url: String, waitLimit: Duration = .seconds(20)) async throws -> SQLError? {
    var configuration = DatabaseConfiguration()
    configuration.waitLimit = waitLimit
    let db = try Database.postgres(url, configuration: configuration)
    let error = await #expect(throws: SQLError.self) { _ = try await db.query("select 1", as: Int.self) }
    await db.close()
    return error
  }

  private func server() async throws -> TemporaryPostgres {
    let server = try #require(TemporaryPostgres.shared)
    let db = try Database.postgres(server.url())
    try await db.execute(
      script: """
        do $$ begin create role ada login password 'right'; exception when duplicate_object or unique_violation then null; end $$
        """)
    await db.close()
    return server
  }

  @Test func aPasswordLetsIn() async throws {
    let server = try await server()
    let db = try Database.postgres(server.networkURL(user: "ada", password: "right"))
    #expect(try await db.one("select current_user::text", as: String.self) == "ada")
    await db.close()
  }

  @Test func aWrongPasswordIsToldAtOnceAndNotRepeated() async throws {
    let server = try await server()
    let error = try await failure(server.networkURL(user: "ada", password: "wrongsecret"))
    #expect(error?.kind == .authenticationFailed)
    #expect(error?.description.contains("wrongsecret") == false)
  }

  @Test func anUnknownDatabaseIsToldAtOnce() async throws {
    let server = try await server()
    #expect(try await failure(server.url(database: "nowhere"))?.kind == .notFound)
    #expect(try await failure(server.url(user: "nobody_here"))?.kind == .authenticationFailed)
  }

  @Test func anUnknownHostIsToldAtOnce() async throws {
    #expect(try await failure("postgres://u@nowhere.invalid/x")?.kind == .notFound)
  }

  @Test func aServerThatIsNotThereIsWaitedForAndTold() async throws {
    let error = try await failure("postgres://u@127.0.0.1:1/x?connect_timeout=2", waitLimit: .milliseconds(300))
    #expect(error?.kind == .connectionFailed)
    #expect(error?.message.hasPrefix("the database could not be reached within 0.3 seconds") == true)
  }

  @Test func aURLWithoutSenseIsRefusedWithoutItsPassword() throws {
    let error = #expect(throws: SQLError.self) { _ = try Database.postgres("postgres://u:hidden@[h/x") }
    #expect(error?.kind == .invalidConfiguration)
    #expect(error?.description.contains("hidden") == false)
    let other = #expect(throws: SQLError.self) { _ = try Database.postgres("postgres://u:hidden@h/x?nonsense=1") }
    #expect(other?.description.contains("hidden") == false)
  }

  @Test func thePoolIsNeverLargerThanItIsSaidToBe() async throws {
    var configuration = DatabaseConfiguration()
    configuration.poolSize = 4
    let server = try #require(TemporaryPostgres.shared)
    let db = try Database.postgres("\(server.url())&application_name=counted", configuration: configuration)
    let count: SQL = "select count(*) from pg_stat_activity where application_name = 'counted'"
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<200 {
        group.addTask {
          if number % 2 == 0 { return try await db.one(count, as: Int.self) }
          return try await db.transaction { tx in try await tx.one(count, as: Int.self) }
        }
      }
      for try await seen in group { #expect(seen <= 4) }
    }
    await db.close()
  }
}
