/// What one proxy says of whom it got a request from (`Forwarded`, RFC 7239; or the older `X-Forwarded-…`).
public struct ForwardedElement: Sendable, Hashable {
  /// The address that the proxy got the request from, perhaps with a port; `nil` where it does not say, or hides it.
  public var client: String?
  /// `https` or `http`.
  public var scheme: String?
  /// The host that was asked for, perhaps with a port.
  public var host: String?
  /// The port that was asked for, where a field of its own names it.
  public var port: Int?
  /// The path in front of the application's own that was taken off.
  public var prefix: String?

  /// Creates an element; see the properties.
  public init(
    client: String? = nil, scheme: String? = nil, host: String? = nil, port: Int? = nil, prefix: String? = nil
  ) {
    self.client = client
    self.scheme = scheme
    self.host = host
    self.port = port
    self.prefix = prefix
  }

  /// A field of more elements than this is somebody's attack: the nearest ones are read.
  private static let mostElements = 50

  /// Reads the elements of `Forwarded`, that of the nearest proxy last, as they stand.
  ///
  /// What is no element keeps its place, for proxies are counted.
  public static func elements(of field: some StringProtocol) -> [ForwardedElement] {
    nearest(Substring(field).utf8).map { part in
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

  /// The elements from the nearest on, in the order of the field.
  ///
  /// They are looked for from the end: what a proxy added is sound, and what stands in front of it is a client's, who
  /// could leave a quote open so that it swallows the proxy's element, or makes another of it.
  private static func nearest(_ field: Substring.UTF8View) -> [Substring.UTF8View] {
    var parts: [Substring.UTF8View] = []
    var end = field.endIndex
    var index = end
    var isQuoted = false
    while index != field.startIndex, parts.count < mostElements {
      let next = index
      index = field.index(before: index)
      if field[index] == UInt8(ascii: "\"") {
        // Behind an odd number of backslashes a quote is one of the text.
        if !isQuoted || backslashes(before: index, in: field).isMultiple(of: 2) { isQuoted.toggle() }
      } else if field[index] == UInt8(ascii: ","), !isQuoted {
        parts.append(FieldText.trimmed(field[next..<end]))
        end = index
      }
    }
    if parts.count < mostElements { parts.append(FieldText.trimmed(field[..<end])) }
    return parts.reversed()
  }

  private static func backslashes(before index: Substring.UTF8View.Index, in field: Substring.UTF8View) -> Int {
    field[..<index].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
  }

  /// Reads the elements of the `X-Forwarded-…` fields, that of the nearest proxy last.
  ///
  /// A proxy that adds to one of them adds to all that it knows; so they are put together from the nearest on.
  public static func elements(
    for clients: String?, proto: String?, host: String?, port: String? = nil, prefix: String?
  ) -> [ForwardedElement] {
    let clients = list(clients)
    let schemes = list(proto)
    let hosts = list(host)
    let ports = list(port)
    let prefixes = list(prefix)
    let count = max(clients.count, schemes.count, hosts.count, max(ports.count, prefixes.count))
    return (0..<count).reversed().map { hop in
      ForwardedElement(
        client: clients.fromEnd(hop).flatMap(Self.client), scheme: schemes.fromEnd(hop).flatMap(Self.scheme),
        host: hosts.fromEnd(hop), port: ports.fromEnd(hop).flatMap(Self.port),
        prefix: prefixes.fromEnd(hop).flatMap(Self.prefix))
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

  private static func port(_ text: String) -> Int? {
    FieldText.decimal(Substring(text).utf8).flatMap { (1...65_535).contains($0) ? $0 : nil }
  }

  private static func prefix(_ text: String) -> String? {
    var prefix = text
    while prefix.hasSuffix("/") { prefix.removeLast() }
    // Two slashes would make the name of a host of it, and a backslash is one to browsers.
    guard prefix.hasPrefix("/"), !prefix.hasPrefix("//"),
      prefix.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !#"\?#"#.utf8.contains($0) }),
      !prefix.split(separator: "/").contains(where: { $0 == "." || $0 == ".." })
    else { return nil }
    return prefix
  }
}

extension Array {
  fileprivate func fromEnd(_ index: Int) -> Element? { index < count ? self[count - 1 - index] : nil }
}
