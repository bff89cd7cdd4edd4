import Aloft

/// Swift as markup, with its strings, comments, keywords and types in colour.
enum SwiftMarkup {
  private static let keywords: Set<Substring> = [
    "actor", "async", "await", "case", "catch", "class", "do", "else", "enum", "extension", "final", "for", "func",
    "guard", "if", "import", "in", "init", "let", "nil", "private", "return", "self", "static", "struct", "switch",
    "throw", "throws", "try", "var", "while", "true", "false", "some", "mutating", "default", "inout",
  ]

  static func of(_ code: String) -> HTML {
    var pieces: [HTML] = []
    var rest = code[...]
    while !rest.isEmpty {
      let token = nextToken(rest)
      pieces.append(markup(token))
      rest = rest[token.endIndex...]
    }
    return "\(pieces)"
  }

  private static func nextToken(_ rest: Substring) -> Substring {
    if rest.hasPrefix("//") { return rest.prefix { $0 != "\n" } }
    if rest.hasPrefix("\"") { return string(rest) }
    let word = rest.prefix(while: isPartOfWord)
    return word.isEmpty ? rest.prefix(1) : word
  }

  private static func isPartOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  private static func string(_ rest: Substring) -> Substring {
    let quote = rest.hasPrefix("\"\"\"") ? "\"\"\"" : "\""
    var end = rest.dropFirst(quote.count)
    // An interpolation may hold strings of its own.
    var depth = 0
    while !end.isEmpty, depth > 0 || !end.hasPrefix(quote) {
      if end.hasPrefix("\\(") || depth > 0 && end.first == "(" { depth += 1 }
      if depth > 0 && end.first == ")" { depth -= 1 }
      end = end.dropFirst(end.first == "\\" ? 2 : 1)
    }
    return rest[..<end.dropFirst(quote.count).startIndex]
  }

  private static func markup(_ token: Substring) -> HTML {
    if token.hasPrefix("//") { return "<i class=\"comment\">\(token)</i>" }
    if token.hasPrefix("\"") { return "<i class=\"string\">\(token)</i>" }
    if keywords.contains(token) { return "<i class=\"keyword\">\(token)</i>" }
    if token.first?.isUppercase == true { return "<i class=\"type\">\(token)</i>" }
    return HTML(escaping: token)
  }
}
