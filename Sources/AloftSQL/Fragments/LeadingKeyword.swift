/// The first word of a statement, by which one can tell what kind of statement it is.
public enum LeadingKeyword {
  /// Finds it.
  ///
  /// - Parameter text: A statement, perhaps with comments before it.
  /// - Returns: The word in lower case; empty where there is none.
  public static func of(_ text: String) -> String {
    var rest = text.utf8[...]
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: "-") where rest.starts(with: "--".utf8): rest = rest.drop { $0 != 0x0A }
      case UInt8(ascii: "/") where rest.starts(with: "/*".utf8): rest = behindComment(rest)
      case _ where isLetter(byte): return String(Substring(rest.prefix(while: isLetter))).lowercased()
      default: rest = rest.dropFirst()
      }
    }
    return ""
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

  /// What stands behind a comment; PostgreSQL's may lie within each other.
  private static func behindComment(_ text: Substring.UTF8View) -> Substring.UTF8View {
    var rest = text.dropFirst(2)
    var depth = 1
    while depth > 0, !rest.isEmpty {
      if rest.starts(with: "/*".utf8) {
        depth += 1
        rest = rest.dropFirst(2)
      } else if rest.starts(with: "*/".utf8) {
        depth -= 1
        rest = rest.dropFirst(2)
      } else {
        rest = rest.dropFirst()
      }
    }
    return rest
  }

  /// What begins, parts or ends transactions.
  private static let ofTransactions: Set<String> = [
    "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release",
  ]

  /// Whether a statement begins, parts or ends a transaction, which would be that of others on the same connection.
  static func concernsTransactions(_ text: String) -> Bool {
    // Nearly all statements are told by their first letter.
    switch text.utf8.first.map({ $0 | 0x20 }) {
    case UInt8(ascii: "s") where text.utf8.starts(with: "select".utf8, by: { $0 | 0x20 == $1 }): return false
    case UInt8(ascii: "i"), UInt8(ascii: "u"), UInt8(ascii: "d"), UInt8(ascii: "w"): return false
    default: return ofTransactions.contains(of(text))
    }
  }
}
