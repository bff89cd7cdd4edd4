/// Who waits for the writer, in the order they came. It does nothing itself.
struct WriterState {
  struct Entry {
    let work: WriterWork
    /// When it has waited long enough.
    let deadline: UInt64
  }

  /// What the writer does next.
  enum Next {
    case group([WriteJob])
    case turn(WriterTurn)
    case nothing
  }

  /// More at once would let the first of them wait for the others.
  static let mostInGroup = 256

  private(set) var entries: [Entry] = []
  /// Whether somebody has the writer, or the writer's thread is at work.
  private(set) var isBusy = false
  var isClosed = false
  var hasTimer = false
  var closers: [CheckedContinuation<Void, Never>] = []

  /// Adds work.
  ///
  /// - Returns: Whether the writer's thread is to be woken for it.
  mutating func add(_ entry: Entry) -> Bool {
    entries.append(entry)
    defer { isBusy = true }
    return !isBusy
  }

  /// Takes the writer, if nobody has it or waits for it.
  mutating func takeIfFree() -> Bool {
    guard !isBusy, !isClosed else { return false }
    isBusy = true
    return true
  }

  /// Makes the writer free if nobody waits for it.
  mutating func freeIfNobodyWaits() -> Bool {
    guard entries.isEmpty else { return false }
    isBusy = false
    return true
  }

  /// What is next; the writer is free if there is nothing.
  mutating func next() -> Next {
    guard let first = entries.first else {
      isBusy = false
      return .nothing
    }
    if let turn = first.work as? WriterTurn {
      entries.removeFirst()
      return .turn(turn)
    }
    var jobs: [WriteJob] = []
    for entry in entries.prefix(Self.mostInGroup) {
      guard let job = entry.work as? WriteJob, !job.isAlone || jobs.isEmpty else { break }
      jobs.append(job)
      if job.isAlone { break }
    }
    entries.removeFirst(jobs.count)
    return .group(jobs)
  }

  /// Takes work out that waits still.
  mutating func remove(_ work: WriterWork) -> Bool {
    guard let index = entries.firstIndex(where: { $0.work === work }) else { return false }
    entries.remove(at: index)
    return true
  }

  /// Takes out what has waited for long enough.
  mutating func removeOverdue(_ now: UInt64) -> [WriterWork] {
    guard entries.contains(where: { $0.deadline <= now }) else { return [] }
    defer { entries.removeAll { $0.deadline <= now } }
    return entries.filter { $0.deadline <= now }.map(\.work)
  }

  mutating func takeClosers() -> [CheckedContinuation<Void, Never>] {
    guard isClosed, !isBusy else { return [] }
    defer { closers = [] }
    return closers
  }
}
