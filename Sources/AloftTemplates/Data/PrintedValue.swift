/// What holds for all texts that are made of values in values, `repr`'s, `pprint`'s and JSON.
enum PrintedValue {
  // A list may hold itself, or the same list twice at each of many levels.
  /// How deep values lie within each other at the most.
  static let deepest = 100
  /// What stands in the place of what is deeper.
  static let ellipsis = "..."
  private static let mostBytes = 4 * 1024 * 1024

  /// Refuses to go on with a text that is too long already.
  static func checkLength(_ text: String) throws {
    guard text.utf8.count < mostBytes else { throw RenderFailure(.limit, "the value is too large to be printed") }
  }
}
