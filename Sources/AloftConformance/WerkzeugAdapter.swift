import Aloft

/// What a map of Werkzeug is bound to: the request, where the site stands, and how Werkzeug writes URLs of it.
struct WerkzeugAdapter {
  /// The host of the request, with a port.
  let host: String
  let scheme: String
  let method: String
  let query: String
  let isWebSocket: Bool
  private let serverName: String
  private let scriptName: String
  private let pathInfo: String
  private let matchesHosts: Bool

  init(_ adapter: JSON, matchesHosts: Bool) {
    serverName = adapter["server_name"].string ?? ""
    let subdomain = adapter["subdomain"].string ?? ""
    host = matchesHosts || subdomain.isEmpty ? serverName : "\(subdomain).\(serverName)"
    scheme = adapter["url_scheme"].string ?? "http"
    method = adapter["default_method"].string ?? "GET"
    query = Self.query(adapter["query_args"])
    isWebSocket = adapter["websocket"].bool ?? ["ws", "wss"].contains(scheme)
    let script = adapter["script_name"].string ?? "/"
    scriptName = script.hasSuffix("/") ? String(script.dropLast()) : script
    pathInfo = adapter["path_info"].string ?? "/"
    self.matchesHosts = matchesHosts
  }

  /// The path of a call as a client would send it.
  func path(_ info: String?) -> [UInt8] {
    let info = info ?? pathInfo
    if info.isEmpty { return [] }
    return Array(Self.encoded("/" + info.drop { $0 == "/" }, keeping: "/").utf8)
  }

  /// The pattern of the hosts that a rule is bound to; `nil` for all.
  func hostPattern(of rule: JSON) throws(Unsupported) -> String? {
    if matchesHosts { return try rule["host"].string.map { host throws(Unsupported) in try Self.name(host) } }
    let subdomain = rule["subdomain"].string ?? ""
    let server = try Self.name(serverName)
    if subdomain.isEmpty { return server.isEmpty ? nil : server }
    let labels = try WerkzeugPattern(subdomain).text
    return server.isEmpty ? labels : "\(labels).\(server)"
  }

  /// A host's pattern without its port.
  private static func name(_ host: String) throws(Unsupported) -> String {
    let pattern = try WerkzeugPattern(host).text
    guard let colon = pattern.lastIndex(of: ":"), pattern[colon...].dropFirst().allSatisfy(\.isNumber) else {
      return pattern
    }
    return String(pattern[..<colon])
  }

  /// The absolute URL of a path below the place where the site is mounted.
  func url(_ path: String, host: String? = nil) -> String {
    let port = serverName.lastIndex(of: ":").map { String(serverName[$0...]) } ?? ""
    return "\(scheme)://\(host.map { $0 + port } ?? self.host)\(scriptName)\(path)"
  }

  /// A built URL below the place where the site is mounted.
  func mounted(_ url: String) -> String {
    guard let slashes = url.firstRange(of: "//"), url[..<slashes.lowerBound].allSatisfy({ $0 != "/" && $0 != "?" }),
      let slash = url[slashes.upperBound...].firstIndex(of: "/")
    else { return scriptName + url }
    return url[..<slash] + scriptName + url[slash...]
  }

  /// The target of a redirect, read as a reference from the place where the site is mounted.
  func joined(_ target: String) -> String {
    if target.contains("://") { return target }
    if target.hasPrefix("/") { return "\(scheme)://\(host)\(target)" }
    return url("/" + target)
  }

  /// A query of text or of names and values.
  static func query(_ arguments: JSON) -> String {
    if let text = arguments.string { return text }
    let items = arguments.members.flatMap { member in
      let values = if case .array(let values) = member.value { values } else { [member.value] }
      return values.compactMap { value in
        WerkzeugRule.value(value).text.map { text in
          [member.name, text].map { encoded($0, keeping: "!$'()*,/:;?@") }.joined(separator: "=")
        }
      }
    }
    return items.joined(separator: "&")
  }

  /// Percent-encodes all but letters, digits, `-._~` and the given characters.
  static func encoded(_ text: String, keeping plain: String) -> String {
    text.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain = byte < 0x80 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      if isPlain || "-._~".utf8.contains(byte) || plain.utf8.contains(byte) { return String(Character(scalar)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }
}
