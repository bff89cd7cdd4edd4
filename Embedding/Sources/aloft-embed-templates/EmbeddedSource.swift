import AloftTemplates

/// Swift's source of templates that are part of a program.
enum EmbeddedSource {
  /// Writes a function for each template: as one large literal the compiler would take them minutes.
  ///
  /// - Throws: What hinders a template from being read, and that two names are equal.
  static func code(for loader: some TemplateLoader) throws -> String {
    var functions = ""
    var entries = ""
    let names = try loader.names
    try checkDistinct(names)
    for (index, name) in names.enumerated() {
      let source = try loader.source(of: name) ?? ""
      functions += "\n  private static func template\(index)() -> String {\n    \(literal(source))\n  }\n"
      entries += "    \(literal(name)): template\(index)(),\n"
    }
    return """
      // Made by the build from the folder Templates.
      import AloftTemplates

      /// The templates of the folder Templates.
      enum EmbeddedTemplates {
        static let all = DictionaryTemplates(sources)

        private static let sources: [String: String] = [
      \(entries)  ]
      \(functions)}

      """
  }

  /// Refuses names that are equal as texts and differ in their bytes: a dictionary can't hold both.
  private static func checkDistinct(_ names: [String]) throws {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted { throw EqualNames(name: name) }
  }

  private struct EqualNames: Error, CustomStringConvertible {
    let name: String
    var description: String {
      "two templates are called '\(name)', and their names differ only in how a letter and its accent are written"
    }
  }

  private static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: literal += "\\u{\(String(scalar.value, radix: 16))}"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
