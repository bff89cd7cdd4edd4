internal import AloftCore
internal import AloftSQL
internal import AloftSQLite

/// A file that another program has locked: readers go on, writers are told so after a while, and go on when they can.
struct LockedPart {
  private static let busyLimit = Duration.milliseconds(700)

  func run() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = "\(folder.path)/locked.db"
    var sqlite = SQLiteConfiguration()
    sqlite.busyLimit = Self.busyLimit
    var configuration = DatabaseConfiguration()
    configuration.slowStatement = nil
    let db = try Database.sqlite(file, sqlite: sqlite, configuration: configuration)
    let ledger = Ledger(db: db)
    try await ledger.create()
    var told = ToldTransfers()
    let released = try await lock(db, file, &told) { $0.endInput() }
    // The other one has committed what it held the lock for.
    told.add(Transfer(id: 1_000_000, size: 3), isCommitted: true)
    try await ledger.check(told)
    try await db.batch(["delete from debits where transfer = 1000000", "delete from credits where transfer = 1000000"])
    var toldWithout = ToldTransfers()
    for (id, size) in told.committed where id != 1_000_000 {
      toldWithout.add(Transfer(id: id, size: size), isCommitted: true)
    }
    toldWithout.add(Transfer(id: 1_000_000, size: 3), isCommitted: false)
    let killed = try await lock(db, file, &toldWithout) { $0.kill() }
    try await ledger.check(toldWithout)
    await db.close()
    say("locked: by another program that then ended its transaction: \(released); that was killed: \(killed)")
  }

  /// Has the file locked by another program, and lets go.
  private func lock(
    _ db: Database, _ file: String, _ told: inout ToldTransfers, letGo: @escaping @Sendable (ChildProgram) -> Void
  ) async throws -> String {
    let program = try ChildProgram(.lock(file: file))
    try await blocking { guard program.nextLine() == "locked" else { throw Fault("the other program got no lock") } }

    let start = ContinuousClock.now
    async let reading = read(db, until: start + Self.busyLimit)
    let refusals = try await refusedWriters(db)
    let (reads, longest) = try await reading

    // One that waits already when the lock goes.
    let transfer = Transfer(id: (told.committed.keys.max() ?? 0) + 1, size: 2)
    async let writing = db.transaction { tx in try await tx.batch(transfer.statements) }
    try await Task.sleep(for: .milliseconds(100))
    letGo(program)
    _ = try await writing
    told.add(transfer, isCommitted: true)
    try await blocking { _ = program.wait() }
    return """
      \(refusals.count) writers refused as locked after \(Self.text(refusals.min())) to \(Self.text(refusals.max())), \
      \(reads) reads meanwhile, the longest \(Self.text(longest)); it went on when the lock went
      """
  }

  private static func text(_ duration: Duration?) -> String { "\(Int((duration ?? .zero) / .milliseconds(1))) ms" }

  /// Writers of all kinds, one after the other.
  ///
  /// - Returns: How long each of them waited.
  private func refusedWriters(_ db: Database) async throws -> [Duration] {
    let transfer = Transfer(id: -1, size: 1)
    let writers: [(String, @Sendable () async throws -> Void)] = [
      ("a statement", { _ = try await db.execute(transfer.statements[0]) }),
      ("a batch", { _ = try await db.batch(transfer.statements) }),
      ("a transaction", { _ = try await db.transaction { try await $0.batch(transfer.statements) } }),
    ]
    var durations: [Duration] = []
    for (name, write) in writers {
      let start = ContinuousClock.now
      do {
        try await write()
        throw Fault("\(name) was written though the file was locked")
      } catch let error as SQLError {
        let duration = ContinuousClock.now - start
        guard error.kind == .locked else { throw Fault("\(name) was refused as \(error.kind): \(error)") }
        guard duration >= Self.busyLimit, duration < Self.busyLimit * 3 else {
          throw Fault("\(name) was refused after \(duration), not \(Self.busyLimit)")
        }
        durations.append(duration)
      }
    }
    return durations
  }

  private func read(
    _ db: Database, until end: ContinuousClock.Instant
  ) async throws -> (count: Int, longest: Duration) {
    var (count, longest) = (0, Duration.zero)
    while ContinuousClock.now < end {
      let start = ContinuousClock.now
      let answer = try await db.one(
        "select \(count), (select count(*) from debits where transfer = 1000000)", as: (Int, Int).self)
      guard answer == (count, 0) else { throw Fault("a reader got \(answer) as its answer \(count)") }
      longest = max(longest, ContinuousClock.now - start)
      count += 1
    }
    return (count, longest)
  }
}
