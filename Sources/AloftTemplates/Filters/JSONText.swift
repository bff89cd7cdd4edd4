/// Values as JSON.
enum JSONText {
  /// - Parameter indent: The blanks of each level; `nil` for one line.
  static func write(_ value: TemplateData, indent: Int?) throws -> String {
    var text = ""
    try write(value, indent, 0, &text)
    return text
  }

  /// JSON in which nothing has a meaning in HTML, so that it may stand in scripts and in attributes with single quotes.
  static func safe(_ json: String) -> String {
    guard json.utf8.contains(where: { [0x3C, 0x3E, 0x26, 0x27].contains($0) }) else { return json }
    var result = ""
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<": result += "\\u003c"
      case ">": result += "\\u003e"
      case "&": result += "\\u0026"
      case "'": result += "\\u0027"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func write(_ value: TemplateData, _ indent: Int?, _ depth: Int, _ text: inout String) throws {
    try PrintedValue.checkLength(text)
    guard depth < PrintedValue.deepest else {
      throw RenderFailure(.value, "the value is too deep for JSON, or holds itself")
    }
    switch value {
    case .none: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let number): text += String(number)
    case .double(let number):
      text +=
        number.isNaN ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : NumberText.shortest(number)
    case .text(let string), .markup(let string): quote(string, &text)
    case .list(let list), .tuple(let list):
      try writeAll(list.elements, "[", "]", indent, depth, &text) { try write($0, indent, depth + 1, &$1) }
    case .dictionary(let dictionary): try write(dictionary.entries, indent, depth, &text)
    case .object(let object):
      if let plain = object.plain() {
        try write(plain, indent, depth + 1, &text)
      } else {
        throw RenderFailure(.type, "Object of type \(object.typeName) is not JSON serializable")
      }
    case .undefined, .missing: throw RenderFailure(.type, "Object of type Undefined is not JSON serializable")
    }
  }

  private static func write(
    _ entries: [(key: TemplateData, value: TemplateData)], _ indent: Int?, _ depth: Int, _ text: inout String
  ) throws {
    var named: [(String, TemplateData)] = []
    for (key, value) in try sorted(entries) {
      switch key {
      case .text(let name), .markup(let name): named.append((name, value))
      case .none: named.append(("null", value))
      case .bool(let flag): named.append((flag ? "true" : "false", value))
      case .int, .double: named.append((try key.printed(), value))
      default: throw RenderFailure(.type, "keys must be str, int, float, bool or None, not \(key.typeName)")
      }
    }
    try writeAll(named, "{", "}", indent, depth, &text) { entry, text in
      quote(entry.0, &text)
      text += ": "
      try write(entry.1, indent, depth + 1, &text)
    }
  }

  /// Entries in the order of their keys, which have to have one.
  private static func sorted(
    _ entries: [(key: TemplateData, value: TemplateData)]
  ) throws -> [(key: TemplateData, value: TemplateData)] {
    var budget = ComparisonBudget()
    return try entries.sorted { try $0.key.isLess(than: $1.key, &budget) }
  }

  private static func writeAll<Element>(
    _ elements: [Element], _ begin: String, _ end: String, _ indent: Int?, _ depth: Int, _ text: inout String,
    _ write: (Element, inout String) throws -> Void
  ) throws {
    text += begin
    for (index, element) in elements.enumerated() {
      if index > 0 { text += indent == nil ? ", " : "," }
      if let indent { text += "\n" + String(repeating: " ", count: max(0, indent) * (depth + 1)) }
      try write(element, &text)
    }
    if let indent, !elements.isEmpty { text += "\n" + String(repeating: " ", count: max(0, indent) * depth) }
    text += end
  }

  private static func quote(_ string: String, _ text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      default:
        if scalar.value >= 0x20, scalar.value < 0x7F {
          text.unicodeScalars.append(scalar)
        } else {
          for unit in String(Character(scalar)).utf16 {
            text += "\\u" + NumberText.padded(Int(unit), 4, radix: 16)
          }
        }
      }
    }
    text += "\""
  }
}
