/// Something in a template's source that has no sense.
struct SyntaxProblem: Error, Sendable {
  let message: String
  /// Where it is, in bytes of the source.
  let offset: Int
  /// What to do about it, where that can be said.
  let fix: String?
  /// Whether the language itself is kept, but a rule of what it says is not, as with a filter that nobody knows.
  let isAssertion: Bool

  init(_ message: String, at offset: Int, fix: String? = nil, isAssertion: Bool = false) {
    self.message = message
    self.offset = offset
    self.fix = fix
    self.isAssertion = isAssertion
  }

  /// The problem of what can't be read to its end, since the thread's own is nearer.
  static func tooDeep(at offset: Int) -> SyntaxProblem {
    SyntaxProblem("this lies deeper than the thread's stack allows", at: offset)
  }
}
