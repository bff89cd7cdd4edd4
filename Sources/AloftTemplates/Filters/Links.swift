/// Finds addresses in escaped text and makes links of them.
struct Links {
  let limit: Int?
  let rel: String
  let target: String?
  let schemes: [String]
  /// The most bytes of a text with its links: what all of them have may be long.
  let most: Int

  /// Whether a text may be the beginning of addresses, `ftp:` or `tel:`.
  static func isScheme(_ text: String) -> Bool {
    var rest = text.utf8[...]
    if rest.suffix(3).elementsEqual("://".utf8) { rest = rest.dropLast(2) }
    guard rest.last == UInt8(ascii: ":"), rest.count > 1 else { return false }
    return rest.dropLast().allSatisfy { byte in
      byte.isNamePart || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
  }

  func marked(_ text: String) throws -> String {
    var result = ""
    var piece = String.UnicodeScalarView()
    var isBlank = false
    for scalar in text.unicodeScalars {
      let blank = TemplateText.isBlank(scalar)
      if blank != isBlank, !piece.isEmpty {
        result += isBlank ? String(piece) : word(String(piece))
        guard result.utf8.count <= most else {
          throw RenderFailure(.limit, "the text with its links becomes too large")
        }
        piece = String.UnicodeScalarView()
      }
      piece.append(scalar)
      isBlank = blank
    }
    return result + (isBlank ? String(piece) : word(String(piece)))
  }

  private func word(_ word: String) -> String {
    // What stands in front of an address and behind it without belonging to it. Cut off once and not piece by piece: a
    // text of nothing but brackets would take for ever.
    let bytes = Array(word.utf8)
    var start = 0
    while let begin = Self.begins.first(where: { bytes[start...].starts(with: $0) }) { start += begin.count }
    var end = bytes.count
    while let closing = Self.ends.first(where: {
      end - start >= $0.count && bytes[..<end].suffix($0.count).elementsEqual($0)
    }) {
      end -= closing.count
    }
    end = balanced(bytes, start, end)
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    let middle = text(start..<end)
    return text(0..<start) + (link(middle) ?? middle) + text(end..<bytes.count)
  }

  private static let begins = ["(", "<", "&lt;"].map { Array($0.utf8) }
  private static let ends = [")", ">", ".", ",", "\n", "&gt;"].map { Array($0.utf8) }

  /// Where the address ends that gets as many closing brackets as there are opening ones in it.
  private func balanced(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    var end = end
    for (begin, closing) in [("(", ")"), ("<", ">"), ("&lt;", "&gt;")] {
      let opened = Self.places(of: begin, in: bytes[start..<end]).count
      guard opened > Self.places(of: closing, in: bytes[start..<end]).count else { continue }
      let behind = Self.places(of: closing, in: bytes[end...])
      if let last = behind.prefix(opened).last { end = last + closing.utf8.count }
    }
    return end
  }

  private static func places(of text: String, in bytes: ArraySlice<UInt8>) -> [Int] {
    let wanted = Array(text.utf8)
    var places: [Int] = []
    var place = bytes.startIndex
    while place + wanted.count <= bytes.endIndex {
      if bytes[place..<place + wanted.count].elementsEqual(wanted) {
        places.append(place)
        place += wanted.count
      } else {
        place += 1
      }
    }
    return places
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
    let scheme = ["https://", "http://", "www."].first { rest.hasPrefix($0) }
    rest = rest.dropFirst(scheme?.count ?? 0)
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    guard !rest[end...].unicodeScalars.contains(where: TemplateText.isBlank) else { return false }
    guard let host = withoutPort(rest[..<end]) else { return false }
    guard let scheme else { return isKnownName(host) }
    return isName(host) || (scheme != "www." && (isNumeric(host) || isBracketed(host)))
  }

  /// - Returns: `nil` where behind a colon stands no port.
  private static func withoutPort(_ host: Substring) -> Substring? {
    guard let colon = host.lastIndex(of: ":"), host.last != "]" else { return host }
    let port = host[host.index(after: colon)...]
    guard (1...5).contains(port.count), port.utf8.allSatisfy(\.isDigit) else { return nil }
    return host[..<colon]
  }

  /// A name behind a scheme, which may be one word.
  private static func isName(_ host: Substring) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard let top = labels.last, labels.dropLast().allSatisfy({ isLabel($0, 1...Int.max) }) else { return false }
    if top.hasPrefix("xn--"), isLabel(top.dropFirst(4), 2...59), !top.dropFirst(4).contains("-") { return true }
    return (2...63).contains(top.utf8.count) && top.utf8.allSatisfy { (0x61...0x7A).contains($0) }
  }

  /// A name without a scheme: one that ends in a way that hardly anything else does.
  private static func isKnownName(_ host: Substring) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.dropLast().allSatisfy({ isLabel($0, 2...63) }) else { return false }
    return ["com", "net", "int", "edu", "gov", "org", "info", "mil"].contains(String(labels[labels.count - 1]))
  }

  private static func isNumeric(_ host: Substring) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { (1...3).contains($0.count) && $0.utf8.allSatisfy(\.isDigit) }
  }

  /// Eight groups of hexadecimal digits at the most, in brackets.
  private static func isBracketed(_ host: Substring) -> Bool {
    guard host.hasPrefix("["), host.hasSuffix("]") else { return false }
    let groups = host.dropFirst().dropLast().split(separator: ":", omittingEmptySubsequences: false)
    return (3...9).contains(groups.count) && (groups.count < 9 || groups[8].isEmpty)
      && groups.allSatisfy { $0.count <= 4 && $0.utf8.allSatisfy(\.isHexDigit) }
  }

  private static func isLabel(_ label: Substring, _ count: ClosedRange<Int>) -> Bool {
    count.contains(label.unicodeScalars.count)
      && label.unicodeScalars.allSatisfy { TemplateText.isWordPart($0) || $0 == "-" || $0 == "%" }
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
