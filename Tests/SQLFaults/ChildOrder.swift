internal import AloftSQL
internal import Foundation

/// What the program does where it is started by itself, to be killed.
enum ChildOrder {
  /// Writes transfers without pause, and says so line by line.
  case write(FaultDatabase, address: String, name: String, seed: UInt64, firstID: Int)
  /// Writes a transfer to a file but does not end its transaction before its input ends.
  case lock(file: String)

  static let marker = "--child"

  init?(_ arguments: [String]) {
    guard arguments.first == Self.marker else { return nil }
    let words = Array(arguments.dropFirst())
    if words.count == 2, words[0] == "lock" {
      self = .lock(file: words[1])
    } else if words.count == 5, let kind = FaultDatabase(rawValue: words[0]), let seed = UInt64(words[3]),
      let firstID = Int(words[4])
    {
      self = .write(kind, address: words[1], name: words[2], seed: seed, firstID: firstID)
    } else {
      return nil
    }
  }

  var arguments: [String] {
    switch self {
    case .write(let kind, let address, let name, let seed, let firstID):
      [Self.marker, kind.rawValue, address, name, "\(seed)", "\(firstID)"]
    case .lock(let file): [Self.marker, "lock", file]
    }
  }

  func run() async throws {
    switch self {
    case .write(let kind, let address, let name, let seed, let firstID):
      try await Self.write(kind.open(address, name: name), seed, firstID)
    case .lock(let file): try await Self.lock(file)
    }
  }

  // MARK: - Writing

  private static let taskCount = 8

  private static func write(_ db: Database, _ seed: UInt64, _ firstID: Int) async {
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<taskCount {
        group.addTask { await writeForEver(db, SeededRandom(seed: seed, part: task), firstID + task) }
      }
      group.addTask { await readForEver(db) }
    }
  }

  private static func writeForEver(_ db: Database, _ random: SeededRandom, _ firstID: Int) async {
    var random = random
    let writer = TransferWriter(db: db)
    for id in sequence(first: firstID, next: { $0 + taskCount }) {
      let transfer = Transfer(id: id, size: random.int(1...6))
      let way = TransferWriter.Way.allCases.randomElement(using: &random) ?? .singly
      do {
        let isCommitted = try await writer.write(transfer, way, &random)
        say("\(isCommitted ? "c" : "r") \(id) \(transfer.size)")
      } catch {
        tell("\(way): \(error)")
      }
    }
  }

  /// Keeps streams open beside what is written; what they see must be whole.
  private static func readForEver(_ db: Database) async {
    while true {
      do {
        for try await (debit, credit) in db.stream(
          """
          select (select count(*) from debits where transfer = t), (select count(*) from credits where transfer = t)
          from (select distinct transfer as t from debits) as transfers
          """, as: (Int, Int).self) where debit != credit
        {
          tell("a reader saw \(debit) lines on one side and \(credit) on the other")
        }
      } catch {
        tell("reading: \(error)")
      }
    }
  }

  private static func tell(_ failure: String) {
    say("e " + failure.split(separator: "\n").joined(separator: " "))
  }

  // MARK: - Locking

  private static func lock(_ file: String) async throws {
    let db = try FaultDatabase.sqlite.open(file)
    try await db.transaction { tx in
      try await tx.batch(Transfer(id: 1_000_000, size: 3).statements)
      say("locked")
      try await blocking { _ = FileHandle.standardInput.readDataToEndOfFile() }
    }
    say("done")
  }
}
