/// Markup taken apart, no more than filters need.
enum Markup {
  /// Text without comments and tags, with single blanks, and with its entities as characters.
  static func withoutTags(_ markup: String) -> String {
    var scalars = Array(markup.unicodeScalars)
    remove(from: "<!--", to: "-->", &scalars)
    remove(from: "<", to: ">", &scalars)
    let text = String(String.UnicodeScalarView(scalars))
    return unescaped(TemplateText.words(text).joined(separator: " "))
  }

  private static func remove(from begin: String, to end: String, _ scalars: inout [Unicode.Scalar]) {
    let begin = Array(begin.unicodeScalars)
    let end = Array(end.unicodeScalars)
    var kept: [Unicode.Scalar] = []
    var place = 0
    var hasEnd = true
    while place < scalars.count {
      if hasEnd, scalars[place...].starts(with: begin) {
        if let after = find(end, in: scalars, from: place + begin.count) {
          place = after
          continue
        }
        hasEnd = false
      }
      kept.append(scalars[place])
      place += 1
    }
    scalars = kept
  }

  private static func find(_ wanted: [Unicode.Scalar], in scalars: [Unicode.Scalar], from start: Int) -> Int? {
    var place = start
    while place + wanted.count <= scalars.count {
      if scalars[place] == wanted[0], scalars[place...].starts(with: wanted) { return place + wanted.count }
      place += 1
    }
    return nil
  }

  private static let names: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "reg": "®",
    "hellip": "…",
    "mdash": "—", "ndash": "–", "laquo": "«", "raquo": "»", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
    "euro": "€", "middot": "·", "times": "×", "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö",
    "Uuml": "Ü",
    "szlig": "ß", "eacute": "é", "egrave": "è", "agrave": "à", "ccedil": "ç", "deg": "°", "trade": "™", "bull": "•",
  ]

  /// Text with the characters that its entities name.
  static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = ""
    var rest = text.unicodeScalars[...]
    while let start = rest.firstIndex(of: "&") {
      result.unicodeScalars.append(contentsOf: rest[..<start])
      let after = rest[rest.index(after: start)...]
      if let end = after.prefix(32).firstIndex(of: ";"), let character = entity(String(after[..<end])) {
        result += character
        rest = after[after.index(after: end)...]
      } else {
        result += "&"
        rest = after
      }
    }
    result.unicodeScalars.append(contentsOf: rest)
    return result
  }

  private static func entity(_ name: String) -> String? {
    guard name.hasPrefix("#") else { return names[name] }
    let digits = name.dropFirst()
    let isHex = digits.first == "x" || digits.first == "X"
    guard let value = UInt32(isHex ? digits.dropFirst() : digits, radix: isHex ? 16 : 10) else { return nil }
    return Unicode.Scalar(value).map { String(Character($0)) } ?? "\u{FFFD}"
  }
}
