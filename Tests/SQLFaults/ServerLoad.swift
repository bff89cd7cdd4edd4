internal import AloftSQL

/// What a server is made to do while it is broken: each query carries its own number back, and transfers are written.
struct ServerLoad: Sendable {
  struct Figures: Sendable {
    var answers = 0
    var errors: [SQLError.Kind: Int] = [:]
    var told = ToldTransfers()
    /// What must not be.
    var faults: [String] = []

    mutating func add(_ other: Figures) {
      answers += other.answers
      errors.merge(other.errors, uniquingKeysWith: +)
      told.add(other.told)
      faults += other.faults
    }
  }

  let db: Database
  let calm: Calm
  let seed: UInt64

  /// Runs until its task is cancelled, of which the queries know nothing.
  func run(tasks: Int) async -> Figures {
    let isOver = Calm()
    let loads = (0..<tasks).map { task in Task.detached { await load(task, tasks, until: isOver) } }
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    isOver.end()
    var figures = Figures()
    for load in loads { figures.add(await load.value) }
    return figures
  }

  private func load(_ task: Int, _ step: Int, until isOver: Calm) async -> Figures {
    var figures = Figures()
    var random = SeededRandom(seed: seed, part: task)
    var number = task
    while isOver.current != nil {
      number += step
      let before = calm.current
      do {
        try await ask(number, &random, &figures)
        figures.answers += 1
      } catch let error as SQLError {
        figures.errors[error.kind, default: 0] += 1
        if ![.connectionLost, .connectionFailed].contains(error.kind) {
          figures.faults.append("query \(number): an error of another kind, \(error.kind): \(error)")
        } else if let before, before == calm.current {
          figures.faults.append("query \(number): an error while nothing is broken: \(error)")
        }
      } catch {
        figures.faults.append("query \(number): \(error)")
      }
    }
    return figures
  }

  private func ask(_ number: Int, _ random: inout SeededRandom, _ figures: inout Figures) async throws {
    switch random.int(1...20) {
    case 1...3:
      let transfer = Transfer(id: number, size: random.int(1...4))
      let way = TransferWriter.Way.steady.randomElement(using: &random) ?? .singly
      figures.told.add(transfer, isCommitted: try await TransferWriter(db: db).write(transfer, way, &random))
    case 4:
      var expected = number
      for try await row in db.stream("select generate_series(\(number), \(number + 2500))", as: Int.self) {
        if row != expected { figures.faults.append("row \(expected) is \(row)") }
        expected += 1
      }
      if expected != number + 2501 { figures.faults.append("rows from \(number) on end with \(expected - 1)") }
    case 5:
      try await db.transaction { tx in
        for number in number..<(number + 3) {
          let answer = try await tx.one("select \(number)", as: Int.self)
          if answer != number { figures.faults.append("\(number) in a transaction was answered with \(answer)") }
        }
      }
    default:
      let answer = try await db.one("select \(number)", as: Int.self)
      if answer != number { figures.faults.append("\(number) was answered with \(answer)") }
    }
  }
}
