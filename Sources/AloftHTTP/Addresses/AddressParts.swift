/// A URL taken apart at its separators, none of its parts decoded (RFC 3986, appendix B).
struct AddressParts {
  var scheme: String?
  /// `nil` where there is no authority.
  var user: String?
  var password: String?
  var host: String?
  var port: String?
  var path = ""
  var query: String?
  var fragment: String?

  init(_ text: String) {
    var rest = Substring(text)
    if let hash = rest.firstIndex(of: "#") {
      fragment = String(rest[rest.index(after: hash)...])
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: "?") {
      query = String(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    if let colon = rest.firstIndex(of: ":"), Self.isScheme(rest[..<colon]) {
      scheme = rest[..<colon].lowercased()
      rest = rest[rest.index(after: colon)...]
    }
    if rest.hasPrefix("//") {
      let end = rest.dropFirst(2).firstIndex(of: "/") ?? rest.endIndex
      readAuthority(rest[rest.index(rest.startIndex, offsetBy: 2)..<end])
      rest = rest[end...]
    }
    path = String(rest)
  }

  private static func isScheme(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, first.lowercased &- 0x61 < 26 else { return false }
    return text.utf8.allSatisfy { $0.isDigit || $0.lowercased &- 0x61 < 26 || "+-.".utf8.contains($0) }
  }

  private mutating func readAuthority(_ authority: Substring) {
    var rest = authority
    if let at = rest.lastIndex(of: "@") {
      let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      user = parts.first.map { String($0) }
      password = parts.count > 1 ? String(parts[1]) : nil
      rest = rest[rest.index(after: at)...]
    }
    let afterBracket = rest.lastIndex(of: "]") ?? rest.startIndex
    if let colon = rest[afterBracket...].firstIndex(of: ":") {
      port = String(rest[rest.index(after: colon)...])
      rest = rest[..<colon]
    }
    host = String(rest)
  }

  /// The parts as one text again.
  var text: String {
    var text = scheme.map { "\($0):" } ?? ""
    if let host {
      text += "//"
      if let user { text += user + (password.map { ":\($0)" } ?? "") + "@" }
      text += host + (port.map { $0.isEmpty ? "" : ":\($0)" } ?? "")
    }
    text += path
    if let query { text += "?\(query)" }
    if let fragment { text += "#\(fragment)" }
    return text
  }
}
