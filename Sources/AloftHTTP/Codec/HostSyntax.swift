/// The syntax of a host with an optional port (RFC 3986, sections 3.2.2 and 3.2.3).
enum HostSyntax {
  /// Whether `text` is a name, an IPv4 address or a bracketed address, with a port of digits or none.
  ///
  /// Of what the RFC lets into a name only what names are made of passes: letters, digits, `-`, `.`, `_` and `~`, and
  /// bytes beyond ASCII do not. A host is compared, logged and put into links.
  static func isValid(_ text: Span<UInt8>) -> Bool {
    var index = 0
    if !text.isEmpty, text[0] == UInt8(ascii: "[") {
      index = 1
      while index < text.count, isAddressByte(text[index]) { index += 1 }
      guard index > 1, index < text.count, text[index] == UInt8(ascii: "]") else { return false }
      index += 1
    } else {
      while index < text.count, isNameByte(text[index]) { index += 1 }
    }
    guard index < text.count else { return true }
    guard text[index] == UInt8(ascii: ":"), text.count - index - 1 <= 5 else { return false }
    index += 1
    while index < text.count, text[index].isDigit { index += 1 }
    return index == text.count
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.lowercased &- 0x61 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~")
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    byte.hexValue != nil || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
  }
}
