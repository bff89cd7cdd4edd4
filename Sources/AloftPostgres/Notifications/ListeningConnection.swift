internal import AloftSQL
internal import Synchronization

/// The connection on which notifications come; made when somebody listens, and anew when it breaks.
actor ListeningConnection {
  private let connector: PostgresConnector
  private var connection: PostgresConnection?
  private var channels: Set<String> = []
  private var opening: Task<PostgresConnection, any Error>?

  init(_ connector: PostgresConnector) { self.connector = connector }

  func listen(on new: Set<String>, for listener: PostgresListener) async throws {
    let connection = try await open(for: listener)
    let missing = new.subtracting(channels).sorted()
    guard !missing.isEmpty else { return }
    try await Self.listen(on: missing, connection)
    channels.formUnion(missing)
  }

  private static func listen(on channels: [String], _ connection: PostgresConnection) async throws {
    let dialect = SQLDialect(name: "PostgreSQL")
    let statements = channels.map { EncodedStatement(text: dialect.text(of: "listen \(identifier: $0)")) }
    _ = try await connection.perform(PostgresRequest(statements))
  }

  private func open(for listener: PostgresListener) async throws -> PostgresConnection {
    if let connection, connection.isUsable { return connection }
    if let opening { return try await opening.value }
    let task = Task { [connector] in try await connector.connect() }
    opening = task
    defer { opening = nil }
    let connection = try await task.value
    adopt(connection, for: listener)
    return connection
  }

  private func adopt(_ new: PostgresConnection, for listener: PostgresListener) {
    connection = new
    channels = []
    new.onNotification.withLock { $0 = { [weak listener] in listener?.deliver($0) } }
    new.onBreak.withLock { callback in
      callback = { [weak self, weak listener] broken in
        guard let self, let listener else { return }
        Task.detached { await self.restore(after: broken, for: listener) }
      }
    }
  }

  /// Makes the connection anew, for as long as anybody listens.
  private func restore(after broken: PostgresConnection, for listener: PostgresListener) async {
    guard connection === broken else { return }
    broken.close()
    connection = nil
    let wanted = channels
    var pause = Duration.milliseconds(50)
    while listener.isUsed, connection == nil {
      do {
        let connection = try await open(for: listener)
        try await Self.listen(on: wanted.sorted(), connection)
        channels.formUnion(wanted)
        listener.tellOfGap()
      } catch let error as SQLError where error.kind == .connectionFailed || error.kind == .connectionLost {
        try? await Task.sleep(for: pause * Double.random(in: 0.5...1))
        pause = min(pause * 2, .seconds(5))
      } catch {
        listener.fail(error)
        return
      }
    }
  }

  func close(unless isUsed: @Sendable () -> Bool) {
    guard !isUsed() else { return }
    connection?.close()
    connection = nil
    channels = []
  }
}
