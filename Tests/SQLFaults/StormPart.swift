internal import AloftCore
internal import AloftPostgres
internal import AloftSQL
internal import AloftSQLite
internal import Foundation
internal import TemporaryPostgres

/// Many tasks with many queries each, some of which are cancelled, take too long or fail: every answer is the caller's own.
struct StormPart {
  private static let taskCount = 64
  private static let poolSize = 10

  private struct Figures: Sendable {
    var right = 0
    var cancelled = 0
    var timedOut = 0
    var faults: [String] = []
    /// The numbers that have to be in the table, and how often.
    var expected: [Int: Int] = [:]
    /// Those of which nobody was told whether they are.
    var unknown: Set<Int> = []

    mutating func add(_ other: Figures) {
      right += other.right
      cancelled += other.cancelled
      timedOut += other.timedOut
      faults += other.faults
      expected.merge(other.expected, uniquingKeysWith: +)
      unknown.formUnion(other.unknown)
    }
  }

  private let seed: UInt64
  private let queries: Int

  init(_ options: FaultOptions) {
    seed = options.seed
    queries = options.queries
  }

  func run() async throws {
    guard TemporaryPostgres.isInstalled else { throw Fault("PostgreSQL is not installed") }
    let server = try TemporaryPostgres()
    defer { server.remove() }
    let warm = try FaultDatabase.postgres.open(server.url())
    _ = try await warm.one("select 1", as: Int.self)
    await warm.close()
    try await storm(.postgres, server.url()) {
      let watch = try PoolWatch(server.url(), name: "storm")
      return {
        let (most, samples) = await watch.stop()
        guard most <= Self.poolSize else { throw Fault("there were \(most) connections in a pool of \(Self.poolSize)") }
        return "at most \(most) of \(Self.poolSize) connections in \(samples) samples"
      }
    }
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = "\(folder.path)/storm.db"
    try await storm(.sqlite, file) {
      let watch = Task.detached {
        var most = 0
        while !Task.isCancelled {
          most = max(most, ProcessFigures.openDescriptors().count { $0 == file })
          try? await Task.sleep(for: .milliseconds(20))
        }
        return most
      }
      return {
        watch.cancel()
        let most = await watch.value
        guard most <= Self.poolSize else {
          throw Fault("the file was open \(most) times, in a pool of \(Self.poolSize)")
        }
        return "the file open at most \(most) times"
      }
    }
  }

  /// - Parameter watch: Begins to count connections; what it returns says how many there were.
  private func storm(
    _ kind: FaultDatabase, _ address: String, _ watch: () throws -> () async throws -> String
  ) async throws {
    let before = ProcessFigures.openDescriptors()
    let db = try kind.open(address, name: "storm")
    try await db.execute("create table numbers (n bigint not null)")
    let memoryBefore = ProcessFigures.memory()
    let stopWatching = try watch()
    let slots = StormSlots(tasks: Self.taskCount)
    slots.watch()
    let start = ContinuousClock.now
    let figures = await runTasks(db, slots)
    let duration = ContinuousClock.now - start
    slots.stop()
    let connections = try await stopWatching()
    let memory = ProcessFigures.memory()
    guard figures.faults.isEmpty else { throw Fault("\(kind.rawValue), wrong answers", all: figures.faults) }
    try await check(db, figures)
    await db.close()
    try await ProcessFigures.checkDescriptors(against: before, kind.rawValue)
    let count = Self.taskCount * queries
    say(
      """
      storm: \(kind.rawValue), \(Self.taskCount) tasks × \(queries) queries: \(figures.right) right answers, \
      \(figures.cancelled) cancelled, \(figures.timedOut) timed out, none wrong; \
      \(Int(Double(count) / (duration / .seconds(1)))) queries/s; \(connections); descriptors as before; \
      memory \(memoryBefore) MB before, \(memory) MB after
      """)
  }

  private func runTasks(_ db: Database, _ slots: StormSlots) async -> Figures {
    await withTaskGroup(of: Figures.self) { group in
      for task in 0..<Self.taskCount { group.addTask { await runQueries(of: task, db, slots) } }
      return await group.reduce(into: Figures()) { $0.add($1) }
    }
  }

  private func runQueries(of task: Int, _ db: Database, _ slots: StormSlots) async -> Figures {
    var figures = Figures()
    var random = SeededRandom(seed: seed, part: task)
    for index in 1...max(1, queries) {
      let query = StormQuery(number: task * 1_000_000 + index, &random)
      slots.begin(task, "query \(query.number), \(query.kind), \(query.interruption)")
      let outcome = await query.run(db)
      slots.end(task)
      switch outcome {
      case .right:
        figures.right += 1
        if query.rowCount > 0 { figures.expected[query.number] = query.rowCount }
      case .cancelled, .timedOut:
        if case .cancelled = outcome { figures.cancelled += 1 } else { figures.timedOut += 1 }
        if query.rowCount > 0 { figures.unknown.insert(query.number) }
      case .wrong(let fault): figures.faults.append(fault)
      }
    }
    return figures
  }

  /// Whether what was inserted is there as often as it was, and nothing that was given up.
  private func check(_ db: Database, _ figures: Figures) async throws {
    let rows = try await db.query("select n, count(*) from numbers group by n", as: (Int, Int).self)
    let found = Dictionary(uniqueKeysWithValues: rows)
    var faults: [String] = []
    for (number, count) in figures.expected where found[number] != count {
      faults.append("\(number) is there \(found[number] ?? 0) times, not \(count)")
    }
    for (number, count) in found where figures.expected[number] == nil && !figures.unknown.contains(number) {
      faults.append("\(number) is there \(count) times, and nobody inserted it")
    }
    guard faults.isEmpty else { throw Fault("what was inserted is not what was told", all: faults) }
  }
}
