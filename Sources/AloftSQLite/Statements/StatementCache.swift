/// The prepared statements of a connection; the ones that were not used for the longest time give way.
struct StatementCache {
  private let capacity: Int
  private var statements: [String: PreparedStatement] = [:]
  /// Those used last, by the length of their text: most programs have few, and a comparison costs less than a hash.
  private var recent = [PreparedStatement?](repeating: nil, count: 32)
  private var useCount = 0

  init(capacity: Int) { self.capacity = max(1, capacity) }

  /// The statement of a text, unless somebody is in the midst of it.
  mutating func statement(of text: String) -> PreparedStatement? {
    useCount &+= 1
    let slot = text.utf8.count & 31
    if let statement = recent[slot], statement.text == text {
      guard !statement.isInUse else { return nil }
      statement.lastUse = useCount
      return statement
    }
    guard let statement = statements[text], !statement.isInUse else { return nil }
    statement.lastUse = useCount
    recent[slot] = statement
    return statement
  }

  /// The statement of a text, if it is among those used last and nobody is in the midst of it.
  mutating func recentStatement(of text: UnsafeRawBufferPointer) -> PreparedStatement? {
    guard let statement = recent[text.count & 31], !statement.isInUse, statement.hasText(text) else { return nil }
    useCount &+= 1
    statement.lastUse = useCount
    return statement
  }

  /// Keeps a statement, unless there is one of its text.
  mutating func keep(_ statement: PreparedStatement) {
    guard statements[statement.text] == nil else { return }
    if statements.count >= capacity, let oldest = statements.values.min(by: { $0.lastUse < $1.lastUse }) {
      statements[oldest.text] = nil
      forget(oldest)
      if !oldest.isInUse { oldest.finalize() }
    }
    useCount &+= 1
    statement.lastUse = useCount
    statements[statement.text] = statement
  }

  private mutating func forget(_ statement: PreparedStatement) {
    let slot = statement.text.utf8.count & 31
    if recent[slot] === statement { recent[slot] = nil }
  }

  /// Whether a statement is kept here.
  func keeps(_ statement: PreparedStatement) -> Bool { statements[statement.text] === statement }

  mutating func removeAll() {
    for statement in statements.values where !statement.isInUse { statement.finalize() }
    statements = [:]
    recent = Array(repeating: nil, count: recent.count)
  }
}
