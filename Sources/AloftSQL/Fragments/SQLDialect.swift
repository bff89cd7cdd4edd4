/// How a database writes what databases write differently.
public struct SQLDialect: Sendable {
  /// How a placeholder of a value is written.
  public enum Placeholder: Sendable, Hashable {
    /// `$1`, `$2` …
    case numbered
    /// `?1`, `?2` … where there are many, and `$1`, `$2` … where there are few: SQLite reads both, but looks for each of
    /// the latter among all of them.
    case numberedOrNamed
    /// `?` for each.
    case questionMark
  }

  /// The database's name, as messages say it: `PostgreSQL`.
  public let name: String
  /// How placeholders are written.
  public let placeholder: Placeholder
  /// What stands around names, and is doubled within them.
  public let quote: String
  /// Whether arrays can be values.
  public let hasArrays: Bool

  /// Describes a dialect; see the properties.
  public init(name: String, placeholder: Placeholder = .numbered, quote: String = "\"", hasArrays: Bool = false) {
    self.name = name
    self.placeholder = placeholder
    self.quote = quote
    self.hasArrays = hasArrays
  }

  /// Writes a piece of SQL.
  ///
  /// - Returns: Its text, with a placeholder for each of its values in their order.
  public func text(of sql: SQL) -> String {
    if isPlain(sql) { return sql.text }
    var bytes: [UInt8] = []
    var count = 0
    sql.visit { part in
      switch part {
      case .text(let part): bytes += part
      case .identifier(let name): bytes += Self.quoted(name, with: quote).utf8
      case .value:
        count += 1
        switch placeholder {
        case .numbered: bytes += "$\(count)".utf8
        case .numberedOrNamed: bytes += "?\(count)".utf8
        case .questionMark: bytes.append(UInt8(ascii: "?"))
        }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a piece of SQL is written with numbered placeholders and double quotes, and so is its text as it is.
  package func isPlain(_ sql: SQL) -> Bool {
    (placeholder == .numbered || (placeholder == .numberedOrNamed && sql.values.count <= Self.mostNames))
      && quote == "\""
  }

  /// How many placeholders SQLite may look for by their names.
  private static let mostNames = 16

  static func quoted(_ name: String, with quote: String) -> String {
    var text = quote
    // What follows a zero byte would be lost on the way through C, the closing quote with it.
    for character in name.unicodeScalars where character != "\0" {
      text.unicodeScalars.append(character)
      if quote.unicodeScalars.first == character { text.unicodeScalars.append(character) }
    }
    return text + quote
  }
}
