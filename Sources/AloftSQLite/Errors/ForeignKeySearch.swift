internal import AloftSQL
internal import CSQLite

/// Finds which foreign key was violated, since SQLite only says that one was.
///
/// The statement is run again with all foreign keys deferred, and the tables it changed are asked; then everything is
/// undone. All of it may take a tenth of a second at most.
struct ForeignKeySearch {
  private static let limit: UInt64 = 100_000_000

  struct Violation {
    let table: String
    let parent: String
    let columns: [String]
    let constraint: String?
  }

  let connection: SQLiteConnection

  /// The violation that a statement makes, which has its values still.
  func violation(by statement: PreparedStatement) -> Violation? {
    connection.watch.limits = RunLimits(deadline: SystemTime.now + Self.limit)
    guard (try? connection.command("savepoint aloft_search")) != nil else { return nil }
    defer {
      connection.watch.limits = .none
      sqlite3_reset(statement.handle)
      try? connection.command("rollback to aloft_search")
      try? connection.command("release aloft_search")
    }
    guard (try? connection.command("pragma defer_foreign_keys = on")) != nil else { return nil }
    defer {
      connection.watch.limits = .none
      try? connection.command("pragma defer_foreign_keys = off")
    }
    let changes = changes(by: statement)
    return candidates(of: changes).lazy.compactMap { violation(in: $0, preferring: changes[$0] ?? []) }.first
  }

  /// Any violation that there is now: a transaction could not be committed.
  func anyViolation() -> Violation? {
    connection.watch.limits = RunLimits(deadline: SystemTime.now + Self.limit)
    defer { connection.watch.limits = .none }
    return violation(in: nil, preferring: [])
  }

  /// The rows that a statement changes, by table.
  private func changes(by statement: PreparedStatement) -> [String: Set<Int64>] {
    final class Changes { var rows: [String: Set<Int64>] = [:] }
    let changes = Changes()
    guard let handle = connection.handle else { return [:] }
    let context = Unmanaged.passUnretained(changes).toOpaque()
    sqlite3_update_hook(
      handle,
      { context, _, _, table, row in
        guard let context, let table else { return }
        let changes = Unmanaged<Changes>.fromOpaque(context).takeUnretainedValue()
        changes.rows[String(cString: table), default: []].insert(row)
      }, context)
    while sqlite3_step(statement.handle) == SQLITE_ROW {}
    sqlite3_update_hook(handle, nil, nil)
    return withExtendedLifetime(changes) { changes.rows }
  }

  /// The tables that may hold the violation: those that were changed, and those that refer to them.
  private func candidates(of changes: [String: Set<Int64>]) -> [String] {
    let changed = changes.keys.sorted()
    let referring = try? rows(
      "select distinct t.name, f.\"table\" from sqlite_schema t, pragma_foreign_key_list(t.name) f where t.type = 'table'",
      [], as: (String, String).self)
    let names = Set(changed.map { $0.lowercased() })
    var candidates = changed
    for (table, parent) in referring ?? [] where !candidates.contains(table) {
      // A table without row numbers is changed without a word: then all that refer to anything are asked.
      if changed.isEmpty || names.contains(parent.lowercased()) { candidates.append(table) }
    }
    return candidates
  }

  private func violation(in table: String?, preferring changed: Set<Int64>) -> Violation? {
    let text = "select \"table\", rowid, parent, fkid from pragma_foreign_key_check"
    var found: (String, String, Int)?
    _ = try? connection.run(
      connection.prepare(table == nil ? text : "\(text)($1)"), table.map { [.text($0)] } ?? []
    ) { cursor in
      var count = 0
      while count < 1000, let row = try cursor.decodeAll(tuplesOf: (String, Int64?, String, Int).self, limit: 1).first {
        count += 1
        let isNew = row.1.map(changed.contains) ?? false
        if found == nil || isNew { found = (row.0, row.2, row.3) }
        if isNew || changed.isEmpty { return }
      }
    }
    guard let (table, parent, id) = found else { return nil }
    let columns = try? rows(
      "select \"from\", 0 from pragma_foreign_key_list($1) where id = $2 order by seq",
      [.text(table), .integer(Int64(id), bits: 64)], as: (String, Int).self)
    let names = (columns ?? []).map(\.0)
    let constraint = SchemaNames(connection).constraint(of: table, names, kinds: ["foreign", "references"])
    return Violation(table: table, parent: parent, columns: names, constraint: constraint)
  }

  private func rows<each Column: SQLValue>(
    _ text: String, _ values: [SQLParameter], as type: (repeat each Column).Type
  ) throws -> [(repeat each Column)] {
    try connection.run(connection.prepare(text), values) { try $0.decodeAll(tuplesOf: type) }
  }
}

extension SQLiteConnection {
  /// The error of a statement that violated a foreign key, with its names.
  func foreignKeyViolation(by statement: PreparedStatement) -> SQLError {
    Self.error(of: ForeignKeySearch(connection: self).violation(by: statement))
  }

  /// The error of a commit that a deferred foreign key hinders.
  func foreignKeyViolationAtCommit() -> SQLError {
    Self.error(of: ForeignKeySearch(connection: self).anyViolation())
  }

  private static func error(of violation: ForeignKeySearch.Violation?) -> SQLError {
    let name = SQLiteCode(number: extendedForeignKeyCode).name
    guard let violation else {
      return SQLError(.foreignKeyViolation, "a row refers to another that is not there", code: name)
    }
    return SQLError(
      .foreignKeyViolation,
      "a row of '\(violation.table)' refers to one of '\(violation.parent)' that is not there", code: name,
      constraint: violation.constraint, table: violation.table, columns: violation.columns)
  }
}
