internal import AloftSQL
internal import CPostgres
internal import Synchronization

/// The rows of a query, fetched by a cursor of the server: while one part is read, the next is on its way.
final class PostgresRowSource: RowSource {
  private struct State {
    var next: PostgresRequest?
    var isClosed = false
    /// Whether the transaction is over, so that the connection may be somebody else's.
    var isCutOff = false
    var rowCount = 0
  }

  private static let partCount = 1000
  private static let names = Atomic<Int>(0)

  private let connection: PostgresConnection
  private let name: String
  private let ownsTransaction: Bool
  private let whenClosed: @Sendable () -> Void
  private let state = Mutex(State())

  static func open(
    _ statement: EncodedStatement, on connection: PostgresConnection, ownsTransaction: Bool,
    whenClosed: @escaping @Sendable () -> Void
  ) async throws -> PostgresRowSource {
    let source = PostgresRowSource(connection, ownsTransaction, whenClosed)
    do {
      var statements = [statement.declaring(cursor: source.name), source.fetching]
      if ownsTransaction { statements.insert(EncodedStatement(text: "begin"), at: 0) }
      // Only the declaration is waited for: the first rows come with `next`.
      let request = PostgresRequest(Array(statements.dropLast()))
      _ = try await connection.perform(request)
      source.fetch()
      return source
    } catch {
      source.close()
      throw error
    }
  }

  private init(_ connection: PostgresConnection, _ ownsTransaction: Bool, _ whenClosed: @escaping @Sendable () -> Void)
  {
    self.connection = connection
    self.ownsTransaction = ownsTransaction
    self.whenClosed = whenClosed
    name = "aloft_cursor\(Self.names.add(1, ordering: .relaxed).newValue)"
  }

  deinit { close() }

  private var fetching: EncodedStatement { EncodedStatement(text: "fetch forward \(Self.partCount) from \(name)") }

  /// Sends for the next part, unless the connection may be somebody else's by now.
  private func fetch() {
    let request = PostgresRequest([fetching])
    state.withLock { state in
      guard !state.isCutOff, !state.isClosed else { return }
      state.next = request
      connection.submit(request)
    }
  }

  /// The transaction ends, and its cursors with it.
  func cutOff() { state.withLock { $0.isCutOff = true } }

  func visitNext(_ visit: @escaping RowVisit) async throws -> Bool {
    let (next, isCutOff, rowsBefore) = state.withLock { ($0.next, $0.isCutOff, $0.rowCount) }
    if isCutOff { throw SQLError(.transactionOver, "the transaction that the rows belong to is over") }
    guard let request = next else { return false }
    let results = try await withTaskCancellationHandler {
      try await request.results()
    } onCancel: {
      request.finish(.failure(CancellationError()))
      connection.cancelInServer()
    }
    state.withLock { $0.next = nil }
    guard let result = results.last else { return false }
    let count = PQntuples(result.pointer)
    guard count > 0 else { return false }
    state.withLock { $0.rowCount += Int(count) }
    if count == Self.partCount { fetch() }
    try visit(PostgresCursor(result, rowsBefore: rowsBefore))
    return true
  }

  func close() {
    let connection = connection
    // Behind whatever is in flight; nobody waits for it.
    let request = PostgresRequest([EncodedStatement(text: ownsTransaction ? "commit" : "close \(name)")])
    let isFirst = state.withLock { state in
      guard !state.isClosed, !state.isCutOff else { return false }
      state.isClosed = true
      connection.submit(request)
      return true
    }
    guard isFirst else { return }
    let whenClosed = whenClosed
    Task.detached {
      if (try? await request.results()) == nil { connection.breakOff() }
      whenClosed()
    }
  }
}
