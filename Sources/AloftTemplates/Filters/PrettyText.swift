/// Values over several lines, as Python's `pprint` has them: what does not fit into 80 columns is broken.
enum PrettyText {
  private static let width = 80

  static func write(_ value: TemplateData) throws -> String {
    // Which says so if the value is too large.
    _ = try value.representation()
    var text = ""
    try write(value, indent: 0, allowance: 0, depth: 0, &text)
    return text
  }

  private static func sorted(_ dictionary: DictionaryData) -> [(key: TemplateData, value: TemplateData)] {
    dictionary.entries.sorted { a, b in
      var budget = ComparisonBudget()
      if let isLess = try? a.key.isLess(than: b.key, &budget) { return isLess }
      return a.key.typeName < b.key.typeName
    }
  }

  private static func line(_ value: TemplateData, _ depth: Int) throws -> String {
    guard depth < PrintedValue.deepest else { return PrintedValue.ellipsis }
    switch value {
    case .dictionary(let dictionary):
      let entries = try sorted(dictionary).map { "\(try line($0.key, depth + 1)): \(try line($0.value, depth + 1))" }
      return "{\(entries.joined(separator: ", "))}"
    case .list(let list): return "[\(try list.elements.map { try line($0, depth + 1) }.joined(separator: ", "))]"
    case .tuple(let list) where list.names.isEmpty:
      let elements = try list.elements.map { try line($0, depth + 1) }
      return elements.count == 1 ? "(\(elements[0]),)" : "(\(elements.joined(separator: ", ")))"
    default: return try value.representation()
    }
  }

  private static func write(
    _ value: TemplateData, indent: Int, allowance: Int, depth: Int, _ text: inout String
  ) throws {
    // What stands in front of a line may be as long as a key.
    try PrintedValue.checkLength(text)
    let line = try line(value, depth)
    guard TemplateText.count(line) > width - indent - allowance, depth < PrintedValue.deepest else {
      text += line
      return
    }
    let margin = ",\n" + String(repeating: " ", count: indent + 1)
    switch value {
    case .dictionary(let dictionary) where dictionary.count > 0:
      text += "{"
      let entries = sorted(dictionary)
      for (index, entry) in entries.enumerated() {
        if index > 0 { text += margin }
        let key = try Self.line(entry.key, depth + 1)
        text += "\(key): "
        try write(
          entry.value, indent: indent + TemplateText.count(key) + 3,
          allowance: index == entries.count - 1 ? allowance + 1 : 1, depth: depth + 1, &text)
      }
      text += "}"
    case .list(let list) where !list.elements.isEmpty,
      .tuple(let list) where !list.elements.isEmpty && list.names.isEmpty:
      let isList = if case .list = value { true } else { false }
      text += isList ? "[" : "("
      let end = isList ? "]" : list.elements.count == 1 ? ",)" : ")"
      for (index, element) in list.elements.enumerated() {
        if index > 0 { text += margin }
        let isLast = index == list.elements.count - 1
        try write(element, indent: indent + 1, allowance: isLast ? allowance + end.count : 1, depth: depth + 1, &text)
      }
      text += end
    case .text(let string) where !string.isEmpty:
      try writeText(string, indent: indent, allowance: allowance, depth: depth, &text)
    default: text += line
    }
  }

  /// A text as several, one below the other.
  private static func writeText(
    _ string: String, indent: Int, allowance: Int, depth: Int, _ text: inout String
  ) throws {
    let lines = TemplateText.lines(string, keepsEnds: true)
    let isTop = depth == 0
    let indent = isTop ? indent + 1 : indent
    let allowance = isTop ? allowance + 1 : allowance
    var chunks: [String] = []
    for (index, line) in lines.enumerated() {
      let quoted = TemplateText.quoted(line)
      var most = width - indent
      if index == lines.count - 1 { most -= allowance }
      guard TemplateText.count(quoted) > most else {
        chunks.append(quoted)
        continue
      }
      var current = ""
      let parts = pieces(line)
      for (place, part) in parts.enumerated() {
        let candidate = current + part
        let isLast = place == parts.count - 1 && index == lines.count - 1
        let room = isLast ? width - indent - allowance : width - indent
        if TemplateText.count(TemplateText.quoted(candidate)) > room {
          if !current.isEmpty { chunks.append(TemplateText.quoted(current)) }
          current = part
        } else {
          current = candidate
        }
      }
      if !current.isEmpty { chunks.append(TemplateText.quoted(current)) }
    }
    if chunks.count == 1 {
      text += chunks[0]
      return
    }
    if isTop { text += "(" }
    for (place, chunk) in chunks.enumerated() {
      if place > 0 { text += "\n" + String(repeating: " ", count: indent) }
      text += chunk
      try PrintedValue.checkLength(text)
    }
    if isTop { text += ")" }
  }

  /// Words, each with the blanks behind it.
  private static func pieces(_ line: String) -> [String] {
    var pieces: [String] = []
    var current = String.UnicodeScalarView()
    var isBlank = false
    for scalar in line.unicodeScalars {
      let blank = TemplateText.isBlank(scalar)
      if isBlank, !blank {
        pieces.append(String(current))
        current = String.UnicodeScalarView()
      }
      current.append(scalar)
      isBlank = blank
    }
    if !current.isEmpty { pieces.append(String(current)) }
    return pieces
  }
}
