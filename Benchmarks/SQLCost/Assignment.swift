/// What this process measures; `Benchmarks/bench/sql.py` says it on the command line.
struct Assignment: Sendable {
  enum Work: String {
    /// Rows by their keys.
    case key
    /// A hundred rows at a time.
    case hundred
    /// Rows inserted, each by itself.
    case insert
    /// Ten thousand rows inserted at a time.
    case batch
    /// All rows, in constant memory.
    case stream
  }

  struct Senseless: Error {}

  /// A file of SQLite, or a URL of PostgreSQL.
  let place: String
  let work: Work
  /// How many tasks share the work.
  let concurrency: Int
  /// How many queries a round makes; how many rows, where these are many to a query.
  let count: Int
  let rounds: Int
  /// SQLite's setting of that name.
  let synchronous: String

  init(_ words: some Collection<String>) throws {
    let words = Array(words)
    guard words.count == 6, let work = Work(rawValue: words[1]), let concurrency = Int(words[2]),
      let count = Int(words[3]), let rounds = Int(words[4])
    else { throw Senseless() }
    (place, self.work, self.concurrency, self.count, self.rounds) = (words[0], work, concurrency, count, rounds)
    synchronous = words[5]
  }

  /// The numbers of a task's queries.
  func queries(of worker: Int) -> StrideTo<Int> { stride(from: worker, to: count, by: concurrency) }

  /// A task's part of the rows, which are counted from 1.
  func rows(of worker: Int) -> ClosedRange<Int> {
    let share = count / concurrency
    return worker * share + 1...(worker + 1) * share
  }
}
