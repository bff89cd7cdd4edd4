internal import AloftCore

/// Reads catalogs as people write them.
struct POReader {
  private var messages: [(key: GettextCatalog.Key, forms: [String])] = []
  private var context: String?
  private var text: String?
  private var forms: [Int: String] = [:]
  private var isFuzzy = false
  private var field = Field.none

  private enum Field: Equatable {
    case none, context, text, plural
    case form(Int)
  }

  static func read(_ source: String) throws(GettextCatalog.Problem) -> [(key: GettextCatalog.Key, forms: [String])] {
    var reader = POReader()
    for (index, line) in TemplateText.lines(source).enumerated() {
      try reader.read(TemplateText.stripped(line), index + 1)
    }
    reader.finish()
    return reader.messages
  }

  private mutating func read(_ line: String, _ number: Int) throws(GettextCatalog.Problem) {
    if line.isEmpty { return }
    if line.hasPrefix("#") {
      // A comment belongs to the message behind it; what is uncertain is not used, nor is what is obsolete.
      if text != nil, !forms.isEmpty { finish() }
      if line.hasPrefix("#,"), line.hasPart("fuzzy") { isFuzzy = true }
      return
    }
    if line.hasPrefix("\"") { return try append(line, number) }
    guard let blank = line.firstIndex(of: " ") else {
      throw GettextCatalog.Problem(message: "a keyword and a text in quotes are due", line: number)
    }
    let keyword = String(line[..<blank])
    switch keyword {
    case "msgctxt":
      finish()
      field = .context
      context = ""
    case "msgid":
      if text != nil { finish() }
      field = .text
      text = ""
    case "msgid_plural": field = .plural
    case "msgstr":
      field = .form(0)
      forms[0] = ""
    default:
      guard keyword.hasPrefix("msgstr["), keyword.hasSuffix("]"), let form = Int(keyword.dropFirst(7).dropLast()),
        (0..<100).contains(form)
      else { throw GettextCatalog.Problem(message: "unknown keyword '\(keyword)'", line: number) }
      field = .form(form)
      forms[form] = ""
    }
    try append(TemplateText.stripped(String(line[blank...])), number)
  }

  private mutating func append(_ quoted: String, _ number: Int) throws(GettextCatalog.Problem) {
    guard quoted.utf8.count >= 2, quoted.hasPrefix("\""), quoted.hasSuffix("\"") else {
      throw GettextCatalog.Problem(message: "a text in quotes is due", line: number)
    }
    let part = Self.unescaped(quoted.dropFirst().dropLast())
    switch field {
    case .none: throw GettextCatalog.Problem(message: "a text without a keyword", line: number)
    case .context: context = (context ?? "") + part
    case .text: text = (text ?? "") + part
    case .plural: break
    case .form(let form): forms[form, default: ""] += part
    }
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\\", let next = scalars.next() else {
        result.unicodeScalars.append(scalar)
        continue
      }
      switch next {
      case "n": result += "\n"
      case "t": result += "\t"
      case "r": result += "\r"
      default: result.unicodeScalars.append(next)
      }
    }
    return result
  }

  private mutating func finish() {
    if let text, !isFuzzy || text.isEmpty, !forms.isEmpty {
      let count = (forms.keys.max() ?? 0) + 1
      messages.append((GettextCatalog.Key(context: context, text: text), (0..<count).map { forms[$0] ?? "" }))
    }
    if text != nil {
      isFuzzy = false
      context = nil
    }
    text = nil
    forms = [:]
    field = .none
  }
}
