/// A sentence for users that can be said in several languages: a text with gaps, and what fills them.
///
/// ```swift
/// Message("must have at least {minimum} characters", ["minimum": "3"])
/// ```
public struct Message: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// The English text, by which a catalog finds another; gaps are names in braces.
  public let key: String
  /// What fills the gaps, by their names.
  public let arguments: [String: String]

  /// Creates a message; see the properties.
  public init(_ key: String, _ arguments: [String: String] = [:]) {
    self.key = key
    self.arguments = arguments
  }

  /// Creates a message without gaps.
  public init(stringLiteral key: String) { self.init(key) }

  /// The message in English.
  public var description: String { filled(key) }

  /// The message in the language of a catalog.
  ///
  /// - Parameter translate: Gives the text for a key, with the same gaps; `nil` where the catalog has none.
  /// - Returns: The text, in English where there is no other.
  public func text(_ translate: (String) -> String?) -> String { filled(translate(key) ?? key) }

  private func filled(_ text: String) -> String {
    guard !arguments.isEmpty else { return text }
    var result = ""
    var rest = text[...]
    // In one pass: what fills a gap may look like another.
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      result += rest[..<open]
      result += arguments[name] ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
