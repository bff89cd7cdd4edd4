internal import AloftSQL

/// Finds names in the schema, for messages: where anything fails there is none.
struct SchemaNames {
  private let connection: SQLiteConnection

  init(_ connection: SQLiteConnection) { self.connection = connection }

  func hasTable(_ name: String) -> Bool {
    !texts("select name from sqlite_schema where type = 'table' and name = $1", name).isEmpty
  }

  func table(ofIndex name: String) -> String? {
    texts("select tbl_name from sqlite_schema where type = 'index' and name = $1", name).first
  }

  /// The only table that has this condition.
  func table(ofCheck condition: String) -> String? {
    let tables = texts(
      "select name from sqlite_schema where type = 'table' and instr(sql, $1) > 0 and sql like '%check%'", condition)
    return tables.count == 1 ? tables[0] : nil
  }

  /// The unique index of columns.
  func index(of table: String, _ columns: [String]) -> String? {
    texts("select name from pragma_index_list($1) where \"unique\"", table).first { index in
      texts("select name from pragma_index_info($1) order by seqno", index).map { $0.lowercased() }
        == columns.map { $0.lowercased() }
    }
  }

  /// The name that the table's text gives a constraint of columns: `constraint "name" unique (a, b)`.
  ///
  /// - Parameter kinds: The first words of the constraint, in lower case.
  func constraint(of table: String, _ columns: [String], kinds: Set<String>) -> String? {
    let text = texts("select sql from sqlite_schema where type = 'table' and name = $1 collate nocase", table).first
    return text.flatMap { ConstraintNames(of: $0).name(of: columns, kinds: kinds) }
  }

  private func texts(_ text: String, _ value: String) -> [String] {
    (try? connection.run(connection.prepare(text), [.text(value)]) { try $0.decodeAll(String.self) }) ?? []
  }
}
