extension TemplateData {
  /// How deep values in each other are printed.
  private static let deepest = 200

  /// What it prints.
  func printed() throws -> String {
    switch self {
    case .text(let text), .markup(let text): text
    case .undefined(let undefined):
      switch undefined.kind {
      case .strict: throw undefined.failure
      case .visible: undefined.visibleText
      case .lenient, .chainable: ""
      }
    case .object(let object): try object.text()
    default: try representation()
    }
  }

  /// What it prints inside of a list.
  func representation(_ depth: Int = 0) throws -> String {
    guard depth < Self.deepest else { return "..." }
    switch self {
    case .missing: return ""
    case .undefined: return "Undefined"
    case .none: return "None"
    case .bool(let value): return value ? "True" : "False"
    case .int(let number): return String(number)
    case .double(let number): return NumberText.shortest(number)
    case .text(let text): return TemplateText.quoted(text)
    case .markup(let text): return "Markup(\(TemplateText.quoted(text)))"
    case .list(let list): return "[\(try Self.joined(list.elements, depth))]"
    case .tuple(let tuple):
      return tuple.elements.count == 1
        ? "(\(try tuple.elements[0].representation(depth + 1)),)" : "(\(try Self.joined(tuple.elements, depth)))"
    case .dictionary(let dictionary):
      let entries = try dictionary.entries.map { key, value in
        "\(try key.representation(depth + 1)): \(try value.representation(depth + 1))"
      }
      return "{\(entries.joined(separator: ", "))}"
    case .object(let object): return try object.representation()
    }
  }

  private static func joined(_ elements: [TemplateData], _ depth: Int) throws -> String {
    try elements.map { try $0.representation(depth + 1) }.joined(separator: ", ")
  }
}

extension Machine {
  func text(of value: TemplateData) throws -> String { try value.printed() }

  /// The elements of a value, of an undefined one none.
  func elements(of value: TemplateData) throws -> Elements {
    switch value {
    case .list(let list), .tuple(let list): return Elements(list)
    case .dictionary(let dictionary): return Elements(dictionary.keys)
    case .text(let text), .markup(let text):
      let isSafe = value.isMarkup
      return Elements(text.unicodeScalars.map { .text(String($0), safe: isSafe) })
    case .undefined(let undefined):
      if undefined.kind == .strict { throw undefined.failure }
      return Elements([TemplateData]())
    case .object(let object): if let elements = try object.elements() { return elements }
    default: break
    }
    throw RenderFailure(.type, "'\(value.typeName)' object is not iterable")
  }
}
