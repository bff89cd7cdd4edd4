import AloftPostgres
import AloftSQL

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the page on PostgreSQL's own doors shows.
func notifications(_ db: Database) async throws {
  let notifications = try await db.notifications(on: "orders")
  try await db.transaction { tx in
    try await tx.execute("update orders set status = \(Status.sent) where id = \(5)")
    try await tx.notify("orders", "5")
  }
  for try await notification in notifications {
    if notification.mayHaveMissedSome { print("look at all orders") }
    print("order \(notification.payload) has changed")
    break
  }
}

func copying(_ db: Database) async throws {
  let people = [("Barbara", "barbara@example.org"), ("Donald", "donald@example.org")]
  let count = try await db.copy(
    people.enumerated().map { [(100 + $0.offset).sqlParameter, $0.element.0.sqlParameter, $0.element.1.sqlParameter] },
    into: "customers", columns: ["id", "name", "email"])
  print(count, "rows were copied in")

  try await db.copyOut("copy customers to stdout (format csv, header)") { row in
    print(String(decoding: row, as: UTF8.self), terminator: "")
  }
}
