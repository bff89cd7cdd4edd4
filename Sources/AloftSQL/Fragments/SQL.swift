/// A piece of SQL with the values it is about, which never become part of its text.
///
/// It is written as a literal: what is interpolated is bound, so that no value can be read as SQL.
///
/// ```swift
/// let mine: SQL = "author = \(id)"
/// try await db.query("select id, title from posts where \(mine) order by \(identifier: column)", as: Post.self)
/// ```
public struct SQL: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
  /// The text as UTF-8, as most databases read it: `$1` for the first value, names in double quotes.
  private var bytes: [UInt8]
  private var marks = SQLMarks()
  package private(set) var values: [SQLParameter]
  /// The names in it, in their order.
  private var names: [String] = []

  /// Creates SQL of a literal without values.
  ///
  /// - Parameter text: What the program's source says, which nothing that comes from elsewhere can be.
  public init(stringLiteral text: StaticString) {
    bytes = text.withUTF8Buffer { Array($0) }
    values = []
  }

  /// Creates SQL of a text that was made with care: of names that are quoted and words that are known.
  package init(trusted text: String) {
    bytes = Array(text.utf8)
    values = []
  }

  /// Creates SQL of a literal's parts.
  public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

  private init(reserving capacity: Int, values count: Int) {
    bytes = []
    bytes.reserveCapacity(capacity)
    values = []
    values.reserveCapacity(count)
  }

  /// The text with numbered placeholders and names in double quotes.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Calls a function with the bytes of that text.
  package func withTextBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try bytes.withUnsafeBytes(body)
  }

  /// Whether a name in it has a zero byte, behind which C would see nothing.
  var hasUnusableName: Bool { !names.isEmpty && names.contains { $0.utf8.contains(0) } }

  /// Whether there is nothing in it.
  public var isEmpty: Bool { bytes.isEmpty }

  /// The text with placeholders, without the values.
  public var description: String { text }

  // MARK: - Building

  mutating func append(text literal: StaticString) { literal.withUTF8Buffer { bytes += $0 } }

  mutating func append(value: SQLParameter) {
    values.append(value)
    let start = bytes.count
    bytes.append(UInt8(ascii: "$"))
    if values.count < 10 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: values.count))
    } else {
      bytes += String(values.count).utf8
    }
    marks.append(SQLMarks.Mark(start: start, end: bytes.count, isName: false))
  }

  mutating func append(identifier name: String) {
    let start = bytes.count
    bytes += SQLDialect.quoted(name, with: "\"").utf8
    names.append(name)
    marks.append(SQLMarks.Mark(start: start, end: bytes.count, isName: true))
  }

  mutating func append(_ other: SQL) {
    other.visit { part in
      switch part {
      case .text(let part): bytes += part
      case .value(let value): append(value: value)
      case .identifier(let name): append(identifier: name)
      }
    }
  }

  /// What a text consists of.
  enum Part {
    case text(ArraySlice<UInt8>)
    case value(SQLParameter)
    case identifier(String)
  }

  func visit(_ body: (Part) -> Void) {
    var position = 0
    var valueIndex = 0
    var nameIndex = 0
    for index in 0..<marks.count {
      let mark = marks[index]
      if mark.start > position { body(.text(bytes[position..<mark.start])) }
      if mark.isName {
        body(.identifier(names[nameIndex]))
        nameIndex += 1
      } else {
        body(.value(values[valueIndex]))
        valueIndex += 1
      }
      position = mark.end
    }
    if position < bytes.count { body(.text(bytes[position...])) }
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
    public mutating func appendLiteral(_ literal: StaticString) { sql.append(text: literal) }

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
