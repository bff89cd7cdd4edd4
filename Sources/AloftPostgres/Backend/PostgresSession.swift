internal import AloftSQL
internal import CPostgres
internal import Synchronization

/// A transaction on a connection of its own.
final class PostgresSession: DatabaseSession {
  private struct WeakSource: Sendable {
    weak var source: PostgresRowSource?
  }

  private struct State {
    /// What begins the transaction, until the first statement takes it along.
    var beginning: String?
    var isOver = false
    var sources: [WeakSource] = []
  }

  let connection: PostgresConnection
  /// How long statements may take where the server does not know.
  private let limit: Duration?
  private let giveBack: @Sendable (PostgresConnection) -> Void
  private let state: Mutex<State>

  init(
    _ connection: PostgresConnection, _ options: TransactionOptions, limit: Duration?,
    giveBack: @escaping @Sendable (PostgresConnection) -> Void
  ) {
    self.connection = connection
    self.limit = limit
    self.giveBack = giveBack
    state = Mutex(State(beginning: Self.beginning(options)))
  }

  deinit {
    // Neither committed nor rolled back: the connection is in nobody knows what state.
    if !state.withLock({ $0.isOver }) {
      connection.breakOff()
      giveBack(connection)
    }
  }

  private static func beginning(_ options: TransactionOptions) -> String {
    var text = "begin"
    switch options.isolation {
    case .readCommitted: text += " isolation level read committed"
    case .repeatableRead: text += " isolation level repeatable read"
    case .serializable: text += " isolation level serializable"
    case nil: break
    }
    return options.isReadOnly ? text + " read only" : text
  }

  // MARK: - Statements

  func visit(_ statement: Statement, _ visit: @escaping RowVisit) async throws {
    let results = try await perform([EncodedStatement(statement)], limit: statement.timeLimit ?? limit)
    try PostgresBackend.read(results, visit)
  }

  func runBatch(_ statements: [Statement]) async throws -> [Int] {
    try await begin()
    let request = PostgresRequest(try statements.map { try EncodedStatement($0) }, countsOnly: true)
    _ = try await connection.perform(request, limit: limit)
    return request.counts.withLock { $0 }
  }

  func open(_ statement: Statement) async throws -> any RowSource {
    try await begin()
    let source = try await PostgresRowSource.open(
      EncodedStatement(statement), on: connection, ownsTransaction: false, whenClosed: {})
    let isOver = state.withLock { state in
      state.sources.removeAll { $0.source == nil }
      state.sources.append(WeakSource(source: source))
      return state.isOver
    }
    if isOver { source.cutOff() }
    return source
  }

  /// Begins the transaction, unless a statement has.
  func begin() async throws {
    guard state.withLock({ $0.beginning != nil }) else { return }
    _ = try await perform([])
  }

  private func perform(_ statements: [EncodedStatement], limit: Duration? = nil) async throws -> [PostgresResult] {
    let beginning = state.withLock { state in
      defer { state.beginning = nil }
      return state.beginning
    }
    let all = (beginning.map { [EncodedStatement(text: $0)] } ?? []) + statements
    return try await connection.perform(PostgresRequest(all), limit: limit)
  }

  // MARK: - Its end

  func commit() async throws {
    guard let isNeeded = end() else { return }
    defer { giveBack(connection) }
    guard isNeeded else { return }
    let request = PostgresRequest([EncodedStatement(text: "commit")])
    // Whether a commit that is cut off was done could not be told any more, so a cancelled task waits for it as well.
    connection.submit(request)
    let results = try await request.results()
    guard results.last?.commandTag == "ROLLBACK" else { return }
    throw SQLError(
      .transactionOver, "the transaction was rolled back, since a statement in it had failed",
      fix: "let the error of the statement end the transaction, or put what may fail into a transaction of its own")
  }

  func rollback() async {
    guard let isNeeded = end() else { return }
    defer { giveBack(connection) }
    guard isNeeded else { return }
    let request = PostgresRequest([EncodedStatement(text: "rollback")])
    connection.submit(request)
    // A connection on which not even this works is not lent again, and the server rolls back what it had begun.
    if (try? await request.results()) == nil { connection.breakOff() }
  }

  /// - Returns: Whether the server has begun anything; `nil` if the transaction is over already.
  private func end() -> Bool? {
    let ended: (isNeeded: Bool, sources: [WeakSource])? = state.withLock { state in
      guard !state.isOver else { return nil }
      state.isOver = true
      return (state.beginning == nil, state.sources)
    }
    for weak in ended?.sources ?? [] { weak.source?.cutOff() }
    return ended?.isNeeded
  }
}
