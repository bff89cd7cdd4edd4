public import AloftHTTP

extension Request {
  /// The address of the client without a port, `192.0.2.7` or `2001:db8::7`: that of the peer, or what a trusted proxy
  /// says; see ``TrustedProxies``. For a Unix socket without a proxy that is trusted it is the socket's path or nothing.
  public var clientAddress: String {
    var text = origin?.client ?? peer
    // Of version 4, as most are: digits and points up to the port.
    let version4 = text.withUTF8 { bytes -> Int? in
      guard let end = bytes.firstIndex(where: { !$0.isDigit && $0 != UInt8(ascii: ".") }) else { return bytes.count }
      return bytes[end] == UInt8(ascii: ":") && end > 0 && bytes[(end + 1)...].allSatisfy(\.isDigit) ? end : nil
    }
    if let version4 { return String(text.utf8.prefix(version4)) ?? text }
    return IPAddress.withoutPort(text).map { "\($0)" } ?? text
  }
}
