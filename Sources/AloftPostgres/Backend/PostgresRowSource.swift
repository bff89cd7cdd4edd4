internal import AloftSQL
internal import CPostgres
internal import Synchronization

/// The rows of a query, fetched by a cursor of the server: while one part is read, the next is on its way.
final class PostgresRowSource: RowSource {
  private struct State {
    var next: PostgresRequest?
    var isClosed = false
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
      if ownsTransaction { statements.insert(EncodedStatement(text: "begin read only"), at: 0) }
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

  private init(_ connection: PostgresConnection, _ ownsTransaction: Bool, _ whenClosed: @escaping @Sendable () -> Void) {
    self.connection = connection
    self.ownsTransaction = ownsTransaction
    self.whenClosed = whenClosed
    name = "aloft_cursor\(Self.names.add(1, ordering: .relaxed).newValue)"
  }

  deinit { close() }

  private var fetching: EncodedStatement { EncodedStatement(text: "fetch forward \(Self.partCount) from \(name)") }

  private func fetch() {
    let request = PostgresRequest([fetching])
    state.withLock { $0.next = request }
    connection.submit(request)
  }

  func next<Output: Sendable>(_ read: @escaping RowReading<Output>) async throws -> Output? {
    guard let request = state.withLock({ $0.next }) else { return nil }
    let results = try await withTaskCancellationHandler {
      try await request.results()
    } onCancel: {
      request.finish(.failure(CancellationError()))
      connection.cancelInServer()
    }
    state.withLock { $0.next = nil }
    guard let result = results.last else { return nil }
    let count = PQntuples(result.pointer)
    guard count > 0 else { return nil }
    if count == Self.partCount { fetch() }
    return try read(PostgresCursor(result))
  }

  func close() {
    let isFirst = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    guard isFirst else { return }
    // Behind whatever is in flight; nobody waits for it.
    let request = PostgresRequest([EncodedStatement(text: ownsTransaction ? "rollback" : "close \(name)")])
    connection.submit(request)
    let whenClosed = whenClosed
    let connection = connection
    Task.detached {
      if (try? await request.results()) == nil { connection.breakOff() }
      whenClosed()
    }
  }
}
