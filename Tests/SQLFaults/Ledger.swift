internal import AloftSQL

/// An amount that moves: lines in two tables, as many in each, whose sum is zero. Any part of one without the others shows.
struct Transfer: Sendable, Hashable {
  let id: Int
  /// How many lines it has in each table.
  let size: Int
  /// What else is in each line, to make it large.
  var filler = ""

  /// The lines, those of both tables in turn.
  var statements: [SQL] {
    (0..<size).flatMap { line -> [SQL] in
      let amount = (line + 1) * (id % 1000 + 1)
      return [insertion("debits", line, -amount), insertion("credits", line, amount)]
    }
  }

  private func insertion(_ table: String, _ line: Int, _ amount: Int) -> SQL {
    """
    insert into \(identifier: table) (transfer, line, size, amount, filler)
    values (\(id), \(line), \(size), \(amount), \(filler))
    """
  }
}

/// The transfers of a database.
struct Ledger: Sendable {
  let db: Database

  /// - Parameter place: What PostgreSQL is to put the tables into.
  func create(tablespace place: String? = nil) async throws {
    for table in ["debits", "credits"] {
      try await db.execute(
        script: """
          create table \(table) (
            transfer bigint not null, line bigint not null, size bigint not null, amount bigint not null,
            filler text not null, primary key (transfer, line)\(place.map { " using index tablespace \($0)" } ?? "")
          )\(place.map { " tablespace \($0)" } ?? "")
          """)
    }
  }

  private struct Sum: Equatable {
    var count = 0
    var smallest = 0
    var largest = 0
    var amount = 0
  }

  private func sums(_ table: String) async throws -> [Int: Sum] {
    let rows = try await db.query(
      """
      select transfer, count(*), min(size), max(size), cast(sum(amount) as bigint) from \(identifier: table)
      group by transfer
      """, as: (Int, Int, Int, Int, Int).self)
    return Dictionary(uniqueKeysWithValues: rows.map { ($0, Sum(count: $1, smallest: $2, largest: $3, amount: $4)) })
  }

  /// Compares what is there with what was told.
  ///
  /// - Returns: How many transfers are there, and those among them that nobody was told of.
  /// - Throws: ``Fault`` if a transfer is missing, not whole, or there though it was rolled back.
  @discardableResult
  func check(_ told: ToldTransfers) async throws -> (all: Int, untold: Int) {
    let (debits, credits) = (try await sums("debits"), try await sums("credits"))
    var faults: [String] = []
    for id in Set(debits.keys).union(credits.keys) {
      let (debit, credit) = (debits[id] ?? Sum(), credits[id] ?? Sum())
      let size = debit.largest
      let isWhole =
        [debit.count, debit.smallest, credit.count, credit.smallest, credit.largest].allSatisfy { $0 == size }
        && debit.amount + credit.amount == 0
      if !isWhole { faults.append("transfer \(id) is half-done: \(debit), \(credit)") }
      if told.rolledBack.contains(id) { faults.append("transfer \(id) was rolled back and is there") }
      if let promised = told.committed[id], promised != size {
        faults.append("transfer \(id) has \(size) lines, not \(promised)")
      }
    }
    for id in told.committed.keys where debits[id] == nil { faults.append("transfer \(id) was committed and is lost") }
    guard faults.isEmpty else { throw Fault("what is in the database is not what was told", all: faults) }
    return (debits.count, debits.keys.count { told.committed[$0] == nil })
  }
}

/// What was told of transfers by those who wrote them.
struct ToldTransfers: Sendable {
  /// How many lines the committed ones have.
  private(set) var committed: [Int: Int] = [:]
  private(set) var rolledBack: Set<Int> = []

  mutating func add(_ transfer: Transfer, isCommitted: Bool) {
    if isCommitted { committed[transfer.id] = transfer.size } else { rolledBack.insert(transfer.id) }
  }

  mutating func add(_ other: ToldTransfers) {
    committed.merge(other.committed) { first, _ in first }
    rolledBack.formUnion(other.rolledBack)
  }
}
