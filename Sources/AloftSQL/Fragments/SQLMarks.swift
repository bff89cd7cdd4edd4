/// The places in a text that dialects write differently; one of them, as most statements have, takes no memory of its own.
struct SQLMarks: Sendable {
  /// A place of a value or of a name, in bytes of the text.
  struct Mark: Sendable {
    let start: Int
    let end: Int
    let isName: Bool
  }

  private var first: Mark?
  private var others: [Mark] = []

  mutating func append(_ mark: Mark) {
    if first == nil { first = mark } else { others.append(mark) }
  }

  var count: Int { first == nil ? 0 : others.count + 1 }

  subscript(index: Int) -> Mark {
    if index == 0, let first { return first }
    return others[index - 1]
  }
}
