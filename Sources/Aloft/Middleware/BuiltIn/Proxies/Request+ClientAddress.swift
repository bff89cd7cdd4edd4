public import AloftHTTP

extension Request {
  /// The address of the client without a port, `192.0.2.7` or `2001:db8::7`: that of the peer, or what a trusted proxy
  /// says; see ``TrustedProxies``. For a Unix socket without a proxy that is trusted it is the socket's path or nothing.
  public var clientAddress: String {
    let text = origin?.client ?? peer
    return IPAddress.withoutPort(text).map { "\($0)" } ?? text
  }
}
