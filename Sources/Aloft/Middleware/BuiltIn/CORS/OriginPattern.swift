internal import AloftHTTP

/// An origin, `https://example.com:8443`, or many: `https://*.example.com`, `http://localhost:*`.
///
/// Browsers write origins in one way: in lower case, without the scheme's own port, and with nothing behind it. So one
/// is compared byte by byte, and a pattern that no origin could match is a mistake.
struct OriginPattern: Sendable {
  private enum Port: Sendable {
    case exactly(String)
    case any
  }

  let text: String
  /// Why it is no origin; `nil` where it is one.
  let problem: String?
  /// `https://`
  private let scheme: String
  /// The host in lower case; of a pattern with `*` what stands behind that, with the point: `.example.com`.
  private let host: String
  private let isBelow: Bool
  private let port: Port

  /// Whether it is one origin.
  var isLiteral: Bool { if case .exactly = port { !isBelow } else { false } }

  /// The origin as browsers write it, of a literal.
  var literal: String { if case .exactly(let port) = port { scheme + host + port } else { "" } }

  init(_ text: String) {
    self.text = text
    let mark = text.utf8.indices.first { text.utf8[$0...].starts(with: "://".utf8) }
    let end = mark.map { text.utf8.index($0, offsetBy: 3) }
    scheme = end.map { String(text[..<$0]) } ?? ""
    var rest = end.map { text[$0...] } ?? ""
    let name = rest.hasPrefix("[") ? rest.firstIndex(of: "]") ?? rest.startIndex : rest.startIndex
    var port = Port.exactly("")
    if let colon = rest[name...].firstIndex(of: ":") {
      let digits = rest[rest.index(after: colon)...]
      port = digits == "*" ? .any : .exactly(String(rest[colon...]))
      rest = rest[..<colon]
    }
    self.port = port
    isBelow = rest.hasPrefix("*.")
    let bare = String(isBelow ? rest.dropFirst() : rest)
    host = DomainName.ascii(bare) ?? bare
    problem = Self.problem(text, scheme: scheme, host: host, isBelow: isBelow, port: port)
  }

  private static func problem(
    _ text: String, scheme: String, host: String, isBelow: Bool, port: Port
  ) -> String? {
    if text == "*" { return "it stands for all origins, which .any says" }
    if text == "null" { return "every page can make itself that origin" }
    guard !scheme.isEmpty else { return "it has no scheme, https://\(text)" }
    guard let first = scheme.utf8.first, (0x61...0x7A).contains(first),
      scheme.utf8.dropLast(3).allSatisfy({ (0x61...0x7A).contains($0) || $0.isDigit || "+-.".utf8.contains($0) })
    else { return "its scheme is none, or not in lower case" }
    if host.contains("/") { return "an origin ends behind the host and the port: it has no path, and no slash" }
    if host.contains("*") { return "a star stands for whole names in front of a point alone, https://*.example.com" }
    guard HostName(isBelow ? String(host.dropFirst()) : host) != nil else { return "its host is none" }
    if host != host.lowercased() { return "browsers send it in lower case" }
    if isBelow, !host.dropFirst().contains("."), host != ".localhost" { return "it takes hosts of many owners" }
    guard case .exactly(let digits) = port, !digits.isEmpty else { return nil }
    guard let number = Int(digits.dropFirst()), (1...65_535).contains(number), digits == ":\(number)" else {
      return "its port is none"
    }
    if scheme == "https://" && number == 443 || scheme == "http://" && number == 80 {
      return "browsers leave out the scheme's own port"
    }
    return nil
  }

  /// Whether an origin that a browser sends is one of the pattern's.
  func takes(_ origin: String) -> Bool {
    guard problem == nil else { return false }
    if isLiteral { return origin == literal }
    guard origin.hasPrefix(scheme) else { return false }
    var rest = origin.dropFirst(scheme.count)
    switch port {
    case .exactly(let digits):
      guard rest.hasSuffix(digits) else { return false }
      rest = rest.dropLast(digits.count)
    case .any:
      let digits = rest.utf8.reversed().prefix { $0.isDigit }.count
      if digits > 0, rest.utf8.dropLast(digits).last == UInt8(ascii: ":") { rest = rest.dropLast(digits + 1) }
    }
    guard isBelow else { return rest == host }
    // What stands in front of the point must be names, with no slash or user among them.
    guard rest.hasSuffix(host) else { return false }
    let labels = rest.dropLast(host.count).utf8
    return !labels.isEmpty
      && labels.allSatisfy {
        (0x61...0x7A).contains($0) || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
          || $0 == UInt8(ascii: "_")
      }
  }
}
