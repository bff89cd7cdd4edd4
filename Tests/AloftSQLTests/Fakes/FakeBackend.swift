import AloftCore
import AloftSQL
import Synchronization

/// A database that only notes what it is told, and answers each statement with one row of one number.
final class FakeBackend: DatabaseBackend {
  private struct State {
    var events: [String] = []
    var failures: [String: [any Error]] = [:]
    var openSources = 0
  }

  let dialect: SQLDialect
  private let state = Mutex(State())

  init(dialect: SQLDialect = SQLDialect(name: "Fake", hasArrays: true)) { self.dialect = dialect }

  /// What it was told, in its order.
  var events: [String] { state.withLock { $0.events } }

  /// How many streams hold something.
  var openSources: Int { state.withLock { $0.openSources } }

  /// Lets the next times fail that it is told something.
  func fail(_ event: String, with errors: (any Error)...) {
    state.withLock { $0.failures[event, default: []] += errors }
  }

  func database(_ configuration: DatabaseConfiguration = DatabaseConfiguration()) -> Database {
    Database(self, name: "fake", configuration: configuration)
  }

  fileprivate func tell(_ event: String) throws {
    try state.withLock { state in
      state.events.append(event)
      guard let failures = state.failures[event], let first = failures.first else { return }
      state.failures[event] = Array(failures.dropFirst())
      throw first
    }
  }

  fileprivate func answer(_ event: String, _ visit: RowVisit) throws {
    try tell(event)
    try visit(FakeCursor(["n"], [[.integer(1)]], changed: 1))
  }

  fileprivate func countSource(_ change: Int) { state.withLock { $0.openSources += change } }

  func visit(_ statement: Statement, _ visit: @escaping RowVisit) async throws {
    try answer("run \(statement.text)", visit)
  }

  func runBatch(_ statements: [Statement]) async throws -> [Int] {
    try tell("batch of \(statements.count)")
    return statements.map { _ in 1 }
  }

  func open(_ statement: Statement) async throws -> any RowSource {
    try tell("open \(statement.text)")
    return FakeSource(self)
  }

  func begin(_ options: TransactionOptions, place: SourcePlace) async throws -> any DatabaseSession {
    try tell("begin")
    return FakeSession(self)
  }

  func runScript(_ text: String, place: SourcePlace) async throws { try tell("script \(text)") }

  func close() async { try? tell("close") }
}

private final class FakeSession: DatabaseSession {
  private let backend: FakeBackend

  init(_ backend: FakeBackend) { self.backend = backend }

  func visit(_ statement: Statement, _ visit: @escaping RowVisit) async throws {
    // As drivers do.
    try Task.checkCancellation()
    try backend.answer("  \(statement.text)", visit)
  }

  func runBatch(_ statements: [Statement]) async throws -> [Int] {
    try backend.tell("  batch of \(statements.count)")
    return statements.map { _ in 1 }
  }

  func open(_ statement: Statement) async throws -> any RowSource {
    try backend.tell("  open \(statement.text)")
    return FakeSource(backend)
  }

  func commit() async throws { try backend.tell("commit") }
  func rollback() async { try? backend.tell("rollback") }
}

/// Three parts of two rows: 1 and 2, 3 and 4, 5 and 6.
private final class FakeSource: RowSource {
  private struct State {
    var part = 0
    var isClosed = false
  }

  private let backend: FakeBackend
  private let state = Mutex(State())

  init(_ backend: FakeBackend) {
    self.backend = backend
    backend.countSource(1)
  }

  func visitNext(_ visit: @escaping RowVisit) async throws -> Bool {
    let part = state.withLock { state in
      state.part += 1
      return state.part
    }
    try backend.tell("part \(part)")
    guard part <= 3 else { return false }
    try visit(FakeCursor(["n"], [[.integer(Int64(part * 2 - 1))], [.integer(Int64(part * 2))]]))
    return true
  }

  func close() {
    let isFirst = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    if isFirst { backend.countSource(-1) }
  }
}
