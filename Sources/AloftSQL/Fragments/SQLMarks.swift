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

  func forEach(_ body: (Mark) -> Void) {
    guard let first else { return }
    body(first)
    for mark in others { body(mark) }
  }
}
