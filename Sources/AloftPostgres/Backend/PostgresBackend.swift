internal import AloftCore
internal import AloftSQL
internal import Synchronization

/// A PostgreSQL database: few connections that many statements share, and others that transactions own.
final class PostgresBackend: DatabaseBackend {
  private struct Shared {
    var connections: [PostgresConnection] = []
    var isClosed = false
    /// Whether a further connection is being made.
    var isGrowing = false
    /// The texts of statements that took long: others are not to wait behind them.
    var slowTexts: Set<String> = []
  }

  let dialect = SQLDialect(name: "PostgreSQL", hasArrays: true)
  let pool: ConnectionPool<PostgresConnection>
  let connector: PostgresConnector
  private let sharedCount: Int
  /// The limit that the server does not keep, as no pooler lets it be told.
  private let ownLimit: Duration?
  private let shared = Mutex(Shared())
  let listener: PostgresListener

  init(_ info: ConnectionInfo, _ postgres: PostgresConfiguration, _ configuration: DatabaseConfiguration) {
    let connector = PostgresConnector(info: info, configuration: postgres)
    self.connector = connector
    ownLimit = postgres.preparesStatements ? nil : configuration.statementTimeLimit
    sharedCount = postgres.sharedCount(poolSize: configuration.poolSize)
    pool = ConnectionPool(size: configuration.poolSize, waitLimit: configuration.waitLimit) {
      try await connector.connect()
    }
    listener = PostgresListener(connector)
  }

  // MARK: - Single statements

  func visit(_ statement: Statement, _ visit: @escaping RowVisit) async throws {
    let encoded = try EncodedStatement(statement)
    try await retrying {
      let results = try await self.results(of: PostgresRequest([encoded]), limit: statement.timeLimit ?? self.ownLimit)
      try Self.read(results, visit)
    }
  }

  func runBatch(_ statements: [Statement]) async throws -> [Int] {
    let encoded = try statements.map { try EncodedStatement($0) }
    return try await retrying {
      let request = PostgresRequest(encoded, countsOnly: true)
      // Long ones are not for connections that others wait on.
      _ = try await self.owned { try await $0.perform(request, limit: self.ownLimit) }
      return request.counts.withLock { $0 }
    }
  }

  static func read(_ results: [PostgresResult], _ visit: RowVisit) throws {
    guard let result = results.last else { throw SQLError(.other, "PostgreSQL gave no result") }
    try visit(PostgresCursor(result))
  }

  /// Runs once more what was never sent, what the server wants to plan anew, and what was ended in place of another.
  private func retrying<Output>(_ run: () async throws -> Output) async throws -> Output {
    var attempts = 0
    while true {
      do {
        return try await run()
      } catch let error as SQLError
        where attempts < 3 && (error.isStalePlan || error.wasNeverSent || error.isMistakenCancellation)
      {
        attempts += 1
      }
    }
  }

  private func results(of request: PostgresRequest, limit: Duration?) async throws -> [PostgresResult] {
    // A commit waits for the disk: those of several connections wait together, those of one wait in a row.
    let isShareable = limit == nil && request.statements.allSatisfy(\.onlyReads)
    if isShareable, let connection = try await sharedConnection(for: request) {
      return try await connection.performShared(request)
    }
    let start = isShareable ? ContinuousClock.now : nil
    let results = try await owned { try await $0.perform(request, limit: limit) }
    // What was slow only once, as when the machine was busy, shares again.
    if let start, ContinuousClock.now - start < PostgresConnection.slowStatement / 2 { forget(slow: request) }
    return results
  }

  /// Runs with a connection that nobody else has meanwhile.
  func owned<Output>(_ body: (PostgresConnection) async throws -> Output) async throws -> Output {
    let connection = try await pool.lease()
    defer { giveBack(connection) }
    return try await body(connection)
  }

  func giveBack(_ connection: PostgresConnection) {
    if connection.isUsable { return pool.release(connection) }
    // It counts until it is closed: there are never more than allowed, not for a moment.
    connection.close { [pool] in pool.discard(connection) }
  }

  // MARK: - Shared connections

  /// The connection on which a statement waits for the fewest others; `nil` if it is to have one for itself.
  private func sharedConnection(for request: PostgresRequest) async throws -> PostgresConnection? {
    guard sharedCount > 0 else { return nil }
    let text = request.statements.first?.text ?? ""
    let (least, grows, isSlow, isClosed) = shared.withLock { shared in
      let least = shared.connections.min { $0.load.load(ordering: .relaxed) < $1.load.load(ordering: .relaxed) }
      // A further connection pays only when there is more than a packet's worth on the first.
      let load = least?.load.load(ordering: .relaxed) ?? 0
      let grows = load >= 8 && shared.connections.count < sharedCount && !shared.isGrowing
      if grows { shared.isGrowing = true }
      let isSlow = !shared.slowTexts.isEmpty && shared.slowTexts.contains(text)
      return (least, grows, isSlow, shared.isClosed)
    }
    if isClosed { throw SQLError(.closed, "the database was closed") }
    // Beside what is waited for: where the pool has none to spare, the one that is there has to do.
    if grows { Task.detached { await self.growBeside() } }
    // Where there is none to spare, it has to share one after all.
    if isSlow, pool.hasRoom { return nil }
    if let least, least.isUsable { return least }
    return try await growShared()
  }

  private func growBeside() async {
    _ = try? await growShared()
    shared.withLock { $0.isGrowing = false }
  }

  private func growShared() async throws -> PostgresConnection {
    let connection = try await pool.lease()
    let isKept = shared.withLock { shared in
      guard shared.connections.count < sharedCount, !shared.isClosed else { return false }
      shared.connections.append(connection)
      return true
    }
    guard isKept else {
      // Somebody else was faster; theirs is as good.
      pool.release(connection)
      let (other, isClosed) = shared.withLock { ($0.connections.first, $0.isClosed) }
      if let other { return other }
      if isClosed { throw SQLError(.closed, "the database was closed") }
      // Those of the others broke meanwhile.
      return try await growShared()
    }
    connection.onBreak.withLock { $0 = { [weak self] in self?.leave($0) } }
    connection.onSlow.withLock { $0 = { [weak self] in self?.remember(slow: $0) } }
    if !connection.isUsable { leave(connection) }
    return connection
  }

  /// Takes a connection out that broke.
  private func leave(_ connection: PostgresConnection) {
    let wasShared = shared.withLock { shared in
      guard let index = shared.connections.firstIndex(where: { $0 === connection }) else { return false }
      shared.connections.remove(at: index)
      return true
    }
    if wasShared { connection.close { [pool] in pool.discard(connection) } }
    pool.dropBrokenIdle()
  }

  private func remember(slow text: String) {
    shared.withLock { shared in
      // Texts that are made anew each time would fill the memory.
      if shared.slowTexts.count >= 1000 { shared.slowTexts = [] }
      shared.slowTexts.insert(text)
    }
  }

  private func forget(slow request: PostgresRequest) {
    guard let text = request.statements.first?.text else { return }
    _ = shared.withLock { $0.slowTexts.remove(text) }
  }

  // MARK: - What owns a connection

  func begin(_ options: TransactionOptions, place: SourcePlace) async throws -> any DatabaseSession {
    PostgresSession(try await pool.lease(), options, limit: ownLimit) { [weak self] connection in
      self?.giveBack(connection)
    }
  }

  func open(_ statement: Statement) async throws -> any RowSource {
    let encoded = try EncodedStatement(statement)
    let connection = try await pool.lease()
    return try await PostgresRowSource.open(encoded, on: connection, ownsTransaction: true) { [weak self] in
      self?.giveBack(connection)
    }
  }

  func runScript(_ text: String, place: SourcePlace) async throws {
    guard !text.utf8.contains(0) else { throw SQLError(.invalidStatement, "the script has a zero byte in it") }
    try await owned { connection in
      try await connection.exclusively { raw in try PostgresScript.run(text, raw) }
    }
  }

  func close() async {
    let connections = shared.withLock { shared in
      shared.isClosed = true
      defer { shared.connections = [] }
      return shared.connections
    }
    await listener.close()
    for connection in connections {
      // Whatever is in flight on it is answered before this.
      let last = PostgresRequest([])
      connection.submit(last)
      _ = try? await last.results()
      pool.discard(connection)
    }
    await pool.close()
  }
}

extension SQLError {
  /// Whether the server has certainly seen nothing of the statement.
  var wasNeverSent: Bool { kind == .connectionFailed && message.hasSuffix("before the statement was sent") }
}
