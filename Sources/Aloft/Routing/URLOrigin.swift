/// Where a site is reached: the scheme and the host of the request being answered, or those of the settings.
public struct URLOrigin: Hashable, Sendable {
  /// `https`; empty for URLs that keep the scheme of the page they stand on, `//example.com/`.
  public var scheme: String
  /// The host, with its port if it isn't the scheme's own: `example.com:8080`.
  public var host: String

  /// Creates an origin of a scheme and a host.
  public init(scheme: String, host: String) {
    self.scheme = scheme
    self.host = host
  }

  /// A URL of this site with the path in front that a proxy takes off; that of another host stays as it is.
  func putting(_ prefix: String, into url: String) -> String {
    if url.hasPrefix("/"), !url.hasPrefix("//") { return prefix + url }
    let site = "\(scheme)://\(host)"
    guard url.hasPrefix(site), url.dropFirst(site.count).first.map({ "/?#".contains($0) }) ?? true else { return url }
    return site + prefix + url.dropFirst(site.count)
  }

  private var parts: (name: Range<Int>, bytes: [UInt8]) {
    let bytes = Array(host.utf8)
    return (HostPattern.name(in: bytes.span), bytes)
  }

  /// The host in lower case and without a port.
  var hostName: String {
    let (name, bytes) = parts
    return String(decoding: bytes[name].map(HostPattern.lowercased), as: UTF8.self)
  }

  /// The host's port with its colon, or nothing.
  var port: String {
    guard let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") else { return "" }
    return String(host[colon...])
  }

  /// This scheme for a kind of connection, as secure as this one.
  func scheme(for connection: ConnectionKind) -> String {
    let isSecure = scheme == "https" || scheme == "wss"
    switch connection {
    case .http: return scheme.isEmpty ? "" : isSecure ? "https:" : "http:"
    case .webSocket: return isSecure ? "wss:" : "ws:"
    }
  }
}
