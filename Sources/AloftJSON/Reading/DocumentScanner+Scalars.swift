extension DocumentScanner {
  // MARK: - Strings

  /// Moves from behind the opening quotation mark to the closing one; whether there are escapes.
  @inline(__always)
  mutating func scanString(_ bytes: Span<UInt8>) throws(Refusal) -> Bool {
    skipPlain(bytes)
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return false }
    return try scanRestOfString(bytes)
  }

  /// Skips to the next byte that is not plain ASCII, eight at a time.
  @inline(__always)
  private mutating func skipPlain(_ bytes: Span<UInt8>) {
    let raw = bytes.bytes
    let last = bytes.count - 8
    while position <= last {
      let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
      let special = word.bytesBesidePlainText
      if special != 0 {
        position += special.trailingZeroBitCount >> 3
        return
      }
      position += 8
    }
    while position < bytes.count, bytes[position].isPlainText { position += 1 }
  }

  private mutating func scanRestOfString(_ bytes: Span<UInt8>) throws(Refusal) -> Bool {
    var isEscaped = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") { return isEscaped }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        try scanEscape(bytes)
      } else if byte < 0x20 {
        throw refusal("A string must not hold the control character \(byte.hexadecimal); write it as an escape")
      } else {
        try skipCharacters(bytes)
      }
      skipPlain(bytes)
    }
    throw refusal("The text ends inside a string")
  }

  /// Moves behind the characters beyond ASCII at the position (RFC 3629, section 4).
  private mutating func skipCharacters(_ bytes: Span<UInt8>) throws(Refusal) {
    while position < bytes.count, bytes[position] >= 0x80 {
      let length = Self.lengthOfCharacter(at: position, bytes)
      guard length > 0 else {
        throw refusal("A string holds the byte \(bytes[position].hexadecimal), which is no UTF-8")
      }
      position += length
    }
  }

  private static func lengthOfCharacter(at index: Int, _ bytes: Span<UInt8>) -> Int {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[index] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
    var rest = index + 2
    while rest < index + length {
      guard bytes[rest] & 0xC0 == 0x80 else { return 0 }
      rest += 1
    }
    return length
  }

  private mutating func scanEscape(_ bytes: Span<UInt8>) throws(Refusal) {
    let start = position
    position += 1
    guard position < bytes.count else { throw refusal("The text ends inside a string") }
    switch bytes[position] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    case UInt8(ascii: "u"):
      let unit = try scanUnit(bytes)
      guard unit & 0xF800 == 0xD800 else { return }
      guard unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
        bytes[position + 1] == UInt8(ascii: "u")
      else {
        throw Refusal(problem: "A string holds half of a surrogate pair", offset: start)
      }
      position += 1
      guard try scanUnit(bytes) & 0xFC00 == 0xDC00 else {
        throw Refusal(problem: "A string holds half of a surrogate pair", offset: start)
      }
    default: throw Refusal(problem: "A string holds an unknown escape, '\\' before \(found(bytes))", offset: start)
    }
  }

  /// Reads the four digits behind the `u` at the position.
  private mutating func scanUnit(_ bytes: Span<UInt8>) throws(Refusal) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      position += 1
      guard position < bytes.count, let digit = bytes[position].hexadecimalValue else {
        throw refusal("Expected four hexadecimal digits behind '\\u', but found \(found(bytes))")
      }
      unit = unit << 4 | UInt16(digit)
    }
    position += 1
    return unit
  }

  // MARK: - Numbers and words

  /// Moves behind a number; whether it has a fraction or an exponent (RFC 8259, section 6).
  mutating func scanNumber(_ bytes: Span<UInt8>) throws(Refusal) -> Bool {
    if bytes[position] == UInt8(ascii: "-") {
      position += 1
      guard position < bytes.count, bytes[position].isDigit else {
        throw refusal("Expected a digit behind '-', but found \(found(bytes))")
      }
    }
    let isZero = bytes[position] == UInt8(ascii: "0")
    position += 1
    if isZero, position < bytes.count, bytes[position].isDigit {
      throw refusal("A number must not begin with a zero before other digits")
    }
    skipDigits(bytes)
    guard position < bytes.count else { return false }
    var isComplex = false
    if bytes[position] == UInt8(ascii: ".") {
      isComplex = true
      position += 1
      try expectDigits("behind the point of a number", bytes)
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      isComplex = true
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      try expectDigits("in the exponent of a number", bytes)
    }
    return isComplex
  }

  private mutating func expectDigits(_ place: String, _ bytes: Span<UInt8>) throws(Refusal) {
    guard position < bytes.count, bytes[position].isDigit else {
      throw refusal("Expected a digit \(place), but found \(found(bytes))")
    }
    skipDigits(bytes)
  }

  @inline(__always)
  private mutating func skipDigits(_ bytes: Span<UInt8>) {
    while position < bytes.count, bytes[position].isDigit { position += 1 }
  }

  /// Whether `word` stands at the position.
  func reads(_ word: StaticString, _ bytes: Span<UInt8>) -> Bool {
    let count = word.utf8CodeUnitCount
    guard bytes.count - position >= count else { return false }
    // The pointer is to the literal's own bytes, as many as were just counted.
    let letters = UnsafeBufferPointer(start: word.utf8Start, count: count)
    var index = 0
    while index < count {
      if bytes[position + index] != letters[index] { return false }
      index += 1
    }
    return true
  }

  // MARK: - Blanks

  @inline(__always)
  mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while position < bytes.count, bytes[position].isBlank { position += 1 }
  }

  /// Moves to the next byte that is no blank, and refuses the end of the text.
  @inline(__always)
  mutating func skipBlanks(_ bytes: Span<UInt8>, expecting expected: StaticString) throws(Refusal) {
    skipBlanks(bytes)
    guard position < bytes.count else { throw refusal("Expected \(expected), but the text ends") }
  }

  // MARK: - Refusals

  func refusal(_ problem: String) -> Refusal { Refusal(problem: problem, offset: position) }

  /// What stands at the position, for a message.
  func found(_ bytes: Span<UInt8>) -> String {
    guard position < bytes.count else { return "the end of the text" }
    let byte = bytes[position]
    return byte > 0x20 && byte < 0x7F ? "'\(Character(Unicode.Scalar(byte)))'" : "the byte \(byte.hexadecimal)"
  }

  func unexpectedValue(_ bytes: Span<UInt8>) -> Refusal {
    switch bytes[position] {
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      guard let last = lastSign(bytes), last == UInt8(ascii: ",") else { break }
      return refusal("Expected a value behind the comma, but found \(found(bytes))")
    case UInt8(ascii: "'"): return refusal("Expected a value, but found '''; strings stand in quotation marks")
    case UInt8(ascii: "/"): return refusal("Expected a value, but found '/'; JSON has no comments")
    case UInt8(ascii: "N"), UInt8(ascii: "I"): return refusal("Expected a value; JSON has no NaN and no Infinity")
    case UInt8(ascii: "+"), UInt8(ascii: "."): return refusal("Expected a value; a number begins with a digit or '-'")
    case UInt8(ascii: "T"), UInt8(ascii: "F"): return refusal("Expected a value; true and false have small letters")
    default: break
    }
    return refusal("Expected a value, but found \(found(bytes))")
  }

  private func lastSign(_ bytes: Span<UInt8>) -> UInt8? {
    var index = position - 1
    while index >= 0, bytes[index].isBlank { index -= 1 }
    return index >= 0 ? bytes[index] : nil
  }
}
