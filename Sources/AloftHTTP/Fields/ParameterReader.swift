/// Reads the parameters behind a value one after the other.
struct ParameterReader {
  struct Found {
    let name: String
    let value: String
    /// Whether it continues what came before under the name.
    let continues: Bool
  }

  private var rest: Substring.UTF8View
  private let isForm: Bool
  /// The character set that parameters in parts have named once.
  private var charset: Charset?

  private enum Charset {
    case ascii, utf8, latin1
  }

  init(_ rest: Substring.UTF8View, isForm: Bool) {
    self.rest = rest
    self.isForm = isForm
  }

  mutating func next() -> Found? {
    while !rest.isEmpty {
      while let first = rest.first, first.isBlank { rest.removeFirst() }
      let found = readParameter()
      guard let semicolon = rest.firstIndex(of: UInt8(ascii: ";")) else {
        rest = rest[rest.endIndex...]
        if let found { return found }
        return nil
      }
      rest = rest[rest.index(after: semicolon)...]
      if let found { return found }
    }
    return nil
  }

  /// Reads `name=value` where the rest begins with it.
  private mutating func readParameter() -> Found? {
    let nameEnd = rest.firstIndex { !$0.isToken } ?? rest.endIndex
    guard nameEnd != rest.startIndex, nameEnd != rest.endIndex, rest[nameEnd] == UInt8(ascii: "=") else { return nil }
    let name = String(Substring(rest[..<nameEnd])).lowercased()
    rest = rest[rest.index(after: nameEnd)...]
    guard let raw = readValue() else { return nil }
    return decoded(name, raw)
  }

  /// Reads a token or a quoted string, its quotes included.
  private mutating func readValue() -> Substring.UTF8View? {
    let start = rest.startIndex
    guard rest.first == UInt8(ascii: "\"") else {
      let end = rest.firstIndex { !$0.isToken } ?? rest.endIndex
      guard end != start else { return nil }
      defer { rest = rest[end...] }
      return rest[..<end]
    }
    var index = rest.index(after: start)
    while index != rest.endIndex {
      let byte = rest[index]
      index = rest.index(after: index)
      if byte == UInt8(ascii: "\"") {
        defer { rest = rest[index...] }
        return rest[..<index]
      }
      if byte == UInt8(ascii: "\\"), index != rest.endIndex,
        rest[index] == UInt8(ascii: "\"") || rest[index] == UInt8(ascii: "\\")
      {
        index = rest.index(after: index)
      }
    }
    return nil
  }

  private mutating func decoded(_ name: String, _ raw: Substring.UTF8View) -> Found? {
    var name = name
    var value: String
    if name.hasSuffix("*") {
      name.removeLast()
      value = extended(raw)
    } else {
      value = FieldText.unquoted(raw) ?? String(Substring(raw))
      if isForm, raw.first == UInt8(ascii: "\"") { value = value.replacing("%22", with: "\"") }
    }
    guard let star = name.lastIndex(of: "*") else { return Found(name: name, value: value, continues: false) }
    let number = name[name.index(after: star)...]
    guard !number.isEmpty, number.utf8.allSatisfy(\.isDigit) else {
      return Found(name: name, value: value, continues: false)
    }
    return Found(name: String(name[..<star]), value: value, continues: true)
  }

  /// The text of `charset'language'value`, percent-encoded (RFC 8187, section 3.2).
  private mutating func extended(_ raw: Substring.UTF8View) -> String {
    var value = raw
    if let first = raw.firstIndex(of: UInt8(ascii: "'")),
      let second = raw[raw.index(after: first)...].firstIndex(of: UInt8(ascii: "'")),
      raw.index(after: second) != raw.endIndex, raw.first != UInt8(ascii: "\"")
    {
      let name = String(Substring(raw[..<first])).lowercased()
      value = raw[raw.index(after: second)...]
      if let named = Self.charset(name) {
        charset = named
      } else if !name.isEmpty {
        return FieldText.unquoted(value) ?? String(Substring(value))
      }
    }
    guard let charset else { return FieldText.unquoted(value) ?? String(Substring(value)) }
    let bytes = PercentEncoding.decodedBytes(value)
    return switch charset {
    case .utf8: String(decoding: bytes, as: UTF8.self)
    case .latin1: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    case .ascii: String(String.UnicodeScalarView(bytes.map { $0 < 0x80 ? Unicode.Scalar($0) : "\u{FFFD}" }))
    }
  }

  private static func charset(_ name: String) -> Charset? {
    switch name {
    case "utf-8": .utf8
    case "iso-8859-1": .latin1
    case "ascii", "us-ascii": .ascii
    default: nil
    }
  }
}
