/// Reads catalogs as machines do: two tables of lengths and places (GNU gettext manual, "The Format of GNU MO Files").
struct MOReader {
  private let bytes: [UInt8]
  private let isBigEndian: Bool

  static func read(_ bytes: [UInt8]) throws(GettextCatalog.Problem) -> [(key: GettextCatalog.Key, forms: [String])] {
    guard bytes.count >= 28 else { throw GettextCatalog.Problem(message: "the file is too short", line: nil) }
    let isBigEndian: Bool
    switch Array(bytes[..<4]) {
    case [0xDE, 0x12, 0x04, 0x95]: isBigEndian = false
    case [0x95, 0x04, 0x12, 0xDE]: isBigEndian = true
    default: throw GettextCatalog.Problem(message: "the file is no catalog", line: nil)
    }
    let reader = MOReader(bytes: bytes, isBigEndian: isBigEndian)
    let count = try reader.number(at: 8)
    let originals = try reader.number(at: 12)
    let translations = try reader.number(at: 16)
    guard count <= bytes.count / 16 else { throw reader.damaged }
    var messages: [(key: GettextCatalog.Key, forms: [String])] = []
    for index in 0..<count {
      let original = try reader.text(originals + index * 8)
      let translation = try reader.text(translations + index * 8)
      // `context EOT text NUL plural`, and forms with a NUL between them.
      var text = original.split(separator: "\0", omittingEmptySubsequences: false).first.map(String.init) ?? ""
      var context: String?
      if let end = text.unicodeScalars.firstIndex(of: "\u{4}") {
        context = String(text.unicodeScalars[..<end])
        text = String(text.unicodeScalars[text.unicodeScalars.index(after: end)...])
      }
      let forms = translation.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
      messages.append((GettextCatalog.Key(context: context, text: text), forms))
    }
    return messages
  }

  private var damaged: GettextCatalog.Problem {
    GettextCatalog.Problem(message: "the file is damaged: a place lies outside of it", line: nil)
  }

  private func number(at place: Int) throws(GettextCatalog.Problem) -> Int {
    guard place >= 0, place + 4 <= bytes.count else { throw damaged }
    let part = bytes[place..<place + 4]
    return (isBigEndian ? Array(part) : part.reversed()).reduce(0) { $0 << 8 | Int($1) }
  }

  private func text(_ entry: Int) throws(GettextCatalog.Problem) -> String {
    let length = try number(at: entry)
    let start = try number(at: entry + 4)
    guard start <= bytes.count, length <= bytes.count - start else { throw damaged }
    guard let text = String(validating: bytes[start..<start + length], as: UTF8.self) else {
      throw GettextCatalog.Problem(message: "a text of the catalog is not in UTF-8", line: nil)
    }
    return text
  }
}
