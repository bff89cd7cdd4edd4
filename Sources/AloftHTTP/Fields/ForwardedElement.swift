/// What one proxy says of whom it got a request from (`Forwarded`, RFC 7239; or the older `X-Forwarded-…`).
public struct ForwardedElement: Sendable, Hashable {
  /// The address that the proxy got the request from, perhaps with a port; `nil` where it does not say, or hides it.
  public var client: String?
  /// `https` or `http`.
  public var scheme: String?
  /// The host that was asked for, perhaps with a port.
  public var host: String?
  /// The path in front of the application's own that was taken off.
  public var prefix: String?

  /// Creates an element; see the properties.
  public init(client: String? = nil, scheme: String? = nil, host: String? = nil, prefix: String? = nil) {
    self.client = client
    self.scheme = scheme
    self.host = host
    self.prefix = prefix
  }

  /// A field of more elements than this is somebody's attack: the nearest ones are read.
  private static let mostElements = 50

  /// Reads the elements of `Forwarded`, that of the nearest proxy last, as they stand.
  public static func elements(of field: some StringProtocol) -> [ForwardedElement] {
    FieldText.split(field, at: UInt8(ascii: ",")).suffix(mostElements).map { part in
      var element = ForwardedElement()
      for pair in FieldText.split(Substring(part), at: UInt8(ascii: ";")) {
        guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
        let raw = FieldText.trimmed(pair[pair.index(after: equals)...])
        let value = FieldText.unquoted(raw) ?? String(Substring(raw))
        switch String(Substring(FieldText.trimmed(pair[..<equals]))).lowercased() {
        case "for": element.client = Self.client(value)
        case "proto": element.scheme = Self.scheme(value)
        case "host": element.host = value.isEmpty ? nil : value
        default: break
        }
      }
      return element
    }
  }

  /// Reads the elements of the `X-Forwarded-…` fields, that of the nearest proxy last.
  ///
  /// A proxy that adds to one of them adds to all that it knows; so they are put together from the nearest on.
  public static func elements(
    for clients: String?, proto: String?, host: String?, prefix: String?
  ) -> [ForwardedElement] {
    let clients = list(clients)
    let schemes = list(proto)
    let hosts = list(host)
    let prefixes = list(prefix)
    let count = max(max(clients.count, schemes.count), max(hosts.count, prefixes.count))
    return (0..<count).reversed().map { hop in
      ForwardedElement(
        client: clients.fromEnd(hop).flatMap(Self.client), scheme: schemes.fromEnd(hop).flatMap(Self.scheme),
        host: hosts.fromEnd(hop), prefix: prefixes.fromEnd(hop).flatMap(Self.prefix))
    }
  }

  private static func list(_ field: String?) -> [String] {
    guard let field else { return [] }
    return field.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .suffix(mostElements).map { String(Substring(FieldText.trimmed($0))) }
  }

  /// The address in its usual form; names that proxies give to what they hide are none.
  private static func client(_ text: String) -> String? {
    guard let address = IPAddress.withoutPort(text) else { return nil }
    return "\(address)"
  }

  private static func scheme(_ text: String) -> String? {
    switch text.lowercased() {
    case "https", "wss": "https"
    case "http", "ws": "http"
    default: nil
    }
  }

  private static func prefix(_ text: String) -> String? {
    var prefix = text
    while prefix.hasSuffix("/") { prefix.removeLast() }
    // Two slashes would make the name of a host of it, and a backslash is one to browsers.
    guard prefix.hasPrefix("/"), !prefix.hasPrefix("//"), !prefix.contains("\\"),
      prefix.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return nil }
    return prefix
  }
}

extension Array {
  fileprivate func fromEnd(_ index: Int) -> Element? { index < count ? self[count - 1 - index] : nil }
}
