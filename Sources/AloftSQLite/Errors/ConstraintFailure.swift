internal import AloftSQL

/// What SQLite says of a violated constraint, with the names that it leaves out.
struct ConstraintFailure {
  let connection: SQLiteConnection
  let code: SQLiteCode
  let message: String

  var error: SQLError {
    let limits = connection.watch.limits
    connection.watch.limits = RunLimits(deadline: SystemTime.now + 50_000_000)
    defer { connection.watch.limits = limits }
    switch code.kind {
    case .uniqueViolation: return uniqueViolation
    case .notNullViolation:
      let (table, columns) = names(behind: "NOT NULL constraint failed: ")
      return SQLError(
        .notNullViolation, message, code: code.name, constraint: nil, table: table, columns: columns)
    case .invalidValue: return wrongType
    case .checkViolation where message.hasPrefix("CHECK constraint failed: "):
      let name = String(message.dropFirst("CHECK constraint failed: ".count))
      return SQLError(
        .checkViolation, message, code: code.name, constraint: name, table: SchemaNames(connection).table(ofCheck: name)
      )
    case .foreignKeyViolation: return SQLError(.foreignKeyViolation, message, code: code.name)
    default:
      // What a trigger raised is a text of the schema's, and no value.
      return SQLError(.checkViolation, message, code: code.name)
    }
  }

  private var uniqueViolation: SQLError {
    let prefix = "UNIQUE constraint failed: "
    let names = SchemaNames(connection)
    if message.hasPrefix("\(prefix)index '"), message.hasSuffix("'") {
      let index = String(message.dropFirst(prefix.count + 7).dropLast())
      return SQLError(
        .uniqueViolation, message, code: code.name, constraint: index, table: names.table(ofIndex: index))
    }
    let (table, columns) = self.names(behind: prefix)
    let constraint = table.flatMap { table in
      names.constraint(of: table, columns, kinds: ["unique", "primary"]) ?? names.index(of: table, columns)
    }
    return SQLError(
      .uniqueViolation, message, code: code.name, constraint: constraint, table: table, columns: columns)
  }

  /// `cannot store TEXT value in INTEGER column t.c`.
  private var wrongType: SQLError {
    guard let last = message.split(separator: " ").last else {
      return SQLError(.invalidValue, message, code: code.name)
    }
    let (table, columns) = names(in: [String(last)])
    return SQLError(.invalidValue, message, code: code.name, table: table, columns: columns)
  }

  /// The table and the columns of `t.a, t.b`.
  private func names(behind prefix: String) -> (table: String?, columns: [String]) {
    guard message.hasPrefix(prefix) else { return (nil, []) }
    var parts: [String] = []
    for part in message.dropFirst(prefix.count).split(separator: ",") {
      parts.append(String(part.drop { $0 == " " }))
    }
    return names(in: parts)
  }

  private func names(in parts: [String]) -> (table: String?, columns: [String]) {
    guard let first = parts.first else { return (nil, []) }
    // A table may have a point in its name: the one that there is counts.
    let points = first.indices.filter { first[$0] == "." }
    let names = SchemaNames(connection)
    let point = points.count == 1 ? points[0] : points.first { names.hasTable(String(first[..<$0])) } ?? points.first
    guard let point else { return (nil, parts) }
    let table = String(first[..<point])
    return (table, parts.map { $0.hasPrefix("\(table).") ? String($0.dropFirst(table.count + 1)) : $0 })
  }
}
