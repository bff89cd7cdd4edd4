internal import AloftSQL
internal import Synchronization

/// A request whose answers are on their way.
struct Flight {
  enum Command {
    case prepare(PreparedStatements.Key, statement: Int)
    case deallocate
    case run(statement: Int)
  }

  let request: PostgresRequest
  /// What was sent, preparations and the like before the statements themselves.
  var commands: [Command] = []
  /// The command whose answer is read.
  private var commandIndex = 0
  /// Whether it has had a result, which a NULL follows.
  private var hasResult = false
  private(set) var results: [PostgresResult] = []
  private(set) var failure: SQLError?
  let sentAt = ContinuousClock.now

  init(_ request: PostgresRequest) {
    self.request = request
    commands.reserveCapacity(request.statements.count + 1)
  }

  var currentCommand: Command? { commandIndex < commands.count ? commands[commandIndex] : nil }

  mutating func noteResult() { hasResult = true }

  /// Goes on to the next command, as a NULL behind a result says.
  ///
  /// - Returns: Whether there was a result; without one there is nothing to read yet.
  mutating func endCommand() -> Bool {
    guard hasResult else { return false }
    hasResult = false
    commandIndex += 1
    return true
  }

  /// Keeps a result, unless it is that of what was sent beside the statements.
  mutating func keep(_ result: PostgresResult) {
    guard case .run? = currentCommand else { return }
    guard request.countsOnly else { return results.append(result) }
    let count = result.changedRowCount
    request.counts.withLock { $0.append(count) }
  }

  /// Notes the first error, with the statement of a batch that it is about.
  mutating func fail(_ error: SQLError) {
    guard failure == nil else { return }
    switch currentCommand {
    case .run(let index)?, .prepare(_, let index)?: failure = error.located(in: request.statements[index].shownText)
    case .deallocate?, nil: failure = error
    }
  }

  /// What is told of it once all of its answers have come.
  var outcome: Result<[PostgresResult], any Error> { failure.map { .failure($0) } ?? .success(results) }
}
