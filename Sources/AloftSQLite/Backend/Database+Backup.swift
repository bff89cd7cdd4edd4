public import AloftSQL

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Database {
  /// Copies a database of SQLite into a new file, while others go on to read and write.
  ///
  /// The copy is what was there when it began, and has its name only once it is whole.
  ///
  /// - Parameter path: The file, which must not be there yet.
  /// - Throws: ``SQLError``; of kind `unsupported` for a database of another kind.
  public func backup(to path: String) async throws {
    guard let backend = backend as? SQLiteBackend else {
      throw SQLError(
        .unsupported, "only a database of SQLite can be copied into a file", fix: "use the server's own tools")
    }
    try await backend.backup(to: path)
  }
}

extension SQLiteBackend {
  func backup(to path: String) async throws {
    let copy = DatabaseCopy(path: path)
    guard let readers else {
      // What changes on the connection it is copied from finds its way into the copy; here nothing may.
      try await writer.beginTurn()
      defer { writer.endTurn() }
      return try await run(copy, on: writer.lane, takesSnapshot: false)
    }
    let lane = try await readers.lease()
    defer { readers.release(lane) }
    try await run(copy, on: lane, takesSnapshot: true)
  }

  private func run(_ copy: DatabaseCopy, on lane: Lane, takesSnapshot: Bool) async throws {
    let cancellation = Cancellation()
    try await lane.onThread(cancellation) { connection in
      connection.watch.limits = RunLimits(cancellation: cancellation)
      guard takesSnapshot else { return try copy.make(of: connection, cancellation) }
      // Without a snapshot the copying would begin anew whenever somebody writes.
      try connection.command("begin")
      defer { connection.endTransaction() }
      try connection.command("select 1 from sqlite_schema limit 1")
      try copy.make(of: connection, cancellation)
    }
  }
}
