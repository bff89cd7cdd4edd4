/// Finds addresses in escaped text and makes links of them.
struct Links {
  let limit: Int?
  let rel: String
  let target: String?
  let schemes: [String]

  /// Whether a text may be the beginning of addresses, `ftp:` or `tel:`.
  static func isScheme(_ text: String) -> Bool {
    var rest = text.utf8[...]
    if rest.suffix(3).elementsEqual("://".utf8) { rest = rest.dropLast(2) }
    guard rest.last == UInt8(ascii: ":"), rest.count > 1 else { return false }
    return rest.dropLast().allSatisfy { byte in
      byte.isNamePart || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
  }

  func marked(_ text: String) -> String {
    var result = ""
    var piece = String.UnicodeScalarView()
    var isBlank = false
    for scalar in text.unicodeScalars {
      let blank = TemplateText.isBlank(scalar)
      if blank != isBlank, !piece.isEmpty {
        result += isBlank ? String(piece) : word(String(piece))
        piece = String.UnicodeScalarView()
      }
      piece.append(scalar)
      isBlank = blank
    }
    return result + (isBlank ? String(piece) : word(String(piece)))
  }

  private func word(_ word: String) -> String {
    var middle = word[...]
    var head = ""
    var tail = ""
    // What stands in front of an address and behind it without belonging to it.
    while let begin = ["(", "<", "&lt;"].first(where: middle.hasPrefix) {
      head += begin
      middle = middle.dropFirst(begin.count)
    }
    while let end = [")", ">", ".", ",", "\n", "&gt;"].first(where: middle.hasSuffix) {
      tail = end + tail
      middle = middle.dropLast(end.count)
    }
    balance(&middle, &tail)
    return head + (link(String(middle)) ?? String(middle)) + tail
  }

  /// Gives back as many closing brackets as there are opening ones in the address.
  private func balance(_ middle: inout Substring, _ tail: inout String) {
    for (begin, end) in [("(", ")"), ("<", ">"), ("&lt;", "&gt;")] {
      let opened = TemplateText.split(String(middle), by: begin).count - 1
      let closed = TemplateText.split(String(middle), by: end).count - 1
      guard opened > closed else { continue }
      let inTail = TemplateText.split(tail, by: end).count - 1
      for _ in 0..<min(opened, inTail) {
        let parts = TemplateText.split(tail, by: end, most: 1)
        let taken = parts[0] + end
        middle += taken
        tail = String(tail.dropFirst(taken.count))
      }
    }
  }

  private var attributes: String {
    (rel.isEmpty ? "" : " rel=\"\(TemplateText.escaped(rel))\"")
      + (target.map { " target=\"\(TemplateText.escaped($0))\"" } ?? "")
  }

  private func shortened(_ text: String) -> String {
    guard let limit, TemplateText.count(text) > limit else { return text }
    return TemplateText.prefix(text, limit) + "..."
  }

  private func link(_ text: String) -> String? {
    if Self.isAddress(text) {
      let hasScheme = text.lowercased().hasPrefix("https://") || text.lowercased().hasPrefix("http://")
      return "<a href=\"\(hasScheme ? "" : "https://")\(text)\"\(attributes)>\(shortened(text))</a>"
    }
    if text.hasPrefix("mailto:"), Self.isMail(String(text.dropFirst(7))) {
      return "<a href=\"\(text)\">\(text.dropFirst(7))</a>"
    }
    if text.contains("@"), !text.hasPrefix("www."), !text.contains(":"), !text.hasPrefix("@"), Self.isMail(text) {
      return "<a href=\"mailto:\(text)\">\(text)</a>"
    }
    for scheme in schemes where text != scheme && text.hasPrefix(scheme) {
      return "<a href=\"\(text)\"\(attributes)>\(text)</a>"
    }
    return nil
  }

  // MARK: - What is an address

  /// `https://…`, `www.…`, or a name that ends like those of sites.
  static func isAddress(_ text: String) -> Bool {
    let lower = text.lowercased()
    var rest = lower[...]
    var hasScheme = false
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) {
      rest = rest.dropFirst(scheme.count)
      hasScheme = true
    }
    if !hasScheme, rest.hasPrefix("www.") {
      hasScheme = true
      rest = rest.dropFirst(4)
    }
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    var host = rest[..<end]
    let path = rest[end...]
    guard !path.unicodeScalars.contains(where: TemplateText.isBlank) else { return false }
    if let colon = host.lastIndex(of: ":") {
      let port = host[host.index(after: colon)...]
      guard (1...5).contains(port.count), port.utf8.allSatisfy(\.isDigit) else { return false }
      host = host[..<colon]
      if hasScheme, host == "localhost" { return true }
    } else if hasScheme, host == "localhost" {
      return true
    }
    if hasScheme, isNumeric(host) { return true }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy(isLabel) else { return false }
    let top = labels[labels.count - 1]
    if hasScheme { return (2...63).contains(top.count) && !top.utf8.allSatisfy(\.isDigit) }
    return ["com", "net", "int", "edu", "gov", "org", "info", "mil"].contains(String(top))
  }

  private static func isNumeric(_ host: Substring) -> Bool {
    if host.hasPrefix("["), host.hasSuffix("]") {
      return host.dropFirst().dropLast().utf8.allSatisfy { $0.isHexDigit || $0 == 0x3A }
    }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { (1...3).contains($0.count) && $0.utf8.allSatisfy(\.isDigit) }
  }

  private static func isLabel(_ label: Substring) -> Bool {
    guard !label.isEmpty, label.count <= 63, label.first != "-" else { return false }
    return label.unicodeScalars.allSatisfy { TemplateText.isWordPart($0) || $0 == "-" || $0 == "%" }
  }

  static func isMail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[0].unicodeScalars.contains(where: TemplateText.isBlank) else {
      return false
    }
    let host = parts[1]
    guard host.unicodeScalars.allSatisfy({ TemplateText.isWordPart($0) || $0 == "-" || $0 == "." }) else {
      return false
    }
    guard let dot = host.firstIndex(of: "."), dot > host.startIndex else { return false }
    return host.index(after: dot) < host.endIndex
  }
}
