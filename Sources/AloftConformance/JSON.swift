/// A JSON value that keeps what the cases tell apart: the order of names, and `1` from `1.0`.
enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  struct Member: Equatable, Sendable {
    let name: String
    let value: JSON
  }

  /// The value of a member; `null` if there is none.
  subscript(name: String) -> JSON {
    guard case .object(let members) = self else { return .null }
    return members.last { $0.name == name }?.value ?? .null
  }

  var string: String? { if case .string(let value) = self { value } else { nil } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  var array: [JSON] { if case .array(let values) = self { values } else { [] } }
  var members: [Member] { if case .object(let members) = self { members } else { [] } }

  /// The value as text on one line.
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .double(let value): value.description
    case .string(let value): Self.quoted(value)
    case .array(let values): "[\(values.map(\.text).joined(separator: ","))]"
    case .object(let members):
      "{\(members.map { "\(Self.quoted($0.name)):\($0.value.text)" }.joined(separator: ","))}"
    }
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"": return "\\\""
      case "\\": return "\\\\"
      // Those that other languages take for ends of lines as well: an answer is one line.
      case _ where scalar.value < 0x20 || [0x85, 0x2028, 0x2029].contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: return String(Character(scalar))
      }
    }
    return "\"\(escaped.joined())\""
  }
}

/// Reads one JSON value; what is no JSON is `nil`, for the cases are our own.
struct JSONReader {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  static func read(_ text: String) -> JSON? {
    var reader = JSONReader(scalars: Array(text.unicodeScalars))
    return reader.value()
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func skipSpaces() {
    while let scalar = next, scalar.properties.isWhitespace { position += 1 }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard next == scalar else { return false }
    position += 1
    return true
  }

  private mutating func value() -> JSON? {
    skipSpaces()
    switch next {
    case "{": return object()
    case "[": return array()
    case "\"": return string().map(JSON.string)
    default: return word()
    }
  }

  private mutating func object() -> JSON? {
    guard take("{") else { return nil }
    var members: [JSON.Member] = []
    if take("}") { return .object(members) }
    repeat {
      skipSpaces()
      guard let name = string(), take(":"), let value = value() else { return nil }
      members.append(JSON.Member(name: name, value: value))
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  private mutating func array() -> JSON? {
    guard take("[") else { return nil }
    var values: [JSON] = []
    if take("]") { return .array(values) }
    repeat {
      guard let value = value() else { return nil }
      values.append(value)
    } while take(",")
    return take("]") ? .array(values) : nil
  }

  private mutating func word() -> JSON? {
    let start = position
    while let scalar = next, !",]}".unicodeScalars.contains(scalar), !scalar.properties.isWhitespace { position += 1 }
    let text = String(String.UnicodeScalarView(scalars[start..<position]))
    switch text {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: return Int(text).map(JSON.int) ?? Double(text).map(JSON.double)
    }
  }

  private mutating func string() -> String? {
    guard take("\"") else { return nil }
    var units: [UInt16] = []
    while let scalar = next, scalar != "\"" {
      position += 1
      guard scalar == "\\" else {
        units += Array(String(Character(scalar)).utf16)
        continue
      }
      guard let escape = next else { return nil }
      position += 1
      switch escape {
      case "n": units.append(0x0A)
      case "t": units.append(0x09)
      case "r": units.append(0x0D)
      case "b": units.append(0x08)
      case "f": units.append(0x0C)
      case "u":
        guard position + 4 <= scalars.count else { return nil }
        let digits = String(String.UnicodeScalarView(scalars[position..<position + 4]))
        guard let unit = UInt16(digits, radix: 16) else { return nil }
        units.append(unit)
        position += 4
      default: units += Array(String(Character(escape)).utf16)
      }
    }
    position += 1
    return String(decoding: units, as: UTF16.self)
  }
}
