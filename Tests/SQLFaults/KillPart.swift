internal import AloftCore
internal import AloftPostgres
internal import AloftSQL
internal import AloftSQLite
internal import Foundation
internal import TemporaryPostgres

/// Kills the program in the middle of transactions, and looks what it left.
struct KillPart {
  private static let pointsPerDatabase = 10

  private struct Figures {
    var committed = 0
    var rolledBack = 0
    var untold = 0
  }

  private let points: Int
  private let seed: UInt64

  init(_ options: FaultOptions) {
    points = options.points
    seed = options.seed
  }

  func run() async throws {
    try await killOnSQLite(points / 2)
    guard TemporaryPostgres.isInstalled else { throw Fault("PostgreSQL is not installed") }
    try await killOnPostgres(points - points / 2)
  }

  private func killOnSQLite(_ points: Int) async throws {
    var figures = Figures()
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    for first in stride(from: 0, to: points, by: Self.pointsPerDatabase) {
      let file = "\(folder.path)/ledger\(first).db"
      let count = min(Self.pointsPerDatabase, points - first)
      try await kill(.sqlite, file, first..<(first + count), &figures) { db, _ in
        let answer = try await db.query("pragma integrity_check", as: String.self)
        guard answer == ["ok"] else { throw Fault("the file is damaged", all: answer) }
      }
    }
    report(.sqlite, points, figures)
  }

  private func killOnPostgres(_ points: Int) async throws {
    var figures = Figures()
    let server = try TemporaryPostgres()
    defer { server.remove() }
    for first in stride(from: 0, to: points, by: Self.pointsPerDatabase) {
      let count = min(Self.pointsPerDatabase, points - first)
      let control = try FaultDatabase.postgres.open(server.url(), name: "control")
      try await control.execute("create database \(identifier: "ledger\(first)")")
      await control.close()
      try await kill(.postgres, server.url(database: "ledger\(first)"), first..<(first + count), &figures) { db, name in
        // What the server had begun to do for the program it may still be doing.
        while try await db.one(
          "select count(*) from pg_stat_activity where application_name = \(name)", as: Int.self) > 0
        {
          try await Task.sleep(for: .milliseconds(1))
        }
      }
    }
    report(.postgres, points, figures)
  }

  /// Kills the program at some points, all with one database.
  ///
  /// - Parameter prepare: What comes before the look at what it left.
  private func kill(
    _ kind: FaultDatabase, _ address: String, _ points: Range<Int>, _ figures: inout Figures,
    _ prepare: (Database, String) async throws -> Void
  ) async throws {
    let db = try kind.open(address, name: "control")
    try await Ledger(db: db).create()
    await db.close()
    var told = ToldTransfers()
    for point in points {
      do {
        let name = "point\(point)"
        told.add(try await killAtPoint(point, kind, address, name))
        let db = try kind.open(address, name: "control")
        try await prepare(db, name)
        figures.untold += try await Ledger(db: db).check(told).untold
        await db.close()
      } catch {
        throw Fault("\(kind.rawValue), kill point \(point): \(error)")
      }
    }
    figures.committed += told.committed.count
    figures.rolledBack += told.rolledBack.count
  }

  /// Starts the program, and kills it at a moment that the seed says.
  ///
  /// - Returns: What it told before it was dead.
  private func killAtPoint(
    _ point: Int, _ kind: FaultDatabase, _ address: String, _ name: String
  ) async throws -> ToldTransfers {
    var random = SeededRandom(seed: seed, part: point)
    let lineCount = random.oneOf(10) ? 0 : random.int(1...150)
    // Without a line it is still opening the database, and putting in order what the one before it left.
    let pause = lineCount == 0 ? random.int(0...40_000) : random.int(0...800)
    let order = ChildOrder.write(kind, address: address, name: name, seed: random.next(), firstID: point * 1_000_000)
    return try await blocking {
      let program = try ChildProgram(order)
      var told = ToldTransfers()
      for _ in 0..<lineCount { if let line = program.nextLine() { try Self.note(line, &told) } }
      usleep(UInt32(pause))
      program.kill()
      while let line = program.nextLine() { try Self.note(line, &told) }
      guard program.wait() else { throw Fault("the program ended by itself") }
      return told
    }
  }

  private static func note(_ line: String, _ told: inout ToldTransfers) throws {
    let words = line.split(separator: " ")
    guard words.count == 3, ["c", "r"].contains(words[0]), let id = Int(words[1]), let size = Int(words[2]) else {
      throw Fault("the program says: \(line)")
    }
    told.add(Transfer(id: id, size: size), isCommitted: words[0] == "c")
  }

  private func report(_ kind: FaultDatabase, _ points: Int, _ figures: Figures) {
    say(
      """
      kill: \(kind.rawValue), \(points) points: \(figures.committed) transactions told as committed, all there and whole; \
      \(figures.rolledBack) rolled back, none there; \(figures.untold) sightings of whole ones that were not told any more
      """)
  }
}
