/// A regular expression for whole texts.
// Unchecked because `Regex` is not marked as Sendable, for the sake of those that hold functions; one made of text holds
// none, and matching changes nothing in it.
struct TextPattern: @unchecked Sendable {
  /// Expressions can take time that grows with the power of a text's length.
  private static let longestText = 4096

  private let expression: Regex<AnyRegexOutput>?

  init(_ pattern: String) { expression = try? Regex(pattern) }

  func matches(_ text: String) -> Bool {
    guard let expression, text.utf8.count <= Self.longestText else { return false }
    return (try? expression.wholeMatch(in: text)) != nil
  }
}
