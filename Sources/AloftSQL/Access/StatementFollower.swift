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
  func follow<Output: Sendable>(
    _ statement: Statement, _ read: @escaping RowReading<Output>,
    _ run: (@escaping RowReading<(Output, Int)>) async throws -> (Output, Int)
  ) async throws -> Output {
    try await follow(statement) { try await run { cursor in (try read(cursor), cursor.readCount) } }
  }

  /// Runs a batch, which is one report with the first statement's text.
  func follow(batch statements: [Statement], _ run: () async throws -> [Int]) async throws -> [Int] {
    try await follow(statements[0], count: statements.count) { (try await run(), 0) }
  }

  /// Runs what reads no rows, as the end of a transaction does.
  func follow(_ statement: Statement, _ run: () async throws -> Void) async throws {
    try await follow(statement) { (try await run(), 0) }
  }

  private func follow<Output>(
    _ statement: Statement, count: Int = 1, _ run: () async throws -> (Output, Int)
  ) async throws -> Output {
    let start = isNeeded ? ContinuousClock.now : nil
    do {
      let (output, rowCount) = try await run()
      if let start { report(statement, count, after: ContinuousClock.now - start, rowCount: rowCount, error: nil) }
      return output
    } catch {
      let error = (error as? SQLError)?.at(statement) ?? error
      if let start { report(statement, count, after: ContinuousClock.now - start, rowCount: nil, error: error) }
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
