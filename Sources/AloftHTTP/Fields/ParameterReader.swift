/// Reads the parameters behind a value one after the other.
struct ParameterReader {
  /// A parameter as it stands there: one in pieces has several.
  struct Found {
    /// The name, in lower case and without what marks it as extended or as a piece.
    let name: String
    /// The token or the quoted string, its quotes included.
    let raw: Substring.UTF8View
    /// Whether it is percent-encoded, with a character set in front (RFC 8187).
    let isExtended: Bool
    /// The number of the piece, if it is one (RFC 2231, section 3).
    let piece: Int?
  }

  private var rest: Substring.UTF8View

  init(_ rest: Substring.UTF8View) { self.rest = rest }

  mutating func next() -> Found? {
    while !rest.isEmpty {
      while let first = rest.first, first.isBlank { rest.removeFirst() }
      let found = readParameter()
      let semicolon = rest.firstIndex(of: UInt8(ascii: ";"))
      rest = semicolon.map { rest[rest.index(after: $0)...] } ?? rest[rest.endIndex...]
      if let found { return found }
    }
    return nil
  }

  /// Reads `name=value` where the rest begins with it.
  private mutating func readParameter() -> Found? {
    let nameEnd = rest.firstIndex { !$0.isToken } ?? rest.endIndex
    guard nameEnd != rest.startIndex, nameEnd != rest.endIndex, rest[nameEnd] == UInt8(ascii: "=") else { return nil }
    var name = Substring(String(Substring(rest[..<nameEnd])).lowercased())
    rest = rest[rest.index(after: nameEnd)...]
    guard let raw = readValue() else { return nil }
    let isExtended = name.last == "*"
    if isExtended { name.removeLast() }
    var piece: Int?
    if let star = name.lastIndex(of: "*"), let number = FieldText.decimal(name[name.index(after: star)...].utf8) {
      piece = number
      name = name[..<star]
    }
    return name.isEmpty ? nil : Found(name: String(name), raw: raw, isExtended: isExtended, piece: piece)
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
      if byte == UInt8(ascii: "\\"), index != rest.endIndex { index = rest.index(after: index) }
    }
    // A quote that does not end holds everything behind it: nothing in there is a parameter.
    rest = rest[rest.endIndex...]
    return nil
  }
}
