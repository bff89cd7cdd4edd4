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

  // By bytes: a slash with an accent is one character to people, and a slash to whoever fetches the URL.
  init(_ text: String) {
    var rest = Substring(text).utf8
    if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
      fragment = String(Substring(rest[rest.index(after: hash)...]))
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
      query = String(Substring(rest[rest.index(after: mark)...]))
      rest = rest[..<mark]
    }
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon]) {
      scheme = String(Substring(rest[..<colon])).lowercased()
      rest = rest[rest.index(after: colon)...]
    }
    if rest.starts(with: "//".utf8) {
      rest = rest.dropFirst(2)
      let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      readAuthority(rest[..<end])
      rest = rest[end...]
    }
    path = String(Substring(rest))
  }

  private static func isScheme(_ text: Substring.UTF8View) -> Bool {
    guard let first = text.first, first.lowercased &- 0x61 < 26 else { return false }
    return text.allSatisfy { $0.isDigit || $0.lowercased &- 0x61 < 26 || "+-.".utf8.contains($0) }
  }

  private mutating func readAuthority(_ authority: Substring.UTF8View) {
    var rest = authority
    if let at = rest.lastIndex(of: UInt8(ascii: "@")) {
      let colon = rest[..<at].firstIndex(of: UInt8(ascii: ":"))
      user = String(Substring(rest[..<(colon ?? at)]))
      password = colon.map { String(Substring(rest[rest.index(after: $0)..<at])) }
      rest = rest[rest.index(after: at)...]
    }
    let afterBracket = rest.lastIndex(of: UInt8(ascii: "]")) ?? rest.startIndex
    if let colon = rest[afterBracket...].firstIndex(of: UInt8(ascii: ":")) {
      port = String(Substring(rest[rest.index(after: colon)...]))
      rest = rest[..<colon]
    }
    host = String(Substring(rest))
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
