internal import AloftSQL

/// What became of a statement that was tried on the calling thread.
enum Attempt: Sendable {
  case done
  /// It has to go to a thread that may wait.
  case later
  /// It does not only read.
  case writes
}

extension Lane {
  /// Runs a statement that reads on the calling thread, if it is done within the budget.
  ///
  /// - Parameter session: The transaction that it belongs to; once that is over, the connection is somebody else's.
  func readHere(
    _ statement: Statement, budget: UInt64, session: SessionState? = nil, _ visit: RowVisit
  ) throws -> Attempt {
    let attempt: Attempt? = try here { connection in
      try session?.check()
      connection.watch.limits = RunLimits(budget: budget)
      let prepared: PreparedStatement
      do {
        prepared = try connection.preparing(statement.text)
      } catch is Abandoned {
        return .later
      }
      guard prepared.onlyReads else { return .writes }
      if prepared.isLong || prepared.traits.contains(.slowFunction) { return .later }
      let start = SystemTime.now
      do {
        try connection.run(prepared, statement.values, visit)
        // Some operations of SQLite's look at nothing before they end, such as the counting of a table.
        if SystemTime.now - start > budget { prepared.isLong = true }
        return .done
      } catch is Abandoned {
        prepared.isLong = true
        return .later
      }
    }
    return attempt ?? .later
  }

  /// Runs a statement that reads on the lane's thread.
  func readOnThread(
    _ statement: Statement, deadline: UInt64, budget: UInt64, session: SessionState? = nil,
    _ visit: @escaping RowVisit
  ) async throws -> Attempt {
    let cancellation = Cancellation()
    return try await onThread(cancellation) { connection in
      try session?.check()
      connection.watch.limits = RunLimits(deadline: deadline, cancellation: cancellation)
      let prepared = try connection.preparing(statement.text)
      guard prepared.onlyReads else { return .writes }
      let start = SystemTime.now
      // One that was long only once, as with a cold cache, returns to the calling thread.
      defer { prepared.isLong = SystemTime.now - start > budget / 2 }
      try connection.run(prepared, statement.values, visit)
      return .done
    }
  }

  /// Runs a statement that reads: here, if it is short, or else on the lane's thread.
  func read(
    _ statement: Statement, deadline: UInt64, budget: UInt64, session: SessionState? = nil,
    _ visit: @escaping RowVisit
  ) async throws -> Attempt {
    let attempt = try readHere(statement, budget: budget, session: session, visit)
    guard case .later = attempt else { return attempt }
    return try await readOnThread(statement, deadline: deadline, budget: budget, session: session, visit)
  }
}

extension PreparedStatement {
  /// Whether it may run on any connection: it changes neither the file nor the connection.
  var onlyReads: Bool { isReadOnly && traits.isDisjoint(with: [.transaction, .savepoint, .attach]) }
}
