/// Where in a page a piece of text ends: in text, in a tag, in an attribute's value, in a script.
struct MarkupState: Equatable {
  enum Place: Equatable {
    case text
    case comment
    /// Behind `<` or `</`, in the tag's name.
    case tagName
    /// In a tag, where attributes stand.
    case tag
    case attributeName
    /// Behind the `=`.
    case beforeValue
    /// In a value; `nil` for one without quotes.
    case value(quote: UInt8?)
    /// In a script's or a style's text, until its end tag.
    case rawText
  }

  private(set) var place = Place.text
  /// The name of the tag that is open, or was last.
  private(set) var tag = ""
  private(set) var attribute = ""
  /// Whether the value has no character yet.
  private(set) var isAtValueStart = false
  private var isEndTag = false
  private var recent: [UInt8] = []

  /// Whether what stands here is read as a script.
  var isScript: Bool { place == .rawText && tag == "script" }

  mutating func read(_ text: String) { for byte in text.utf8 { read(byte) } }

  /// Notes that a value stands here, of which nothing is known.
  mutating func readValue() {
    isAtValueStart = false
    if place == .beforeValue { place = .value(quote: nil) }
  }

  private mutating func read(_ byte: UInt8) {
    remember(byte)
    switch place {
    case .text: if byte == UInt8(ascii: "<") { begin(.tagName) }
    case .comment: if ends(with: "-->") { place = .text }
    case .rawText: readRaw(byte)
    case .tagName: readTagName(byte)
    case .tag: readInTag(byte)
    case .attributeName: readAttributeName(byte)
    case .beforeValue: readBeforeValue(byte)
    case .value(let quote): readValue(byte, quote)
    }
  }

  private mutating func remember(_ byte: UInt8) {
    recent.append(byte)
    if recent.count > 12 { recent.removeFirst() }
  }

  private func ends(with text: String) -> Bool {
    recent.suffix(text.utf8.count).map { $0 | 0x20 }.elementsEqual(text.utf8.map { $0 | 0x20 })
  }

  private mutating func begin(_ place: Place) {
    self.place = place
    tag = ""
    attribute = ""
    isEndTag = false
  }

  private mutating func readRaw(_ byte: UInt8) {
    guard ends(with: "</\(tag)") else { return }
    isEndTag = true
    place = .tag
  }

  private mutating func readTagName(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "/") where tag.isEmpty: isEndTag = true
    case UInt8(ascii: ">"): endTag()
    case UInt8(ascii: "-") where ends(with: "<!--"): place = .comment
    case _ where byte.isTemplateBlank || byte == UInt8(ascii: "/"): place = tag.isEmpty ? .text : .tag
    default: tag.unicodeScalars.append(Unicode.Scalar(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte))
    }
  }

  private mutating func endTag() {
    place = !isEndTag && (tag == "script" || tag == "style") ? .rawText : .text
  }

  private mutating func readInTag(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: ">"): endTag()
    case _ where byte.isTemplateBlank || byte == UInt8(ascii: "/"): break
    default:
      attribute = ""
      place = .attributeName
      readAttributeName(byte)
    }
  }

  private mutating func readAttributeName(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "="): place = .beforeValue
    case UInt8(ascii: ">"): endTag()
    case _ where byte.isTemplateBlank: place = .tag
    default: attribute.unicodeScalars.append(Unicode.Scalar(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte))
    }
  }

  private mutating func readBeforeValue(_ byte: UInt8) {
    switch byte {
    case _ where byte.isTemplateBlank: break
    case UInt8(ascii: ">"): endTag()
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      place = .value(quote: byte)
      isAtValueStart = true
    default: place = .value(quote: nil)
    }
  }

  private mutating func readValue(_ byte: UInt8, _ quote: UInt8?) {
    if let quote {
      if byte == quote { place = .tag } else { isAtValueStart = false }
    } else if byte == UInt8(ascii: ">") {
      endTag()
    } else if byte.isTemplateBlank {
      place = .tag
    }
  }
}
