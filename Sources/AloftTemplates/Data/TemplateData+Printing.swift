extension TemplateData {
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
    case .object(let object) where object.printed == nil: try object.text()
    default: try representation()
    }
  }

  /// What it prints inside of a list.
  func representation() throws -> String {
    switch self {
    case .missing: return ""
    case .undefined: return "Undefined"
    case .none: return "None"
    case .bool(let value): return value ? "True" : "False"
    case .int(let number): return String(number)
    case .double(let number): return NumberText.shortest(number)
    case .text(let text): return TemplateText.quoted(text)
    case .markup(let text): return "Markup(\(TemplateText.quoted(text)))"
    case .object(let object) where object.printed == nil: return try object.text()
    case .list, .tuple, .dictionary, .object:
      var printer = Printer()
      try printer.print(self)
      return printer.text
    }
  }

  /// Prints values in values.
  private struct Printer {
    var text = ""
    private var depth = 0

    mutating func print(_ data: TemplateData) throws {
      try PrintedValue.checkLength(text)
      guard depth < PrintedValue.deepest else {
        text += PrintedValue.ellipsis
        return
      }
      depth += 1
      defer { depth -= 1 }
      switch data {
      case .list(let list): try print(list.elements, "[", "]")
      case .tuple(let list): try print(list.elements, "(", list.elements.count == 1 ? ",)" : ")")
      case .dictionary(let dictionary):
        text += "{"
        for (index, entry) in dictionary.entries.enumerated() {
          if index > 0 { text += ", " }
          try print(entry.key)
          text += ": "
          try print(entry.value)
        }
        text += "}"
      case .object(let object):
        guard let printed = object.printed else {
          text += try object.text()
          return
        }
        text += printed.begin
        try print(printed.data)
        text += printed.end
      default: text += try data.representation()
      }
    }

    private mutating func print(_ elements: [TemplateData], _ begin: String, _ end: String) throws {
      text += begin
      for (index, element) in elements.enumerated() {
        if index > 0 { text += ", " }
        try print(element)
      }
      text += end
    }
  }
}

extension Machine {
  func text(of value: TemplateData) throws -> String { try value.printed() }

  /// The elements of a value, of an undefined one none; each counts as a step, as somebody will look at it.
  mutating func elements(of value: TemplateData) throws -> Elements {
    let elements = try uncountedElements(of: value)
    try charge(steps: elements.count)
    return elements
  }

  private func uncountedElements(of value: TemplateData) throws -> Elements {
    switch value {
    case .list(let list), .tuple(let list): return Elements(list)
    case .dictionary(let dictionary): return Elements(dictionary.keys)
    case .text(let text), .markup(let text):
      try checkCount(TemplateText.count(text))
      // Not safe any more: a character alone may be half of an entity.
      return Elements(text.unicodeScalars.map { .text(String($0)) })
    case .undefined(let undefined):
      if undefined.kind == .strict { throw undefined.failure }
      return Elements([TemplateData]())
    case .object(let object): if let elements = try object.elements() { return elements }
    default: break
    }
    throw RenderFailure(.type, "'\(value.typeName)' object is not iterable")
  }
}
