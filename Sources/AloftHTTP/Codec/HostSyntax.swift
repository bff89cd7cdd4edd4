/// The syntax of a host with an optional port (RFC 3986, sections 3.2.2 and 3.2.3).
enum HostSyntax {
  /// Whether `text` is a name, an IPv4 address or a bracketed address, with a port of digits or none.
  ///
  /// Of what the RFC lets into a name only what names are made of passes: letters, digits, `-`, `.`, `_` and `~`, and
  /// bytes beyond ASCII do not. A host is compared, logged and put into links.
  static func isValid(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    if rest.first == UInt8(ascii: "[") {
      guard let close = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let address = rest[(rest.startIndex + 1)..<close]
      guard !address.isEmpty, address.allSatisfy({ isAddressByte($0) }) else { return false }
      rest = rest[(close + 1)...]
    } else {
      let end = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
      guard rest[..<end].allSatisfy({ isNameByte($0) }) else { return false }
      // A port belongs to a name; no host at all is for targets that have none (RFC 9110, section 7.2).
      guard end > rest.startIndex || rest.isEmpty else { return false }
      rest = rest[end...]
    }
    guard let colon = rest.first else { return true }
    return colon == UInt8(ascii: ":") && isPort(rest.dropFirst())
  }

  private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count <= 5, text.allSatisfy(\.isDigit) else { return false }
    return text.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= Int(UInt16.max)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.lowercased &- 0x61 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~")
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    byte.hexValue != nil || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
  }
}
