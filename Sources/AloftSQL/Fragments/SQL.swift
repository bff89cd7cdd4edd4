/// A piece of SQL with the values it is about, which never become part of its text.
///
/// It is written as a literal: what is interpolated is bound, so that no value can be read as SQL.
///
/// ```swift
/// let mine: SQL = "author = \(id)"
/// try await db.query("select id, title from posts where \(mine) order by \(identifier: column)", as: Post.self)
/// ```
public struct SQL: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
  /// A place in the text that dialects write differently.
  enum Mark: Sendable {
    /// A placeholder of the next value, with its place in the text's bytes.
    case value(Range<Int>)
    /// A quoted name, with its place in the text's bytes.
    case identifier(String, Range<Int>)
  }

  /// The text as ``SQLDialect/standard`` writes it: `$1` for the first value, names in double quotes.
  private(set) var text: String
  private(set) var marks: [Mark]
  private(set) var values: [SQLParameter]

  /// Creates SQL of a literal without values.
  ///
  /// - Parameter text: What the program's source says, which nothing that comes from elsewhere can be.
  public init(stringLiteral text: StaticString) { self.init(trusted: text.description) }

  /// Creates SQL of a text that was made with care: of names that are quoted and words that are known.
  package init(trusted text: String) {
    self.text = text
    marks = []
    values = []
  }

  /// Creates SQL of a literal's parts.
  public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

  private init(reserving capacity: Int, values count: Int) {
    text = ""
    text.reserveCapacity(capacity)
    marks = []
    marks.reserveCapacity(count)
    values = []
    values.reserveCapacity(count)
  }

  /// Whether a name in it has a zero byte, behind which C would see nothing.
  var hasUnusableName: Bool {
    marks.contains { mark in
      if case .identifier(let name, _) = mark { return name.utf8.contains(0) }
      return false
    }
  }

  /// Whether there is nothing in it.
  public var isEmpty: Bool { text.isEmpty }

  /// The text with placeholders, without the values.
  public var description: String { text }

  // MARK: - Building

  mutating func append(text literal: String) { text += literal }

  mutating func append(value: SQLParameter) {
    values.append(value)
    let start = text.utf8.count
    text += "$"
    text += String(values.count)
    marks.append(.value(start..<text.utf8.count))
  }

  mutating func append(identifier name: String) {
    let start = text.utf8.count
    text += SQLDialect.quoted(name, with: "\"")
    marks.append(.identifier(name, start..<text.utf8.count))
  }

  mutating func append(_ other: SQL) {
    guard !other.marks.isEmpty else {
      text += other.text
      return
    }
    other.visit { part in
      switch part {
      case .text(let part): append(text: String(part))
      case .value(let value): append(value: value)
      case .identifier(let name): append(identifier: name)
      }
    }
  }

  /// What a text consists of.
  enum Part {
    case text(Substring)
    case value(SQLParameter)
    case identifier(String)
  }

  func visit(_ body: (Part) -> Void) {
    let bytes = text.utf8
    var position = bytes.startIndex
    var offset = 0
    var valueCount = 0
    for mark in marks {
      let (range, part): (Range<Int>, Part) =
        switch mark {
        case .value(let range): (range, .value(values[valueCount]))
        case .identifier(let name, let range): (range, .identifier(name))
        }
      if case .value = mark { valueCount += 1 }
      let start = bytes.index(position, offsetBy: range.lowerBound - offset)
      if start > position { body(.text(text[position..<start])) }
      body(part)
      position = bytes.index(start, offsetBy: range.count)
      offset = range.upperBound
    }
    if position < bytes.endIndex { body(.text(text[position...])) }
  }

  /// One piece behind another.
  public static func + (left: SQL, right: SQL) -> SQL {
    var joined = left
    joined.append(right)
    return joined
  }

  /// Adds a piece at the end.
  public static func += (left: inout SQL, right: SQL) { left.append(right) }

  // MARK: - Interpolation

  /// What a literal of SQL is gathered in.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var sql: SQL

    /// Begins a literal.
    public init(literalCapacity: Int, interpolationCount: Int) {
      sql = SQL(reserving: literalCapacity + interpolationCount * 4, values: interpolationCount)
    }

    /// Adds what the literal says.
    public mutating func appendLiteral(_ literal: StaticString) { sql.append(text: literal.description) }

    /// Binds a value: `\(id)`.
    public mutating func appendInterpolation(_ value: some SQLValue) { sql.append(value: value.sqlParameter) }

    /// Binds a value, or NULL.
    ///
    /// Of a function of its own: for one of all values, the compiler warns of each optional.
    public mutating func appendInterpolation(_ value: (some SQLValue)?) { sql.append(value: value.sqlParameter) }

    /// Inserts another piece: `\(condition)`.
    public mutating func appendInterpolation(_ sql: SQL) { self.sql.append(sql) }

    /// Inserts a name of a table, column or the like, quoted: `\(identifier: "order")`.
    ///
    /// A name with its schema is two: `\(identifier: schema).\(identifier: table)`.
    public mutating func appendInterpolation(identifier name: String) { sql.append(identifier: name) }

    /// Inserts values in parentheses: `id in \(list: ids)`; for none of them, an empty set.
    ///
    /// Each number of values is a statement of its own for the database. Where it has arrays, `id = any(\(ids))` is one.
    public mutating func appendInterpolation<Value: SQLValue>(list values: some Sequence<Value>) {
      var isFirst = true
      for value in values {
        sql.append(text: isFirst ? "(" : ", ")
        sql.append(value: value.sqlParameter)
        isFirst = false
      }
      guard isFirst else { return sql.append(text: ")") }
      // `in ()` is not SQL, and `in (null)` is neither true nor false. The NULL has a type, since PostgreSQL takes one
      // without for a text, and compares no number with it.
      sql.append(text: "(select ")
      sql.append(value: .null(Value.sqlType))
      sql.append(text: " where 1 = 0)")
    }

    /// Inserts pieces with a text between them: `\(conditions, joinedBy: " and ")`.
    ///
    /// - Parameters:
    ///   - pieces: The pieces; none of them leave nothing.
    ///   - separator: What stands between them.
    public mutating func appendInterpolation(_ pieces: [SQL], joinedBy separator: SQL) {
      for (index, piece) in pieces.enumerated() {
        if index > 0 { sql.append(separator) }
        sql.append(piece)
      }
    }
  }
}
