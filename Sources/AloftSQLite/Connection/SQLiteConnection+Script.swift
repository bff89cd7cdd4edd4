internal import AloftSQL
internal import CSQLite

extension SQLiteConnection {
  /// Runs the statements of a text, one after the other.
  ///
  /// - Parameter limits: Gives each statement its own.
  func runScript(_ text: String, limits: () -> RunLimits = { .none }) throws {
    let handle = try openedHandle()
    guard !text.utf8.contains(0) else {
      throw SQLError(.invalidStatement, "the text of the script has a U+0000 in it")
    }
    var text = text
    try text.withUTF8 { bytes in
      try bytes.withMemoryRebound(to: CChar.self) { bytes in
        var rest = bytes
        while !rest.isEmpty {
          watch.limits = limits()
          let (statement, used) = try compileNext(of: rest, handle, flags: 0)
          rest = UnsafeBufferPointer(rebasing: rest[max(1, used)...])
          if let statement { try runOnce(PreparedStatement(statement, text: "", traits: [])) }
        }
      }
    }
  }

  private func runOnce(_ statement: PreparedStatement) throws {
    guard sqlite3_bind_parameter_count(statement.handle) == 0 else {
      throw SQLError(.invalidStatement, "a statement of the script has a placeholder", fix: "run it by itself")
    }
    try run(statement, []) { while try $0.next() {} }
  }
}
