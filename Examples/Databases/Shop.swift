import AloftCore
import AloftPostgres
import AloftSQL
import AloftSQLite

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A shop whose database the pages of the guide ask.
enum Shop {
  /// The tables, in words that both databases understand but for one: what SQLite takes for a number is a binary fraction.
  static func schema(_ db: Database) -> String {
    let money = db.dialect.name == "SQLite" ? "text collate decimal" : "numeric(10, 2)"
    return """
      create table customers (
        id integer primary key,
        name text not null,
        email text not null unique
      );
      create table orders (
        id integer primary key,
        customer_id integer not null references customers (id),
        status text not null check (status in ('open', 'paid', 'sent')),
        total \(money) not null,
        placed timestamp with time zone not null
      );
      """
  }

  static func fill(_ db: Database) async throws {
    try await db.execute(script: schema(db))
    try await db.batch(
      [("Ada", "ada@example.org"), ("Grace", "grace@example.org"), ("Edsger", "edsger@example.org")].enumerated().map {
        "insert into customers (id, name, email) values (\($0.offset + 1), \($0.element.0), \($0.element.1))"
      })
  }
}

enum Status: String, SQLValue {
  case open, paid, sent
}

struct Order: SQLRow {
  let id: Int
  let status: Status
  let total: Decimal
  let placed: Date

  init(row: Row) throws {
    id = try row.decode(0)
    status = try row.decode(1)
    total = try row.decode(2)
    placed = try row.decode(3)
  }
}
