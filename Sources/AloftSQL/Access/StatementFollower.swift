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
    let start = isNeeded ? ContinuousClock.now : nil
    do {
      let (output, rowCount) = try await run { cursor in (try read(cursor), cursor.readCount) }
      if let start { report(statement, since: start, rowCount: rowCount, error: nil) }
      return output
    } catch let error as SQLError {
      let error = error.at(statement)
      if let start { report(statement, since: start, rowCount: nil, error: error) }
      throw error
    }
  }

  /// Runs a batch, which is one report with the first statement's text.
  func follow(batch statements: [Statement], _ run: () async throws -> [Int]) async throws -> [Int] {
    let start = ContinuousClock.now
    do {
      let counts = try await run()
      report(statements[0], since: start, rowCount: 0, error: nil)
      return counts
    } catch let error as SQLError {
      let error = error.at(statements[0])
      report(statements[0], since: start, rowCount: nil, error: error)
      throw error
    }
  }

  private func report(
    _ statement: Statement, since start: ContinuousClock.Instant, rowCount: Int?, error: SQLError?
  ) {
    let duration = ContinuousClock.now - start
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
        duration: duration, rowCount: rowCount, error: error, database: database))
  }
}
