/// The names that the text of a table gives to its constraints, which SQLite itself does not keep.
struct ConstraintNames {
  private struct Constraint {
    let name: String
    let kind: String
    let columns: [String]
  }

  private var constraints: [Constraint] = []

  /// Reads a text such as `create table t (a integer constraint k references o, constraint u unique (a))`.
  init(of text: String) {
    let tokens = Array(SQLTokens(text))
    var depth = 0
    var column: String?
    for (index, token) in tokens.enumerated() {
      switch token {
      case .symbol(UInt8(ascii: "(")):
        depth += 1
        if depth == 1 { column = tokens[(index + 1)...].first.flatMap(Self.name) }
      case .symbol(UInt8(ascii: ")")): depth -= 1
      case .symbol(UInt8(ascii: ",")) where depth == 1: column = tokens[(index + 1)...].first.flatMap(Self.name)
      case .word(let word) where depth == 1 && word.lowercased() == "constraint":
        if let constraint = Self.constraint(tokens[(index + 1)...], column) { constraints.append(constraint) }
      default: break
      }
    }
  }

  func name(of columns: [String], kinds: Set<String>) -> String? {
    let columns = columns.map { $0.lowercased() }
    return constraints.first { kinds.contains($0.kind) && $0.columns == columns }?.name
  }

  /// What stands behind `constraint`.
  private static func constraint(_ tokens: ArraySlice<SQLTokens.Token>, _ column: String?) -> Constraint? {
    var rest = tokens
    guard let name = rest.popFirst().flatMap(name), case .word(let word)? = rest.popFirst() else { return nil }
    if let next = rest.first, case .word(let key) = next, key.lowercased() == "key" { rest.removeFirst() }
    var columns: [String] = []
    if rest.popFirst() == .symbol(UInt8(ascii: "(")), word.lowercased() != "references", word.lowercased() != "check" {
      while let token = rest.popFirst(), token != .symbol(UInt8(ascii: ")")) {
        if let name = Self.name(token) { columns.append(name.lowercased()) }
      }
    } else if let column {
      columns = [column.lowercased()]
    }
    return Constraint(name: name, kind: word.lowercased(), columns: columns)
  }

  private static func name(_ token: SQLTokens.Token) -> String? {
    switch token {
    case .word(let word): String(word)
    case .quoted(let name): name
    default: nil
    }
  }
}
