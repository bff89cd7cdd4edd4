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
}
