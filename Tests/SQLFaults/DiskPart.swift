internal import AloftCore
internal import AloftPostgres
internal import AloftSQL
internal import AloftSQLite
internal import TemporaryPostgres

/// Fills the disk, and looks whether it is said so, nothing is half-done, and it goes on once there is room.
struct DiskPart {
  private static let taskCount = 8

  private struct Figures: Sendable {
    var told = ToldTransfers()
    var refused = 0
  }

  private let seed: UInt64

  init(_ options: FaultOptions) { seed = options.seed }

  func run() async throws {
    try await fillSQLite()
    guard TemporaryPostgres.isInstalled else { throw Fault("PostgreSQL is not installed") }
    try await fillPostgres()
  }

  // MARK: - SQLite

  private func fillSQLite() async throws {
    guard let disk = try SmallFileSystem(megabytes: 8, ballast: 2) else { return try await limitSQLite() }
    defer { disk.remove() }
    let db = try FaultDatabase.sqlite.open("\(disk.path)/small.db")
    try await fill(db, "SQLite on a disk of 8 MB") {
      try disk.removeBallast()
    } beforeLook: {
      try await Self.checkIntegrity(db)
    }
    await db.close()
    // What lies on the full disk must be readable for the next program, too.
    let again = try FaultDatabase.sqlite.open("\(disk.path)/small.db")
    try await Self.checkIntegrity(again)
    await again.close()
  }

  /// Where nothing can be mounted the file itself is kept small, which SQLite says alike.
  private func limitSQLite() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let db = try FaultDatabase.sqlite.open("\(folder.path)/small.db")
    _ = try await db.query("pragma max_page_count = 1000", as: Int.self)
    try await fill(db, "SQLite with a page limit, as this user may not mount a small disk") {
      _ = try await db.query("pragma max_page_count = 2000", as: Int.self)
    } beforeLook: {
      try await Self.checkIntegrity(db)
    }
    await db.close()
  }

  private static func checkIntegrity(_ db: Database) async throws {
    let answer = try await db.query("pragma integrity_check", as: String.self)
    guard answer == ["ok"] else { throw Fault("the file is damaged", all: answer) }
  }

  // MARK: - PostgreSQL

  private func fillPostgres() async throws {
    guard let disk = try SmallFileSystem(megabytes: 16, ballast: 4) else {
      return say("disk: PostgreSQL left out, as this user may not mount a small disk")
    }
    defer { disk.remove() }
    let server = try TemporaryPostgres()
    defer { server.remove() }
    let db = try FaultDatabase.postgres.open(server.url())
    try await db.execute(script: "create tablespace small location '\(disk.makeServerFolder())'")
    try await fill(db, "PostgreSQL with a tablespace on a disk of 16 MB", tablespace: "small") {
      try disk.removeBallast()
    } beforeLook: {
    }
    await db.close()
  }

  // MARK: - Both

  private func fill(
    _ db: Database, _ what: String, tablespace: String? = nil, makeRoom: () async throws -> Void,
    beforeLook: () async throws -> Void
  ) async throws {
    let ledger = Ledger(db: db)
    do {
      try await ledger.create(tablespace: tablespace)
      var figures = try await write(db, from: 0, endsAfter: Self.refusalCount)
      guard figures.refused > 0 else { throw Fault("the disk never became full") }
      try await beforeLook()
      let before = try await ledger.check(figures.told)
      try await makeRoom()
      let later = try await write(db, from: 1_000_000, endsAfter: 0)
      guard later.refused == 0 else { throw Fault("there was room again, and \(later.refused) were refused") }
      figures.told.add(later.told)
      try await beforeLook()
      let after = try await ledger.check(figures.told)
      say(
        """
        disk: \(what): \(before.all) transactions, then \(figures.refused) refused as diskFull, none half-done; all \
        readable; \(after.all - before.all) more when there was room
        """)
    } catch {
      throw Fault("\(what): \(error)")
    }
  }

  private static let refusalCount = 10
  private static let transfersWithRoom = 5

  /// Writes transfers from several tasks.
  ///
  /// - Parameter refusals: How often each is refused before it ends; 0 to write a few.
  private func write(_ db: Database, from firstID: Int, endsAfter refusals: Int) async throws -> Figures {
    try await withThrowingTaskGroup(of: Figures.self) { group in
      for task in 0..<Self.taskCount {
        group.addTask {
          try await write(db, SeededRandom(seed: seed, part: firstID + task), firstID + task, endsAfter: refusals)
        }
      }
      return try await group.reduce(into: Figures()) { sum, part in
        sum.told.add(part.told)
        sum.refused += part.refused
      }
    }
  }

  private func write(
    _ db: Database, _ random: SeededRandom, _ firstID: Int, endsAfter refusals: Int
  ) async throws -> Figures {
    var figures = Figures()
    var random = random
    var id = firstID
    while refusals == 0 ? id < firstID + Self.transfersWithRoom * Self.taskCount : figures.refused < refusals {
      let transfer = Transfer(id: id, size: random.int(1...4), filler: Self.filler(random.int(100...4000), &random))
      let way = TransferWriter.Way.allCases.randomElement(using: &random) ?? .singly
      do {
        let isCommitted = try await TransferWriter(db: db).write(transfer, way, &random)
        figures.told.add(transfer, isCommitted: isCommitted)
      } catch let error as SQLError where error.kind == .diskFull {
        figures.told.add(transfer, isCommitted: false)
        figures.refused += 1
      }
      id += Self.taskCount
    }
    return figures
  }

  /// A text that no database can make smaller.
  private static func filler(_ count: Int, _ random: inout SeededRandom) -> String {
    var text = ""
    while text.utf8.count < count { text += String(random.next(), radix: 36) }
    return text
  }
}
