internal import AloftSQL

/// A query of the storm: what it asks, what its answer has to be, and what comes between.
struct StormQuery: Sendable {
  enum Kind: Sendable {
    case plain, tuple, insert, slow, failing, transaction, givenUp, batch, stream
  }

  enum Interruption: Sendable {
    case none
    case cancelled(microseconds: Int)
    case limited(microseconds: Int)
  }

  enum Outcome: Sendable {
    case right, cancelled, timedOut
    case wrong(String)
  }

  private struct GivenUp: Error {}

  /// No other query of the storm has it.
  let number: Int
  let kind: Kind
  let interruption: Interruption
  /// From 0 to 1: how long a slow one is, how much of a stream is read.
  private let size: Double

  init(number: Int, _ random: inout SeededRandom) {
    self.number = number
    interruption =
      switch random.int(1...100) {
      case 1: .cancelled(microseconds: random.oneOf(5) ? 0 : random.int(1...3000))
      case 2: .limited(microseconds: random.oneOf(2) ? random.int(1...300) : random.int(300...10_000))
      default: .none
      }
    // Most of the others are too fast for any limit.
    if case .limited = interruption, random.oneOf(2) { kind = .slow } else { kind = Self.kind(random.int(1...1000)) }
    size = Double(random.int(0...1000)) / 1000
  }

  private static func kind(_ number: Int) -> Kind {
    switch number {
    case 1...5: .slow
    case 6...15: .failing
    case 16...30: .transaction
    case 31...35: .givenUp
    case 36...40: .batch
    case 41...45: .stream
    case 46...65: .insert
    case 66...300: .tuple
    default: .plain
    }
  }

  private var limit: Duration? {
    if case .limited(let microseconds) = interruption { .microseconds(microseconds) } else { nil }
  }

  /// Runs the query, and cancels it if that is to be.
  func run(_ db: Database) async -> Outcome {
    guard case .cancelled(let microseconds) = interruption else { return await outcome(db) }
    let running = Task { await outcome(db) }
    if microseconds > 0 { try? await Task.sleep(for: .microseconds(microseconds)) }
    running.cancel()
    return await running.value
  }

  private func outcome(_ db: Database) async -> Outcome {
    do {
      let fault = try await fault(db)
      return fault.map { .wrong("query \(number), \(kind): \($0)") } ?? .right
    } catch is CancellationError {
      if case .cancelled = interruption { return .cancelled }
      return .wrong("query \(number), \(kind), was cancelled by nobody")
    } catch let error as SQLError where error.kind == .timedOut {
      if case .limited = interruption { return .timedOut }
      return .wrong("query \(number), \(kind), had no limit: \(error)")
    } catch {
      return .wrong("query \(number), \(kind), \(interruption): \(error)")
    }
  }

  /// - Returns: What is wrong with the answer.
  private func fault(_ db: Database) async throws -> String? {
    switch kind {
    case .plain: return try await differs(db.one("select \(number)", as: Int.self, within: limit))
    case .tuple:
      let text = String(repeating: "\(number) ", count: 1 + Int(size * 20))
      let answer = try await db.one("select \(number), \(text)", as: (Int, String).self, within: limit)
      return answer.1 == text ? differs(answer.0) : "the text is '\(answer.1)'"
    case .insert:
      let count = try await db.execute("insert into numbers (n) values (\(number))", within: limit)
      return count == 1 ? nil : "\(count) rows were inserted"
    case .slow: return try await differs(db.one(slow(db), as: Int.self, within: limit))
    case .failing: return try await faultOfFailure(db)
    case .transaction: return try await faultInTransaction(db)
    case .givenUp: return try await faultOfGivingUp(db)
    case .batch:
      let counts = try await db.batch((0..<3).map { "insert into numbers (n) select \(number) where \($0) < 2" })
      return counts == [1, 1, 0] ? nil : "the counts are \(counts)"
    case .stream: return try await faultOfStream(db)
    }
  }

  private func differs(_ answer: Int) -> String? { answer == number ? nil : "the answer is \(answer)" }

  private func slow(_ db: Database) -> SQL {
    if db.dialect.hasArrays { return "select \(number) from pg_sleep(\(0.001 + size * size * 0.06))" }
    return """
      with recursive counter(x) as (select 1 union all select x + 1 from counter where x < \(1000 + Int(size * 60_000)))
      select \(number) + 0 * count(*) from counter
      """
  }

  /// Its error tells whose it is, by the name of a table that is not there.
  private func faultOfFailure(_ db: Database) async throws -> String? {
    do {
      _ = try await db.one("select \(number) from \(identifier: "missing\(number)")", as: Int.self)
      return "it did not fail"
    } catch let error as SQLError where error.kind == .invalidStatement {
      return error.message.contains("missing\(number)") ? nil : "the error is somebody else's: \(error)"
    }
  }

  private func faultInTransaction(_ db: Database) async throws -> String? {
    try await db.transaction { tx in
      for number in [number, -number] {
        let answer = try await tx.one("select \(number)", as: Int.self, within: limit)
        if answer != number { return "the answer to \(number) in the transaction is \(answer)" }
      }
      let count = try await tx.execute("insert into numbers (n) values (\(number))")
      return count == 1 ? nil : "\(count) rows were inserted"
    }
  }

  private func faultOfGivingUp(_ db: Database) async throws -> String? {
    do {
      try await db.transaction { tx in
        try await tx.execute("insert into numbers (n) values (\(-number))")
        throw GivenUp()
      }
    } catch is GivenUp {}
    return nil
  }

  private func faultOfStream(_ db: Database) async throws -> String? {
    let last = number + 2500
    let rows = db.stream(
      """
      with recursive counter(x) as (
        select cast(\(number) as bigint) union all select x + 1 from counter where x < \(last))
      select x from counter
      """, as: Int.self)
    var expected = number
    for try await row in rows {
      if row != expected { return "row \(expected) is \(row)" }
      // Half of them are left in the middle.
      if size > 0.5, row - number > Int(size * 2500) { return nil }
      expected += 1
    }
    return expected == last + 1 ? nil : "the rows end with \(expected - 1)"
  }

  /// How often its number is in the table if it went well.
  var rowCount: Int {
    switch kind {
    case .insert, .transaction: 1
    case .batch: 2
    default: 0
    }
  }
}
