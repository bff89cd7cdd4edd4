/// The syntax of a host with an optional port (RFC 3986, sections 3.2.2 and 3.2.3).
enum HostSyntax {
  /// Whether `text` is a name, an IPv4 address or a bracketed address, with a port of digits or none.
  ///
  /// Of what the RFC lets into a name only what names are made of passes: letters, digits, `-`, `.`, `_` and `~`, and
  /// bytes beyond ASCII do not. A host is compared, logged and put into links.
  static func isValid(_ text: Span<UInt8>) -> Bool {
    var index = 0
    if !text.isEmpty, text[0] == UInt8(ascii: "[") {
      while index < text.count, text[index] != UInt8(ascii: "]") { index += 1 }
      guard index < text.count, AddressLiteral.isValid(text.extracting(1..<index)) else { return false }
      index += 1
    } else {
      while index < text.count, isNameByte(text[index]) { index += 1 }
    }
    guard index < text.count else { return true }
    // A port belongs to a name; no host at all is for targets that have none (RFC 9110, section 7.2).
    guard index > 0, text[index] == UInt8(ascii: ":") else { return false }
    return isPort(text.extracting(index + 1..<text.count))
  }

  private static func isPort(_ text: Span<UInt8>) -> Bool {
    guard text.count <= 5 else { return false }
    var number = 0
    for index in text.indices {
      guard text[index].isDigit else { return false }
      number = number * 10 + Int(text[index] - 0x30)
    }
    return number <= Int(UInt16.max)
  }

  static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.lowercased &- 0x61 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~")
  }
}
