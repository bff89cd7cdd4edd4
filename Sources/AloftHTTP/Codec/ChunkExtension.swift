/// The syntax of what may follow a chunk's size: `;name`, `;name=token` or `;name="text"` (RFC 9112, section 7.1.1).
enum ChunkExtension {
  static func isValid(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    while !rest.isEmpty {
      skipBlanks(&rest)
      guard rest.popFirst() == UInt8(ascii: ";") else { return false }
      skipBlanks(&rest)
      guard skipToken(&rest) else { return false }
      var behindName = rest
      skipBlanks(&behindName)
      guard behindName.first == UInt8(ascii: "=") else { continue }
      rest = behindName.dropFirst()
      skipBlanks(&rest)
      guard rest.first == UInt8(ascii: "\"") ? skipQuoted(&rest) : skipToken(&rest) else { return false }
    }
    return true
  }

  private static func skipBlanks(_ rest: inout ArraySlice<UInt8>) { rest = rest.drop { $0.isBlank } }

  private static func skipToken(_ rest: inout ArraySlice<UInt8>) -> Bool {
    let before = rest.count
    rest = rest.drop { $0.isToken }
    return rest.count < before
  }

  private static func skipQuoted(_ rest: inout ArraySlice<UInt8>) -> Bool {
    rest = rest.dropFirst()
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return true }
      if byte == UInt8(ascii: "\\"), rest.popFirst() == nil { return false }
    }
    return false
  }
}
