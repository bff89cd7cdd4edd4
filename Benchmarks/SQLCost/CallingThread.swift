internal import AloftSQL
internal import AloftSQLite

/// SQLite by a connection that does everything on the calling thread.
struct CallingThread {
  private let connection: SQLiteConnection
  private let assignment: Assignment

  init(_ assignment: Assignment) throws {
    self.assignment = assignment
    connection = try SQLiteConnection(assignment.place, configuration: try .init(assignment))
  }

  /// - Returns: The sum of what was read.
  func round() throws -> Int {
    switch assignment.work {
    case .key: try assignment.queries(of: 0).reduce(0) { $0 + (try readRow($1)) }
    case .hundred: try assignment.queries(of: 0).reduce(0) { $0 + (try readHundred($1)) }
    case .insert: try assignment.queries(of: 0).reduce(0) { $0 + (try insert($1)) }
    case .batch: try insertBatch()
    case .stream: throw Assignment.Senseless()
    }
  }

  private func readRow(_ query: Int) throws -> Int {
    let row = try connection.first(
      "select number, name from items where id = \(Samples.key(query))", as: (Int, String).self)
    return row.map { $0 + $1.utf8.count } ?? 0
  }

  private func readHundred(_ query: Int) throws -> Int {
    let keys = Samples.hundredKeys(query)
    let rows = try connection.query(
      "select number, name from items where id between \(keys.lowerBound) and \(keys.upperBound)",
      as: (Int, String).self)
    return rows.reduce(0) { $0 + $1.0 + $1.1.utf8.count }
  }

  private func insert(_ index: Int) throws -> Int {
    let (number, name) = Samples.row(index)
    return try connection.execute("insert into inserted (number, name) values (\(number), \(name))")
  }

  private func insertBatch() throws -> Int {
    try connection.transaction { try assignment.rows(of: 0).reduce(0) { $0 + (try insert($1 - 1)) } }
  }
}

extension SQLiteConfiguration {
  init(_ assignment: Assignment) throws {
    self.init()
    guard let synchronous = Synchronous(rawValue: assignment.synchronous) else { throw Assignment.Senseless() }
    self.synchronous = synchronous
  }
}
