/// The tokens of a text of SQLite's SQL, without blanks and comments.
struct SQLTokens: Sequence, IteratorProtocol {
  enum Token: Equatable {
    /// A keyword or a name without quotes.
    case word(Substring)
    /// A name within quotes, without them.
    case quoted(String)
    /// A text or bytes.
    case literal
    /// A placeholder as it is written.
    case placeholder(Substring)
    /// Any other character.
    case symbol(UInt8)
  }

  private let text: String
  private var rest: Substring.UTF8View

  init(_ text: String) {
    self.text = text
    rest = Substring(text).utf8
  }

  mutating func next() -> Token? {
    skipBlanks()
    guard let byte = rest.first else { return nil }
    switch byte {
    case UInt8(ascii: "'"):
      _ = takeQuoted(by: byte)
      return .literal
    case UInt8(ascii: "\""), UInt8(ascii: "`"): return .quoted(takeQuoted(by: byte))
    case UInt8(ascii: "["): return .quoted(takeQuoted(by: UInt8(ascii: "]")))
    case UInt8(ascii: "?"), UInt8(ascii: "$"), UInt8(ascii: ":"), UInt8(ascii: "@"):
      let token = take { index, byte in index == 0 || Self.isWordByte(byte) || (byte == UInt8(ascii: ":") && index > 0)
      }
      return token.utf8.count == 1 && byte != UInt8(ascii: "?") ? .symbol(byte) : .placeholder(token)
    case let byte where Self.isWordByte(byte): return .word(take { _, byte in Self.isWordByte(byte) })
    default:
      rest.removeFirst()
      return .symbol(byte)
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...0xFF:
      true
    default: false
    }
  }

  private mutating func take(while isPart: (Int, UInt8) -> Bool) -> Substring {
    let start = rest.startIndex
    var count = 0
    while let byte = rest.first, isPart(count, byte) {
      rest.removeFirst()
      count += 1
    }
    return text[start..<rest.startIndex]
  }

  private mutating func takeQuoted(by quote: UInt8) -> String {
    rest.removeFirst()
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == quote {
        guard rest.first == quote, quote != UInt8(ascii: "]") else { break }
        rest.removeFirst()
      }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func skipBlanks() {
    while let byte = rest.first {
      let second = rest.dropFirst().first
      if byte == UInt8(ascii: "-"), second == byte {
        while let byte = rest.first, byte != UInt8(ascii: "\n") { rest.removeFirst() }
      } else if byte == UInt8(ascii: "/"), second == UInt8(ascii: "*") {
        rest = rest.dropFirst(2)
        while let byte = rest.popFirst() {
          if byte == UInt8(ascii: "*"), rest.first == UInt8(ascii: "/") {
            rest.removeFirst()
            break
          }
        }
      } else if byte == UInt8(ascii: " ") || (9...13).contains(byte) {
        rest.removeFirst()
      } else {
        return
      }
    }
  }
}
