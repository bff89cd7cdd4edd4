/// What can be said of a statement by its first words, before it is compiled.
enum StatementKind {
  /// Probably one that only reads.
  case reading
  /// `savepoint`, `release` or `rollback to`, without which nothing is written to the disk.
  case savepoint
  /// One that no transaction may hold, or that would end it.
  case alone
  /// Anything else.
  case writing

  init(of text: String) {
    // Most texts begin with the keyword at once.
    switch Self.firstByte(of: text) {
    case UInt8(ascii: "i"), UInt8(ascii: "u"): self = .writing
    case UInt8(ascii: "s") where text.utf8.starts(with: "select ".utf8, by: { $0 | 0x20 == $1 }): self = .reading
    default: self = Self.kind(of: text)
    }
  }

  private static func firstByte(of text: String) -> UInt8? { text.utf8.first.map { $0 | 0x20 } }

  private static func kind(of text: String) -> StatementKind {
    var tokens = SQLTokens(text)
    var token = tokens.next()
    while token == .symbol(UInt8(ascii: ";")) { token = tokens.next() }
    guard case .word(let word)? = token else { return .writing }
    switch word.lowercased() {
    case "select", "with", "values", "explain": return .reading
    case "savepoint", "release": return .savepoint
    case "rollback":
      while let next = tokens.next() {
        if case .word(let word) = next, word.lowercased() == "to" { return .savepoint }
      }
      return .alone
    case "pragma":
      // Others set something of one connection, or tell of one: the writer is the one they mean.
      guard case .word(let name)? = tokens.next(), readingPragmas.contains(name.lowercased()) else { return .alone }
      return tokens.next() == .symbol(UInt8(ascii: "=")) ? .alone : .reading
    case "vacuum", "begin", "commit", "end", "attach", "detach": return .alone
    default: return .writing
    }
  }

  private static let readingPragmas: Set<String> = [
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    "foreign_key_check", "database_list", "collation_list", "function_list", "module_list", "pragma_list",
    "compile_options", "integrity_check", "quick_check", "page_count", "freelist_count", "page_size", "encoding",
  ]
}
