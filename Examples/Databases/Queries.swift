import AloftSQL

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the page on queries shows.
func queries(_ db: Database) async throws {
  let now = Date()

  let names = try await db.query("select name from customers order by name", as: String.self)
  for (id, name) in try await db.query("select id, name from customers", as: (Int, String).self) {
    print(id, name)
  }
  let name = try await db.first("select name from customers where id = \(7)", as: String.self)
  let count = try await db.one("select count(*) from customers", as: Int.self)
  print(names, name ?? "nobody", count)

  let changed = try await db.execute("update customers set name = \("Ada L.") where name = \("Ada")")
  let order = try await db.one(
    """
    insert into orders (id, customer_id, status, total, placed)
    values (\(1), \(1), \(Status.open), \(Decimal(string: "19.90")!), \(now))
    returning id, status, total, placed
    """, as: Order.self)
  print(changed, order.total)

  let wanted: [Status] = [.open, .paid]
  let column = "placed"
  var conditions: [SQL] = ["status in \(list: wanted)"]
  conditions.append("total > \(Decimal(10))")
  let orders = try await db.query(
    """
    select id, status, total, placed from orders
    where \(conditions, joinedBy: " and ") order by \(identifier: column) desc
    """, as: Order.self)
  print(orders.count)

  try await db.batch(
    (2...1000).map { number in
      """
      insert into orders (id, customer_id, status, total, placed)
      values (\(number), \(2), \(Status.paid), \(Decimal(number)), \(now))
      """
    })

  var sum = Decimal(0)
  for try await order in db.stream("select id, status, total, placed from orders", as: Order.self) {
    sum += order.total
  }
  print(sum)

  do {
    try await db.execute(
      "insert into customers (id, name, email) values (\(9), \("Ada"), \("ada@example.org"))")
  } catch let error as SQLError where error.kind == .uniqueViolation {
    print("\(error.table ?? "?") has this \(error.columns.joined(separator: ", ")) already")
  }

  let open = try await db.query(
    "select id from orders where status = \(Status.open)", as: Int.self, within: .seconds(2))
  print(open)
}
