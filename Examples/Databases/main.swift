import AloftPostgres
import AloftSQL
import AloftSQLite

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// Runs what the pages of the guide show, on SQLite in memory, or on the database that `DATABASE_URL` names.
let environment = ProcessInfo.processInfo.environment
let db: Database
if environment["DATABASE_URL"] == nil {
  db = try Database.sqliteInMemory()
} else {
  db = try Databases(environment: environment, drivers: [SQLiteDriver.self, PostgresDriver.self]).database()
}

try await Shop.fill(db)
try await queries(db)
try await transactions(db)
try await eitherOfThem(db)
if db.dialect.name == "PostgreSQL" {
  try await notifications(db)
  try await copying(db)
}
await db.close()
