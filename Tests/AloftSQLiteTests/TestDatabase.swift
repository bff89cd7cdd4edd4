internal import AloftSQL
internal import AloftSQLite
internal import Synchronization
internal import TemporaryFiles

/// A database in a file of a test's own.
struct TestDatabase {
  let folder = TemporaryFolder()
  let db: Database

  var path: String { "\(folder.path)/test.db" }

  init(
    _ schema: String = "create table t (id integer primary key, name text, n integer)",
    configure: (inout SQLiteConfiguration, inout DatabaseConfiguration) -> Void = { _, _ in }
  ) async throws {
    var sqlite = SQLiteConfiguration()
    // What these tests look at is the same without waiting for a disk.
    sqlite.synchronous = .off
    var configuration = DatabaseConfiguration()
    configuration.slowStatement = nil
    // All tests run at once, perhaps on a machine that has other things to do.
    configuration.waitLimit = .seconds(120)
    configure(&sqlite, &configuration)
    db = try Database.sqlite("\(folder.path)/test.db", sqlite: sqlite, configuration: configuration)
    try await db.execute(script: schema)
  }
}

/// The error that something throws; `nil` if it throws none of SQL.
func sqlError(_ body: () async throws -> Void) async -> SQLError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? SQLError
  }
}

/// A statement that reads for as long as it is let.
let endless: SQL = "with recursive c(x) as (values(1) union all select x + 1 from c) select count(*) from c"

/// A number that several tasks count up.
final class Counter: Sendable {
  private let number = Atomic(0)

  var value: Int { number.load(ordering: .relaxed) }

  func add() { number.add(1, ordering: .relaxed) }

  /// Lets others work until it was counted up.
  func begins() async { while value == 0 { await Task.yield() } }
}

/// What several tasks found, each in its own place.
final class Answers<Answer: Sendable>: Sendable {
  private let answers: Mutex<[Answer]>

  init(_ answers: [Answer]) { self.answers = Mutex(answers) }

  var all: [Answer] { answers.withLock { $0 } }

  func set(_ index: Int, _ answer: Answer) { answers.withLock { $0[index] = answer } }
}
