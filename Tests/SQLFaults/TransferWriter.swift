internal import AloftSQL

/// Writes transfers in all the ways there are.
struct TransferWriter: Sendable {
  enum Way: CaseIterable {
    case singly, batch, batchInside, savepoints, besideStream, serializable
    case givenUp, givenUpBatch, cancelled, cancelledBatch

    /// Those whose outcome is not known if the connection breaks are all others.
    static let steady: [Way] = [.singly, .batch, .batchInside, .savepoints, .besideStream, .givenUp]
  }

  private struct GivenUp: Error {}

  let db: Database

  /// Writes a transfer.
  ///
  /// - Returns: Whether it is committed; if not, it was rolled back as it was meant to be.
  func write(_ transfer: Transfer, _ way: Way, _ random: inout SeededRandom) async throws -> Bool {
    switch way {
    case .singly: try await db.transaction { try await Self.writeSingly(transfer, $0) }
    case .batch: try await db.batch(transfer.statements)
    case .batchInside: try await db.transaction { try await $0.batch(transfer.statements) }
    case .savepoints: try await db.transaction { try await Self.writeInParts(transfer, $0) }
    case .besideStream: try await db.transaction { try await Self.writeBesideStream(transfer, $0) }
    case .serializable:
      try await db.transaction(TransactionOptions(isolation: .serializable, attempts: 20)) {
        try await Self.writeSingly(transfer, $0)
      }
    case .givenUp, .givenUpBatch: return try await giveUp(transfer, isBatch: way == .givenUpBatch)
    case .cancelled, .cancelledBatch:
      return try await cancel(transfer, isBatch: way == .cancelledBatch, after: random.int(0...2000))
    }
    return true
  }

  private static func writeSingly(_ transfer: Transfer, _ tx: Transaction) async throws {
    for statement in transfer.statements { try await tx.execute(statement) }
  }

  /// One part goes wrong and is undone, with nothing of it left; the others stay.
  private static func writeInParts(_ transfer: Transfer, _ tx: Transaction) async throws {
    let statements = transfer.statements
    let half = statements.count / 2
    try await tx.transaction { inner in for statement in statements[..<half] { try await inner.execute(statement) } }
    do {
      try await tx.transaction { inner in
        for statement in Transfer(id: -transfer.id - 1, size: 1).statements.dropLast() {
          try await inner.execute(statement)
        }
        try await inner.transaction { _ in throw GivenUp() }
      }
    } catch is GivenUp {}
    try await tx.transaction { inner in
      try await inner.transaction { innermost in
        for statement in statements[half...] { try await innermost.execute(statement) }
      }
    }
  }

  private static func writeBesideStream(_ transfer: Transfer, _ tx: Transaction) async throws {
    let rows = tx.stream("select transfer, line from debits order by transfer, line", as: (Int, Int).self)
      .makeAsyncIterator()
    for statement in transfer.statements {
      _ = try await rows.next()
      try await tx.execute(statement)
    }
  }

  private func giveUp(_ transfer: Transfer, isBatch: Bool) async throws -> Bool {
    do {
      try await db.transaction { tx in
        if isBatch { try await tx.batch(transfer.statements) } else { try await Self.writeSingly(transfer, tx) }
        throw GivenUp()
      }
    } catch is GivenUp {}
    return false
  }

  private func cancel(_ transfer: Transfer, isBatch: Bool, after microseconds: Int) async throws -> Bool {
    let writing = Task {
      if isBatch {
        try await db.batch(transfer.statements)
      } else {
        try await db.transaction { try await Self.writeSingly(transfer, $0) }
      }
    }
    try? await Task.sleep(for: .microseconds(microseconds))
    writing.cancel()
    do {
      _ = try await writing.value
      return true
    } catch is CancellationError {
      return false
    }
  }
}
