internal import AloftCore
internal import AloftSQL

/// What a case works with: the database, what is known of it, and expectations that throw.
struct DriverCheck: Sendable {
  let caseName: String
  let database: Database
  let facts: DriverFacts

  /// The type of columns of whole numbers.
  var integer: String { facts.columnType(.integer(bits: 64)) }
  /// The type of columns of texts.
  var text: String { facts.columnType(.text) }

  // MARK: - Tables and databases

  /// A name that no other table has, neither of another case nor of another run.
  func newName() -> String { "aloft_" + String(UInt64.random(in: 0 ... .max), radix: 36) }

  /// Makes a table for as long as `body` runs.
  ///
  /// - Parameter columns: What stands in its parentheses.
  func withTable<Output: Sendable>(
    _ columns: String, of other: Database? = nil, _ body: (SQL) async throws -> Output
  ) async throws -> Output {
    let database = other ?? database
    let name = newName()
    try await database.execute(script: "create table \(name) (\(columns))")
    let output: Output
    do {
      output = try await body("\(identifier: name)")
    } catch {
      await drop(name, of: database)
      throw error
    }
    try await database.execute(script: "drop table \(name)")
    return output
  }

  /// Also where the case's own task was cancelled.
  private func drop(_ name: String, of database: Database) async {
    let dropping = Task.detached { try await database.execute(script: "drop table \(name)") }
    _ = await dropping.result
  }

  /// Opens the database once more, with a configuration of its own.
  func withDatabase<Output: Sendable>(
    _ configure: (inout DatabaseConfiguration) -> Void, _ body: (Database) async throws -> Output
  ) async throws -> Output {
    var configuration = DatabaseConfiguration()
    configure(&configuration)
    let database = try await facts.open(configuration)
    let output: Output
    do {
      output = try await body(database)
    } catch {
      // Not waited for: the failure may be that something does not come back.
      Task.detached { await database.close() }
      throw error
    }
    await database.close()
    return output
  }

  func count(_ table: SQL, in client: (any SQLClient)? = nil) async throws -> Int {
    try await (client ?? database).one("select count(*) from \(table)", as: Int.self)
  }

  // MARK: - Expectations

  func expect(
    _ holds: Bool, _ expectation: @autoclosure () -> String, seen: @autoclosure () -> String = "it is not so",
    file: String = #fileID, line: Int = #line
  ) throws {
    guard !holds else { return }
    throw DriverCaseFailure(
      caseName: caseName, expectation: expectation(), seen: seen(), place: SourcePlace(file: file, line: line))
  }

  func expect<Value: Equatable>(
    _ value: Value, is expected: Value, _ what: String, file: String = #fileID, line: Int = #line
  ) throws {
    try expect(
      value == expected, "\(what): \(Self.shown(expected))", seen: Self.shown(value), file: file, line: line)
  }

  /// A megabyte helps nobody.
  private static func shown(_ value: Any) -> String {
    let text = "\(value)"
    return text.count > 400 ? "\(text.prefix(400))… (\(text.count) characters)" : text
  }

  /// Expects an error of one of some kinds.
  @discardableResult
  func expectError<Output>(
    _ kinds: SQLError.Kind..., from what: String, file: String = #fileID, line: Int = #line,
    _ body: () async throws -> Output
  ) async throws -> SQLError {
    let expectation = "\(what): an error, \(kinds.map(\.rawValue).joined(separator: " or "))"
    let output: Output
    do {
      output = try await body()
    } catch let error as SQLError {
      try expect(
        kinds.contains(error.kind), expectation, seen: "\(error.kind.rawValue): \(error)", file: file, line: line)
      return error
    } catch let failure as DriverCaseFailure {
      throw failure
    } catch {
      throw DriverCaseFailure(
        caseName: caseName, expectation: expectation, seen: "\(error)", place: SourcePlace(file: file, line: line))
    }
    throw DriverCaseFailure(
      caseName: caseName, expectation: expectation, seen: "no error but \(Self.shown(output))",
      place: SourcePlace(file: file, line: line))
  }

  /// Expects the error of a cancelled task.
  func expectCancellation<Output>(
    of what: String, file: String = #fileID, line: Int = #line, _ body: () async throws -> Output
  ) async throws {
    let output: Output
    do {
      output = try await body()
    } catch is CancellationError {
      return
    } catch {
      throw DriverCaseFailure(
        caseName: caseName, expectation: "\(what): CancellationError", seen: "\(error)",
        place: SourcePlace(file: file, line: line))
    }
    throw DriverCaseFailure(
      caseName: caseName, expectation: "\(what): CancellationError", seen: "no error but \(Self.shown(output))",
      place: SourcePlace(file: file, line: line))
  }
}
