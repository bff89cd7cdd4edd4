/// Where a test's request goes.
struct TestURL: Sendable, Hashable, CustomStringConvertible {
  var scheme: String
  /// The host in lower case, without its port.
  var host: String
  var port: String
  /// The path and the query, as they are sent.
  var target: String

  init(scheme: String, authority: String, target: String) {
    self.scheme = scheme
    let colon = authority.hasSuffix("]") ? nil : authority.lastIndex(of: ":")
    host = (colon.map { String(authority[..<$0]) } ?? authority).lowercased()
    port = colon.map { String(authority[$0...]) } ?? ""
    self.target = target
  }

  /// The URL that a reference leads to from this one (RFC 3986, section 5.2, as far as redirects need it).
  func following(_ reference: String) -> TestURL {
    let bare = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
    if let range = bare.firstRange(of: "://") {
      return TestURL(scheme: bare[..<range.lowerBound].lowercased(), rest: bare[range.upperBound...])
    }
    if bare.hasPrefix("//") { return TestURL(scheme: scheme, rest: bare.dropFirst(2)) }
    var url = self
    if bare.hasPrefix("/") {
      url.target = String(bare)
    } else if bare.hasPrefix("?") {
      url.target = path + bare
    } else {
      url.target = String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) + bare
    }
    return url
  }

  private init(scheme: String, rest: Substring) {
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    let target = rest[end...]
    self.init(
      scheme: scheme, authority: String(rest[..<end]),
      target: target.hasPrefix("/") ? String(target) : "/\(target)")
  }

  var authority: String { host + port }
  var path: String { String(target.prefix { $0 != "?" }) }

  /// The path that a cookie gets which names none (RFC 6265, section 5.1.4).
  var defaultPath: String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  var description: String { "\(scheme)://\(authority)\(target)" }
}
