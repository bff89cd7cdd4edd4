import AloftPostgres
import AloftSQL
import AloftSQLite
import TemporaryPostgres
import Testing

@testable import Databases

@Suite struct DatabaseGuideTests {
  @Test(arguments: ["queries.md", "transactions.md", "notifications.md"])
  func whatThePageShowsIsInTheExample(page: String) throws {
    let program = Set(
      try ["Notifications", "Queries", "Shop", "Transactions"].flatMap { name in
        TourSource.lines(of: try PackageFolder.text(of: "Examples/Databases/\(name).swift"))
      })
    for sample in try GuideSample.all(in: "docs/guide/\(page)") {
      for line in TourSource.lines(of: sample.code) {
        #expect(program.contains(line), "no source of the example has this line: \(line)")
      }
    }
  }

  @Test func theSamplesRunOnSQLite() async throws {
    let db = try Database.sqliteInMemory()
    try await Shop.fill(db)
    try await queries(db)
    try await transactions(db)
    try await eitherOfThem(db)
    await db.close()
  }

  @Test(.enabled(if: TemporaryPostgres.isInstalled)) func theSamplesRunOnPostgreSQL() async throws {
    let server = try #require(TemporaryPostgres.shared)
    let maintenance = try Database.postgres(server.url())
    try await maintenance.execute("create database shop")
    await maintenance.close()
    let db = try Database.postgres(server.url(database: "shop"))
    try await Shop.fill(db)
    try await queries(db)
    try await transactions(db)
    try await eitherOfThem(db)
    try await notifications(db)
    try await copying(db)
    await db.close()
  }
}
