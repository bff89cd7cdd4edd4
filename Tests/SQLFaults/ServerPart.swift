internal import AloftCore
internal import AloftPostgres
internal import AloftSQL
internal import TemporaryPostgres

/// Restarts PostgreSQL, crashes it and cuts its connections under load.
struct ServerPart {
  private static let taskCount = 32
  private static let rounds = 5
  private static let cutsPerRound = 40
  private static let poolSize = 10

  private let seed: UInt64

  init(_ options: FaultOptions) { seed = options.seed }

  func run() async throws {
    guard TemporaryPostgres.isInstalled else { throw Fault("PostgreSQL is not installed") }
    let server = try TemporaryPostgres()
    defer { server.remove() }
    try await warmUp(server)
    let before = ProcessFigures.openDescriptors()
    guard !before.isEmpty else { throw Fault("the system does not tell which descriptors are open") }

    let watch = try PoolWatch(server.url(), name: "load")
    let db = try FaultDatabase.postgres.open(server.url(), name: "load")
    try await Ledger(db: db).create()
    let calm = Calm()
    let load = Task { await ServerLoad(db: db, calm: calm, seed: seed).run(tasks: Self.taskCount) }
    let breaking = Task { try await breakEverything(server, calm) }
    let broken = await breaking.result
    load.cancel()
    let figures = await load.value
    let (most, samples) = await watch.stop()
    let cuts = try broken.get()

    guard figures.faults.isEmpty else { throw Fault("what must not be", all: figures.faults) }
    let (all, untold) = try await Ledger(db: db).check(figures.told)
    await db.close()
    guard most <= Self.poolSize else { throw Fault("there were \(most) connections in a pool of \(Self.poolSize)") }
    try await ProcessFigures.checkDescriptors(against: before, "server")
    let errors = figures.errors.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key)" }
    say(
      """
      server: \(Self.rounds) restarts, \(Self.rounds) crashes, \(cuts) connections cut under \(Self.taskCount) tasks: \
      \(figures.answers) right answers, errors: \(errors.joined(separator: ", ")), none afterwards; \
      \(figures.told.committed.count) transactions told as committed, all there (\(all) whole, \(untold) not told); \
      at most \(most) of \(Self.poolSize) connections in \(samples) samples; descriptors as before
      """)
  }

  /// What is made once and stays, such as the thread that waits for sockets, is not a leak.
  private func warmUp(_ server: TemporaryPostgres) async throws {
    let db = try FaultDatabase.postgres.open(server.url())
    _ = try await db.one("select 1", as: Int.self)
    await db.close()
    try await blocking {
      server.stop()
      try server.start()
    }
  }

  /// - Returns: How many connections were cut.
  private func breakEverything(_ server: TemporaryPostgres, _ calm: Calm) async throws -> Int {
    var random = SeededRandom(seed: seed, part: -1)
    var cuts = 0
    for _ in 0..<Self.rounds {
      try await breaking(server, calm) {
        try await blocking {
          server.stop()
          try server.start()
        }
      }
      try await breaking(server, calm) {
        try await blocking {
          server.kill()
          try server.start()
        }
      }
      try await breaking(server, calm) { cuts += try await self.cut(server, &random) }
    }
    return cuts
  }

  private func breaking(_ server: TemporaryPostgres, _ calm: Calm, _ body: () async throws -> Void) async throws {
    calm.end()
    try await body()
    // The last bytes of dead connections are still on their way.
    try await Task.sleep(for: .milliseconds(300))
    calm.begin()
    try await Task.sleep(for: .milliseconds(500))
  }

  private func cut(_ server: TemporaryPostgres, _ random: inout SeededRandom) async throws -> Int {
    let control = try FaultDatabase.postgres.open(server.url(), name: "control")
    var cuts = 0
    var last: [Int32] = []
    for _ in 0..<Self.cutsPerRound {
      let share = Double(random.int(1...10)) / 10
      last = try await control.query(
        """
        with victims as materialized (
          select pid from pg_stat_activity where application_name = 'load' and random() < \(share))
        select pid from victims where pg_terminate_backend(pid)
        """, as: Int32.self)
      cuts += last.count
      try await Task.sleep(for: .milliseconds(random.int(0...30)))
    }
    while try await control.one("select count(*) from pg_stat_activity where pid = any(\(last))", as: Int.self) > 0 {}
    await control.close()
    return cuts
  }
}
