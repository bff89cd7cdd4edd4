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

  // MARK: - Entities

  /// Text with the characters that its entities name, read as browsers read them: also without the semicolon behind
  /// those that were once written so.
  static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = ""
    var rest = text.unicodeScalars[...]
    while let start = rest.firstIndex(of: "&") {
      result.unicodeScalars.append(contentsOf: rest[..<start])
      let after = rest[rest.index(after: start)...]
      if let found = after.first == "#" ? numbered(after) : named(after) {
        result += found.text
        rest = found.rest
      } else {
        result += "&"
        rest = after
      }
    }
    result.unicodeScalars.append(contentsOf: rest)
    return result
  }

  private typealias Rest = Substring.UnicodeScalarView

  private static func named(_ rest: Rest) -> (text: String, rest: Rest)? {
    let name = rest.prefix(32).prefix { !"\t\n\u{C} <&#;".unicodeScalars.contains($0) }
    let behind = rest[name.endIndex...]
    if behind.first == ";", let entity = HTMLEntities.all[String(name)] { return (entity.text, behind.dropFirst()) }
    var begin = name.prefix(HTMLEntities.longestWithoutSemicolon)
    while begin.count > 1 {
      if let entity = HTMLEntities.all[String(begin)], !entity.needsSemicolon {
        return (entity.text, rest[begin.endIndex...])
      }
      begin = begin.dropLast()
    }
    return nil
  }

  private static func numbered(_ rest: Rest) -> (text: String, rest: Rest)? {
    var digits = rest.dropFirst()
    let isHex = digits.first == "x" || digits.first == "X"
    if isHex { digits = digits.dropFirst() }
    digits = digits.prefix { scalar in
      (0x30...0x39).contains(scalar.value) || (isHex && (0x61...0x66).contains(scalar.value | 0x20))
    }
    guard !digits.isEmpty else { return nil }
    let behind = rest[digits.endIndex...]
    let number = UInt32(String(digits), radix: isHex ? 16 : 10) ?? .max
    return (character(number), behind.first == ";" ? behind.dropFirst() : behind)
  }

  /// The character of a number: where it is none that may stand in a page, what browsers make of it.
  private static func character(_ number: UInt32) -> String {
    switch number {
    case 0x0D: return "\r"
    case 0x80...0x9F: return String(Character(windows[Int(number - 0x80)]))
    case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0xFDD0...0xFDEF: return ""
    default:
      guard number > 0, let scalar = Unicode.Scalar(number) else { return "\u{FFFD}" }
      return number & 0xFFFE == 0xFFFE ? "" : String(Character(scalar))
    }
  }

  /// The characters 0x80 to 0x9F of Windows, which is what pages mean by these numbers.
  private static let windows = Array(
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
}
