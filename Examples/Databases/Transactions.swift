import AloftSQL

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct NothingToSend: Error {}

/// What the page on transactions shows.
func transactions(_ db: Database) async throws {
  let id = 1

  try await db.transaction { tx in
    try await tx.execute("update orders set status = \(Status.paid) where id = \(id)")
    guard try await tx.execute("update orders set status = \(Status.sent) where id = \(id)") == 1 else {
      throw NothingToSend()
    }
    tx.afterCommit { print("order \(id) is on its way") }
  }

  try await db.transaction { tx in
    try await tx.execute("update customers set name = \("Grace H.") where id = \(2)")
    do {
      try await tx.transaction { part in
        try await part.execute("delete from orders")
        throw NothingToSend()
      }
    } catch is NothingToSend {
      print("the orders are still there, and the name is changed")
    }
  }

  let exact = TransactionOptions(isolation: .serializable, attempts: 5)
  try await db.transaction(exact) { tx in
    let total = try await tx.one("select total from orders where id = \(id)", as: Decimal.self)
    try await tx.execute("update orders set total = \(total + 1) where id = \(id)")
  }

  let report = try await db.transaction(TransactionOptions(isolation: .repeatableRead, readOnly: true)) { tx in
    let customers = try await tx.one("select count(*) from customers", as: Int.self)
    let orders = try await tx.one("select count(*) from orders", as: Int.self)
    return "\(customers) customers, \(orders) orders"
  }
  print(report)
}

func cancel(_ order: Int, in db: some SQLClient) async throws {
  try await db.execute("delete from orders where id = \(order)")
}

/// Shows that a function takes a database or a transaction.
func eitherOfThem(_ db: Database) async throws {
  try await cancel(2, in: db)
  try await db.transaction { tx in
    try await cancel(3, in: tx)
    try await cancel(4, in: tx)
  }
}
