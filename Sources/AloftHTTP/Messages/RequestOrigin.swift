/// Where a request comes from and what it was sent to, as a proxy in front tells it.
public struct RequestOrigin: Sendable, Hashable {
  /// `https` or `http`; `nil` where the proxy does not say.
  public var scheme: String?
  /// The host that the client asked for, with its port if it named one; `nil` where the proxy does not say.
  public var host: String?
  /// The client's address, `192.0.2.7` or `192.0.2.7:50712`; `nil` where the proxy does not say.
  public var client: String?
  /// The path in front of the application's own paths that the proxy has taken off, `/shop`; empty for none.
  public var prefix: String

  /// Creates an origin; see the properties.
  public init(scheme: String? = nil, host: String? = nil, client: String? = nil, prefix: String = "") {
    self.scheme = scheme
    self.host = host
    self.client = client
    self.prefix = prefix
  }
}
