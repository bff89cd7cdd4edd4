internal import Aloft

/// A cookie as a client keeps it (RFC 6265, section 5.3).
struct ReceivedCookie: Sendable {
  let name: String
  let value: String
  var domain: String?
  var path: String?
  var isSecure = false
  /// In seconds since 1970.
  var expires: Int?
  var maxAge: Int?

  /// Reads a `Set-Cookie` field; `nil` for what is none.
  init?(_ field: String) {
    var parts = field.split(separator: ";", omittingEmptySubsequences: false).map { Self.trimmed($0) }
    guard let pair = parts.first, let equals = pair.firstIndex(of: "="), equals != pair.startIndex else { return nil }
    name = String(pair[..<equals])
    value = String(pair[pair.index(after: equals)...])
    parts.removeFirst()
    for part in parts {
      let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let argument = words.count > 1 ? String(words[1]) : ""
      switch words.first?.lowercased() {
      case "domain": domain = argument.isEmpty ? nil : String(argument.drop { $0 == "." }).lowercased()
      case "path": path = argument.hasPrefix("/") ? argument : nil
      case "secure": isSecure = true
      case "expires": expires = HTTPDate.secondsSince1970(parsing: argument)
      case "max-age": maxAge = Int(argument)
      default: break
      }
    }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
  }
}

/// The cookies that a client keeps.
struct CookieJar: Sendable {
  private struct Entry: Sendable {
    let name: String
    let value: String
    let domain: String
    let isHostOnly: Bool
    let path: String
    let isSecure: Bool
    let expires: Int?
  }

  private var entries: [Entry] = []

  /// Takes the cookies of a response.
  mutating func take(_ headers: Headers, from url: TestURL, now: Int) {
    for field in headers.values(of: .setCookie) {
      guard let cookie = ReceivedCookie(field) else { continue }
      // A host sets cookies for itself and for those above it, not for strangers.
      if let domain = cookie.domain, url.host != domain, !url.host.hasSuffix(".\(domain)") { continue }
      let entry = Entry(
        name: cookie.name, value: cookie.value, domain: cookie.domain ?? url.host, isHostOnly: cookie.domain == nil,
        path: cookie.path ?? url.defaultPath, isSecure: cookie.isSecure,
        expires: cookie.maxAge.map { now + $0 } ?? cookie.expires)
      set(entry)
    }
    entries.removeAll { $0.expires.map { $0 <= now } ?? false }
  }

  /// Sets a cookie by hand.
  mutating func set(_ name: String, _ value: String, for host: String) {
    set(
      Entry(
        name: name, value: value, domain: host, isHostOnly: false, path: "/", isSecure: false, expires: nil))
  }

  private mutating func set(_ entry: Entry) {
    entries.removeAll { $0.name == entry.name && $0.domain == entry.domain && $0.path == entry.path }
    entries.append(entry)
  }

  mutating func removeAll() { entries = [] }

  /// The `Cookie` field for a request; `nil` for none.
  mutating func field(for url: TestURL, now: Int) -> String? {
    entries.removeAll { $0.expires.map { $0 <= now } ?? false }
    let sent = entries.filter { entry in
      let isHost = url.host == entry.domain || (!entry.isHostOnly && url.host.hasSuffix(".\(entry.domain)"))
      let isPath =
        url.path == entry.path
        || (url.path.hasPrefix(entry.path)
          && (entry.path.hasSuffix("/") || url.path.dropFirst(entry.path.count).hasPrefix("/")))
      return isHost && isPath && (!entry.isSecure || url.scheme == "https")
    }
    // Longer paths come first; Swift's sort keeps the order of equal ones.
    let ordered = sent.sorted { $0.path.count > $1.path.count }
    return ordered.isEmpty ? nil : ordered.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
  }

  /// The values of the cookies that are kept, by name.
  var values: [String: String] { Dictionary(entries.map { ($0.name, $0.value) }) { $1 } }
}
