public import AloftSQL

extension Database {
  /// Listens on channels of PostgreSQL.
  ///
  /// ```swift
  /// for try await notification in try await db.notifications(on: "jobs") { … }
  /// ```
  ///
  /// All listeners of a database share one connection, beside those of the pool. When it breaks it is made anew, and the
  /// next notification says that some may have been missed: they are hints to look, not a queue.
  ///
  /// - Parameter channels: The names of the channels.
  /// - Returns: What is told from now on, until the iteration ends or the database is closed.
  /// - Throws: ``SQLError``, of kind `unsupported` if this is another database.
  public func notifications(on channels: String...) async throws -> AsyncThrowingStream<Notification, any Error> {
    guard let backend = backend as? PostgresBackend else {
      throw SQLError(.unsupported, "\(dialect.name) has no notifications")
    }
    guard !channels.isEmpty, !channels.contains("") else {
      throw SQLError(.invalidStatement, "a channel has a name")
    }
    return try await backend.listener.subscribe(Set(channels))
  }
}

extension SQLClient {
  /// Tells everyone who listens on a channel of PostgreSQL; within a transaction when it is committed.
  ///
  /// - Parameters:
  ///   - channel: The name of the channel.
  ///   - payload: The message, less than 8,000 bytes.
  public func notify(
    _ channel: String, _ payload: String = "", file: String = #fileID, line: Int = #line
  ) async throws {
    try await execute("select pg_notify(\(channel), \(payload))", file: file, line: line)
  }
}
