/// The name in a `Host` field, without its port: what hosts are compared by.
public struct HostName: Sendable, Hashable, CustomStringConvertible {
  /// The name in lower case and without a point at its end, `example.com` or `[2001:db8::7]`.
  public let description: String
  /// The port, if one was named.
  public let port: Int?

  /// Reads a `Host` field; `nil` for what can be no name of a host, such as one with a user in front.
  public init?(_ field: some StringProtocol) {
    let bytes = Substring(field).utf8
    var name = bytes
    var port: Int?
    let afterBracket = bytes.lastIndex(of: UInt8(ascii: "]")) ?? bytes.startIndex
    if let colon = bytes[afterBracket...].firstIndex(of: UInt8(ascii: ":")) {
      name = bytes[..<colon]
      let digits = bytes[bytes.index(after: colon)...]
      if !digits.isEmpty {
        // A zero in front is no other port, and none has the number 0.
        guard let number = FieldText.decimal(digits), number <= 65_535, digits.first != UInt8(ascii: "0") else {
          return nil
        }
        port = number
      }
    }
    self.port = port
    if name.first == UInt8(ascii: "[") {
      let inner = name.dropFirst().dropLast()
      guard name.last == UInt8(ascii: "]"), inner.first != UInt8(ascii: "["), let address = IPAddress(Substring(inner)),
        address.isVersion6 || Substring(name).contains(":")
      else { return nil }
      description = address.isVersion6 ? "[\(address)]" : "[::ffff:\(address)]"
      return
    }
    if name.last == UInt8(ascii: ".") { name = name.dropLast() }
    guard !name.isEmpty, name.count <= 253, name.allSatisfy(Self.mayHold),
      name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty })
    else { return nil }
    description = String(Substring(name)).lowercased()
  }

  private static func mayHold(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.lowercased &- 0x61 < 26 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "_")
  }

  /// Whether the name is one of the machine's own: `localhost`, a name below it, or a loopback address.
  public var isLoopback: Bool {
    description == "localhost" || description.hasSuffix(".localhost")
      || IPAddress(description).map(\.isLoopback) ?? false
  }
}

/// A host, or all hosts below one: what a site answers to.
public struct HostRule: Sendable, Hashable, ExpressibleByStringLiteral {
  private enum Kind: Sendable, Hashable {
    case any
    case exactly(String)
    /// The name itself and all below it, or those below it alone.
    case below(String, includingItself: Bool)
    case none
  }

  private let kind: Kind

  /// Reads a rule: `example.com` for that host, `.example.com` for it and all below it, `*.example.com` for those below
  /// it, `*` for every host. Ports have no say. A text that is none of these takes no host.
  public init(_ text: String) {
    if text == "*" {
      kind = .any
      return
    }
    let isBelow = text.hasPrefix(".") || text.hasPrefix("*.")
    let bare = isBelow ? String(text.drop { $0 == "*" }.dropFirst()) : text
    guard let name = DomainName.ascii(bare).flatMap({ HostName($0) }) else {
      kind = .none
      return
    }
    kind =
      isBelow
      ? .below(name.description, includingItself: text.hasPrefix(".")) : .exactly(name.description)
  }

  /// Reads a rule; see ``init(_:)``.
  public init(stringLiteral text: String) { self.init(text) }

  /// Whether the rule takes any host at all: `false` for a text that is no rule.
  public var isValid: Bool { kind != .none }

  /// Whether a host is one of the rule's.
  public func takes(_ host: HostName) -> Bool {
    switch kind {
    case .any: true
    case .exactly(let name): host.description == name
    case .below(let name, let includingItself):
      host.description.hasSuffix(".\(name)") || (includingItself && host.description == name)
    case .none: false
    }
  }
}
