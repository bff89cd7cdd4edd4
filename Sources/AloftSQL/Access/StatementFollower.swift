internal import AloftCore
internal import Logging

/// Measures statements, tells those who follow them, and warns of slow ones.
struct StatementFollower: Sendable {
  private let database: String
  private let configuration: DatabaseConfiguration
  private let isNeeded: Bool

  init(_ database: String, _ configuration: DatabaseConfiguration) {
    self.database = database
    self.configuration = configuration
    isNeeded = configuration.observer != nil || configuration.slowStatement != nil
  }

  /// Runs a statement, and completes its errors with its place.
  func follow(
    _ statement: Statement, _ visit: @escaping RowVisit, _ run: (@escaping RowVisit) async throws -> Void
  ) async throws {
    guard isNeeded else { return try await placing(statement) { try await run(visit) } }
    let rows = RowBox<Int>()
    try await measuring(statement) {
      try await run { cursor in
        try visit(cursor)
        rows.output = cursor.readCount
      }
      return rows.output ?? 0
    }
  }

  /// Runs a batch, which is one report with the first statement's text.
  func follow(batch statements: [Statement], _ run: () async throws -> [Int]) async throws -> [Int] {
    var counts: [Int] = []
    try await measuring(statements[0], count: statements.count) {
      counts = try await run()
      return 0
    }
    return counts
  }

  /// Runs what reads no rows, as the end of a transaction does.
  func follow(_ statement: Statement, _ run: () async throws -> Void) async throws {
    try await measuring(statement) {
      try await run()
      return 0
    }
  }

  private func placing(_ statement: Statement, _ run: () async throws -> Void) async throws {
    do {
      try await run()
    } catch let error as SQLError {
      throw error.at(statement)
    }
  }

  /// - Parameter run: Returns how many rows were read.
  private func measuring(_ statement: Statement, count: Int = 1, _ run: () async throws -> Int) async throws {
    let start = ContinuousClock.now
    do {
      let rowCount = try await run()
      report(statement, count, after: ContinuousClock.now - start, rowCount: rowCount, error: nil)
    } catch {
      let error = (error as? SQLError)?.at(statement) ?? error
      report(statement, count, after: ContinuousClock.now - start, rowCount: nil, error: error)
      throw error
    }
  }

  /// Tells of a statement that was run.
  ///
  /// - Parameters:
  ///   - statement: The statement.
  ///   - count: How many statements it stands for.
  ///   - duration: How long the database worked on it, as far as that was waited for.
  ///   - rowCount: How many rows were read; `nil` if it failed.
  ///   - error: Why it failed.
  func report(
    _ statement: Statement, _ count: Int = 1, after duration: Duration, rowCount: Int?, error: (any Error)?
  ) {
    if let slow = configuration.slowStatement, duration >= slow {
      configuration.logger.warning(
        "a statement took \(duration)",
        metadata: [
          "database": "\(database)", "place": "\(statement.place)", "statement": "\(statement.text.prefix(1000))",
        ])
    }
    configuration.observer?(
      StatementReport(
        text: statement.text, values: configuration.reportsValues ? statement.values : nil, place: statement.place,
        duration: duration, rowCount: rowCount, statementCount: count, error: error, database: database))
  }
}
