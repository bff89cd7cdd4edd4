/// An address of the Internet Protocol, of version 4 or 6.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
  /// The four or sixteen bytes of the address, the highest first. One of version 4 that is mapped into version 6
  /// (`::ffff:192.0.2.7`) is that of version 4.
  public let bytes: [UInt8]

  /// Reads an address: `192.0.2.7`, `2001:db8::7`, also in brackets; `nil` for what is none, with a port or a zone too.
  public init?(_ text: some StringProtocol) {
    var text = Substring(text)
    if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
    guard text.utf8.count <= 45 else { return nil }
    if let four = Self.version4(text) {
      bytes = four
    } else if AddressLiteral.isValid(Array(text.utf8).span), let six = Self.version6(text) {
      bytes = six.prefix(12).elementsEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) ? Array(six.suffix(4)) : six
    } else {
      return nil
    }
  }

  /// Whether it is of version 6.
  public var isVersion6: Bool { bytes.count == 16 }

  /// Whether it is the machine's own: `127.0.0.0/8` or `::1`.
  public var isLoopback: Bool {
    isVersion6 ? bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1 : bytes.first == 127
  }

  /// Reads an address with a port, as peers and proxies are named: `192.0.2.7:80`, `[2001:db8::7]:80`, or without one.
  ///
  /// A proxy may hide the port under a name such as `_x` (RFC 7239, section 6.2).
  public static func withoutPort(_ text: some StringProtocol) -> IPAddress? {
    if let address = IPAddress(text) { return address }
    let text = Substring(text)
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    let port = text.utf8[text.utf8.index(after: colon)...]
    guard port.allSatisfy(\.isDigit) || (port.first == UInt8(ascii: "_") && port.allSatisfy(\.isToken)) else {
      return nil
    }
    let host = text[..<colon]
    // Without brackets a port could be the end of an address of version 6.
    guard !host.utf8.contains(UInt8(ascii: ":")) || host.utf8.first == UInt8(ascii: "[") else { return nil }
    return IPAddress(host)
  }

  private static func version4(_ text: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    var number = 0
    var digits = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: ".") {
        guard digits > 0, bytes.count < 3 else { return nil }
        bytes.append(UInt8(truncatingIfNeeded: number))
        number = 0
        digits = 0
        continue
      }
      // A zero in front means octal to some readers.
      guard byte.isDigit, digits < 3, digits == 0 || number > 0 else { return nil }
      number = number * 10 + Int(byte - 0x30)
      guard number <= 255 else { return nil }
      digits += 1
    }
    guard digits > 0, bytes.count == 3 else { return nil }
    return bytes + [UInt8(truncatingIfNeeded: number)]
  }

  private static func version6(_ text: Substring) -> [UInt8]? {
    guard text.utf8.contains(UInt8(ascii: ":")) else { return nil }
    var halves: [[UInt8]] = [[]]
    var rest = text
    if rest.hasPrefix("::") {
      halves = [[], []]
      rest = rest.dropFirst(2)
    }
    var groups = rest.isEmpty ? [] : rest.split(separator: ":", omittingEmptySubsequences: false)
    while !groups.isEmpty {
      let group = groups.removeFirst()
      if group.isEmpty {
        // Two colons in a row stand for zeros, once; at the end the split leaves a second empty group.
        guard halves.count == 1 else { return nil }
        halves.append([])
        if groups.count == 1, groups[0].isEmpty { groups.removeAll() }
        continue
      }
      if groups.isEmpty, let four = version4(group) {
        halves[halves.count - 1] += four
        continue
      }
      guard group.utf8.count <= 4, group.utf8.allSatisfy({ $0.hexValue != nil }), let number = UInt16(group, radix: 16)
      else { return nil }
      halves[halves.count - 1] += [UInt8(number >> 8), UInt8(number & 0xFF)]
    }
    let count = halves.reduce(0) { $0 + $1.count }
    if halves.count == 1 { return count == 16 ? halves[0] : nil }
    guard count <= 14 else { return nil }
    return halves[0] + Array(repeating: 0, count: 16 - count) + halves[1]
  }

  /// The address in its usual form, in lower case and with its longest run of zeros left out (RFC 5952).
  public var description: String {
    guard isVersion6 else { return "\(bytes[0]).\(bytes[1]).\(bytes[2]).\(bytes[3])" }
    let groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > best.count, end - start > 1 { best = start..<end }
      start = max(end, start + 1)
    }
    func text(_ range: Range<Int>) -> String {
      groups[range].map { String($0, radix: 16) }.joined(separator: ":")
    }
    return best.isEmpty ? text(0..<8) : text(0..<best.lowerBound) + "::" + text(best.upperBound..<8)
  }
}

/// The addresses that begin alike, `10.0.0.0/8` or a single one.
public struct IPNetwork: Sendable, Hashable {
  private let address: IPAddress
  private let length: Int

  /// Reads a network, `192.0.2.0/24`, or an address; `nil` for what is neither.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = IPAddress(parts[0]) else { return nil }
    let bits = address.bytes.count * 8
    var length = bits
    if parts.count == 2 {
      guard let number = FieldText.decimal(parts[1].utf8), number <= bits else { return nil }
      length = number
    }
    self.address = address
    self.length = length
  }

  /// Whether an address is one of the network's.
  public func contains(_ other: IPAddress) -> Bool {
    guard other.bytes.count == address.bytes.count else { return false }
    let whole = length / 8
    guard other.bytes.prefix(whole) == address.bytes.prefix(whole) else { return false }
    let rest = length % 8
    guard rest > 0 else { return true }
    let mask = ~(UInt8.max >> UInt8(rest))
    return other.bytes[whole] & mask == address.bytes[whole] & mask
  }
}
