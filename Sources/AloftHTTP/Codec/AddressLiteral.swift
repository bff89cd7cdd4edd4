/// The syntax of what stands in a host's brackets: an IPv6 address, or one of a version to come (RFC 3986, section
/// 3.2.2).
enum AddressLiteral {
  /// Whether `text`, without its brackets, is an address. A zone (`%25eth0`) has a meaning on one machine only and
  /// does not pass.
  static func isValid(_ text: Span<UInt8>) -> Bool {
    guard !text.isEmpty else { return false }
    return text[0].lowercased == UInt8(ascii: "v") ? isOfVersionToCome(text) : isIPv6(text)
  }

  private static func isIPv6(_ text: Span<UInt8>) -> Bool {
    var index = 0
    var groups = 0
    var isShortened = false
    if text.count >= 2, text[0] == UInt8(ascii: ":"), text[1] == UInt8(ascii: ":") {
      isShortened = true
      index = 2
    }
    while index < text.count {
      let start = index
      while index < text.count, text[index].hexValue != nil { index += 1 }
      if index < text.count, text[index] == UInt8(ascii: ".") {
        guard isIPv4(text.extracting(start..<text.count)) else { return false }
        groups += 2
        break
      }
      guard 1...4 ~= index - start else { return false }
      groups += 1
      guard index < text.count else { break }
      guard text[index] == UInt8(ascii: ":"), index + 1 < text.count else { return false }
      index += 1
      guard text[index] == UInt8(ascii: ":") else { continue }
      if isShortened { return false }
      isShortened = true
      index += 1
    }
    // Two colons stand for at least one group.
    return isShortened ? groups <= 7 : groups == 8
  }

  private static func isIPv4(_ text: Span<UInt8>) -> Bool {
    var index = 0
    for part in 0..<4 {
      if part > 0 {
        guard index < text.count, text[index] == UInt8(ascii: ".") else { return false }
        index += 1
      }
      let start = index
      var number = 0
      while index < text.count, index - start < 3, text[index].isDigit {
        number = number * 10 + Int(text[index] - 0x30)
        index += 1
      }
      // A leading zero would make the number octal to some readers.
      guard index > start, number <= 255, index - start == 1 || text[start] != 0x30 else { return false }
    }
    return index == text.count
  }

  private static func isOfVersionToCome(_ text: Span<UInt8>) -> Bool {
    var index = 1
    while index < text.count, text[index].hexValue != nil { index += 1 }
    guard index > 1, index + 1 < text.count, text[index] == UInt8(ascii: ".") else { return false }
    index += 1
    while index < text.count, HostSyntax.isNameByte(text[index]) || text[index] == UInt8(ascii: ":") { index += 1 }
    return index == text.count
  }
}
