/// The cookies that a client sends (RFC 6265, section 5.4), in the order received.
public struct RequestCookies: Sendable, Sequence {
  /// One cookie: no more than a name and a value.
  public struct Item: Sendable, Hashable {
    public let name: String
    public let value: String
  }

  /// A field of more cookies than this is no browser's: what lies behind them is not looked at.
  private static let mostCookies = 300

  /// All cookies; a name may stand there several times, for different paths.
  public let items: [Item]

  /// Reads a field's value; parts without a name, or whose name is quoted, are left out.
  public init(_ field: some StringProtocol) {
    // A semicolon separates wherever it stands, as browsers have it: a quote in one cookie must not swallow the next.
    items = Substring(field).utf8.split(separator: UInt8(ascii: ";")).prefix(Self.mostCookies).compactMap { part in
      let equals = part.firstIndex(of: UInt8(ascii: "="))
      let name = FieldText.trimmed(part[..<(equals ?? part.endIndex)])
      guard !name.isEmpty, !name.contains(UInt8(ascii: "\"")) else { return nil }
      let value = equals.map { FieldText.trimmed(part[part.index(after: $0)...]) }
      return Item(name: String(Substring(name)), value: value.map(Self.text) ?? "")
    }
  }

  /// The first value of a name, which browsers give to the longest path; `nil` where the name is missing.
  public subscript(_ name: String) -> String? {
    items.first { FieldText.same($0.name, name) }?.value
  }

  /// All values of a name, in order.
  public func values(of name: String) -> [String] {
    items.filter { FieldText.same($0.name, name) }.map(\.value)
  }

  /// Iterates over the cookies in order.
  public func makeIterator() -> IndexingIterator<[Item]> { items.makeIterator() }

  /// A value without quotes, and with bytes for the octal numbers that ``Cookie`` writes for them.
  private static func text(_ value: Substring.UTF8View) -> String {
    guard value.count >= 2, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"") else {
      return String(Substring(value))
    }
    var bytes: [UInt8] = []
    var rest = value.dropFirst().dropLast()
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let next = rest.first else {
        bytes.append(byte)
        continue
      }
      let digits = Array(rest.prefix(3))
      if digits.count == 3, (0x30...0x33).contains(next), digits.allSatisfy({ (0x30...0x37).contains($0) }) {
        bytes.append((digits[0] - 0x30) << 6 | (digits[1] - 0x30) << 3 | (digits[2] - 0x30))
        rest = rest.dropFirst(3)
      } else {
        bytes.append(next)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Request {
  /// The cookies that the client sends.
  public var cookies: RequestCookies {
    // A client may split the field into several (RFC 9113, section 8.2.3).
    let lines = headers.values(of: .cookie)
    return RequestCookies(lines.count == 1 ? lines[0] : lines.joined(separator: "; "))
  }
}
