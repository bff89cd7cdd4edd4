internal import AloftSQL

extension SQLError {
  /// The same error with other parts.
  func with(
    kind: Kind? = nil, message: String? = nil, fix: String? = nil, constraint: String? = nil, table: String? = nil,
    columns: [String]? = nil
  ) -> SQLError {
    SQLError(
      kind ?? self.kind, message ?? self.message, fix: fix ?? self.fix, code: code, detail: detail,
      constraint: constraint ?? self.constraint, table: table ?? self.table, columns: columns ?? self.columns, row: row,
      place: place, otherPlace: otherPlace, statement: statement)
  }

  /// The error with the place and the text of a statement, unless it has its own.
  func placed(at statement: Statement) -> SQLError {
    SQLError(
      kind, message, fix: fix, code: code, detail: detail, constraint: constraint, table: table, columns: columns,
      row: row, place: place ?? statement.place, otherPlace: otherPlace, statement: self.statement ?? statement.text)
  }
}
