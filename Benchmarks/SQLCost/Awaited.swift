internal import AloftPostgres
internal import AloftSQL
internal import AloftSQLite

/// A database as servers use it, by as many tasks as are asked for.
struct Awaited: Sendable {
  private let db: Database
  private let assignment: Assignment

  init(_ assignment: Assignment) throws {
    self.assignment = assignment
    var configuration = DatabaseConfiguration()
    // Sixty-four batches wait longer for ten connections than pages should; and nobody is to be warned of them.
    configuration.waitLimit = .seconds(300)
    configuration.slowStatement = .seconds(300)
    configuration.statementTimeLimit = .seconds(300)
    if assignment.place.utf8.starts(with: "postgres:".utf8) {
      db = try .postgres(assignment.place, configuration: configuration)
    } else {
      db = try .sqlite(assignment.place, sqlite: try .init(assignment), configuration: configuration)
    }
  }

  /// - Returns: The sum of what was read.
  func round() async throws -> Int {
    guard assignment.concurrency > 1 else { return try await share(of: 0) }
    return try await withThrowingTaskGroup(of: Int.self) { group in
      for worker in 0..<assignment.concurrency { group.addTask { try await share(of: worker) } }
      return try await group.reduce(0, +)
    }
  }

  private func share(of worker: Int) async throws -> Int {
    switch assignment.work {
    case .key: try await sum(worker, readRow)
    case .hundred: try await sum(worker, readHundred)
    case .insert: try await sum(worker, insert)
    case .batch: try await insertBatch(assignment.rows(of: worker))
    case .stream: try await stream(assignment.rows(of: worker))
    }
  }

  private func sum(_ worker: Int, _ query: (Int) async throws -> Int) async throws -> Int {
    var sum = 0
    for number in assignment.queries(of: worker) { sum += try await query(number) }
    return sum
  }

  private func readRow(_ query: Int) async throws -> Int {
    let row = try await db.first(
      "select number, name from items where id = \(Samples.key(query))", as: (Int, String).self)
    return row.map { $0 + $1.utf8.count } ?? 0
  }

  private func readHundred(_ query: Int) async throws -> Int {
    let rows = try await db.query(range(Samples.hundredKeys(query)), as: (Int, String).self)
    return rows.reduce(0) { $0 + $1.0 + $1.1.utf8.count }
  }

  private func stream(_ keys: ClosedRange<Int>) async throws -> Int {
    var sum = 0
    for try await (number, name) in db.stream(range(keys), as: (Int, String).self) { sum += number + name.utf8.count }
    return sum
  }

  private func range(_ keys: ClosedRange<Int>) -> SQL {
    "select number, name from items where id between \(keys.lowerBound) and \(keys.upperBound)"
  }

  private func insert(_ index: Int) async throws -> Int { try await db.execute(insertion(index)) }

  private func insertBatch(_ rows: ClosedRange<Int>) async throws -> Int {
    try await db.batch(rows.map { insertion($0 - 1) }).reduce(0, +)
  }

  private func insertion(_ index: Int) -> SQL {
    let (number, name) = Samples.row(index)
    return "insert into inserted (number, name) values (\(number), \(name))"
  }
}
