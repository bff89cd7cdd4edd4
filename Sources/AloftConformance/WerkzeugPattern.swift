/// Translates `/<int(min=1):id>` into `/{id:int(min=1)}`.
struct WerkzeugPattern {
  /// The pattern in our spelling.
  private(set) var text = ""
  /// The placeholders' names with the converters' names.
  private(set) var converters: [String: String] = [:]

  init(_ rule: String) throws(Unsupported) {
    var rest = Substring(rule)
    while let open = rest.firstIndex(of: "<") {
      text += Self.escaped(rest[..<open])
      guard let close = Self.end(of: rest[rest.index(after: open)...]) else {
        throw Unsupported("a rule that ends inside a placeholder")
      }
      try addPlaceholder(rest[rest.index(after: open)..<close])
      rest = rest[rest.index(after: close)...]
    }
    text += Self.escaped(rest)
  }

  private static func escaped(_ literal: Substring) -> String {
    literal.map { $0 == "{" ? "{{" : $0 == "}" ? "}}" : String($0) }.joined()
  }

  /// The closing bracket, which is none inside of quotes.
  private static func end(of text: Substring) -> Substring.Index? {
    var quote: Character?
    for index in text.indices {
      let character = text[index]
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
      } else if quote == nil, character == ">" {
        return index
      }
    }
    return nil
  }

  private mutating func addPlaceholder(_ body: Substring) throws(Unsupported) {
    guard let colon = body.lastIndex(of: ":") else {
      converters[String(body)] = "string"
      text += "{\(body)}"
      return
    }
    let name = body[body.index(after: colon)...]
    let head = body[..<colon]
    let parenthesis = head.firstIndex(of: "(") ?? head.endIndex
    let converter = head[..<parenthesis] == "default" ? "string" : String(head[..<parenthesis])
    converters[String(name)] = converter
    let arguments = try Self.arguments(String(head[parenthesis...].dropFirst().dropLast()), of: converter)
    text += "{\(name):\(converter)\(arguments.isEmpty ? "" : "(\(arguments.joined(separator: ",")))")}"
  }

  /// Werkzeug's names of arguments, in their order, with ours.
  private static let names: [String: [(theirs: String, ours: String)]] = [
    "int": [("fixed_digits", "digits"), ("min", "min"), ("max", "max"), ("signed", "signed")],
    "float": [("min", "min"), ("max", "max"), ("signed", "signed")],
    "string": [("minlength", "minLength"), ("maxlength", "maxLength"), ("length", "length")],
  ]

  private static func arguments(_ text: String, of converter: String) throws(Unsupported) -> [String] {
    var result: [String] = []
    for (place, item) in items(text).enumerated() {
      guard converter != "any" else {
        result.append(item.contains("\"") || item.contains("'") ? item : "\"\(item)\"")
        continue
      }
      let parts = item.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
      let known = names[converter] ?? []
      let name =
        parts.count == 2 ? known.first { $0.theirs == parts[0] } : place < known.count ? known[place] : nil
      guard let name, let value = parts.last else { throw Unsupported("the argument '\(item)' of '\(converter)'") }
      if value == "None" || (name.ours == "digits" && value == "0") { continue }
      result.append("\(name.ours)=\(value == "True" ? "true" : value == "False" ? "false" : value)")
    }
    return result
  }

  /// The arguments between commas, which are none inside of quotes.
  private static func items(_ text: String) -> [String] {
    var items: [String] = []
    var item = ""
    var quote: Character?
    for character in text + "," {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
      } else if quote == nil, character == "," {
        if !item.isEmpty { items.append(item) }
        item = ""
        continue
      }
      if character != " " || quote != nil { item.append(character) }
    }
    return items
  }
}
