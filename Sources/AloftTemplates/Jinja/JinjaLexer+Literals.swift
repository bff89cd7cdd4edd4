extension JinjaLexer {
  // MARK: - Numbers

  func number() -> JinjaToken? {
    if let float = float() { return float }
    let start = position
    if source[start] == UInt8(ascii: "0"), start + 1 < source.count {
      let radix: ((UInt8) -> Bool)? =
        switch source[start + 1] | 0x20 {
        case UInt8(ascii: "x"): { $0.isHexDigit }
        case UInt8(ascii: "o"): { (0x30...0x37).contains($0) }
        case UInt8(ascii: "b"): { (0x30...0x31).contains($0) }
        default: nil
        }
      if let radix, let end = digits(from: start + 2, leadingUnderscore: true, radix) {
        return token(.integer, start..<end)
      }
    }
    let isZero = source[start] == UInt8(ascii: "0")
    guard let end = digits(from: start, leadingUnderscore: false, { isZero ? $0 == 0x30 : $0.isDigit }) else {
      return nil
    }
    return token(.integer, start..<end)
  }

  func float() -> JinjaToken? {
    let start = position
    if start > 0, source[start - 1] == UInt8(ascii: ".") { return nil }
    guard var end = digits(from: start, leadingUnderscore: false, \.isDigit) else { return nil }
    var isFloat = false
    if end < source.count, source[end] == UInt8(ascii: "."),
      let fraction = digits(from: end + 1, leadingUnderscore: false, \.isDigit)
    {
      end = fraction
      isFloat = true
    }
    if end < source.count, source[end] | 0x20 == UInt8(ascii: "e") {
      var exponent = end + 1
      if exponent < source.count, source[exponent] == UInt8(ascii: "+") || source[exponent] == UInt8(ascii: "-") {
        exponent += 1
      }
      if let after = digits(from: exponent, leadingUnderscore: false, \.isDigit) {
        end = after
        isFloat = true
      }
    }
    return isFloat ? token(.float, start..<end) : nil
  }

  /// The end of digits that single underscores may stand between.
  func digits(from start: Int, leadingUnderscore: Bool, _ isDigit: (UInt8) -> Bool) -> Int? {
    var place = start
    if leadingUnderscore, place < source.count, source[place] == UInt8(ascii: "_") { place += 1 }
    guard place < source.count, isDigit(source[place]) else { return nil }
    while place < source.count {
      if isDigit(source[place]) {
        place += 1
      } else if source[place] == UInt8(ascii: "_"), place + 1 < source.count, isDigit(source[place + 1]) {
        place += 2
      } else {
        break
      }
    }
    return place
  }

  func token(_ kind: JinjaToken.Kind, _ range: Range<Int>) -> JinjaToken {
    JinjaToken(kind: kind, text: String(decoding: source[range], as: UTF8.self), offset: range.lowerBound)
  }

  // MARK: - Strings

  mutating func readString(_ quote: UInt8) throws(SyntaxProblem) {
    let start = position
    var place = start + 1
    while place < source.count, source[place] != quote { place += source[place] == UInt8(ascii: "\\") ? 2 : 1 }
    guard place < source.count else {
      throw SyntaxProblem("this text has no end", at: start, fix: "close it with \(Unicode.Scalar(quote))")
    }
    let text = try unescaped(start + 1..<place)
    tokens.append(JinjaToken(kind: .string, text: text, offset: start))
    position = place + 1
  }

  func unescaped(_ range: Range<Int>) throws(SyntaxProblem) -> String {
    guard source[range].contains(UInt8(ascii: "\\")) else { return String(decoding: source[range], as: UTF8.self) }
    var bytes: [UInt8] = []
    var place = range.lowerBound
    while place < range.upperBound {
      guard source[place] == UInt8(ascii: "\\"), place + 1 < range.upperBound else {
        bytes.append(source[place])
        place += 1
        continue
      }
      let kind = source[place + 1]
      let begin = place
      place += 2
      switch kind {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "a"): bytes.append(0x07)
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "v"): bytes.append(0x0B)
      case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): bytes.append(kind)
      case 0x0A: break
      case UInt8(ascii: "x"): try appendScalar(digits: 2, &place, range.upperBound, begin, &bytes)
      case UInt8(ascii: "u"): try appendScalar(digits: 4, &place, range.upperBound, begin, &bytes)
      case UInt8(ascii: "U"): try appendScalar(digits: 8, &place, range.upperBound, begin, &bytes)
      case 0x30...0x37:
        var value = UInt32(kind - 0x30)
        var count = 1
        while count < 3, place < range.upperBound, (0x30...0x37).contains(source[place]) {
          value = value * 8 + UInt32(source[place] - 0x30)
          place += 1
          count += 1
        }
        bytes += Array(String(Unicode.Scalar(value).map(Character.init) ?? "\u{FFFD}").utf8)
      default: bytes += [UInt8(ascii: "\\"), kind]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  func appendScalar(
    digits: Int, _ place: inout Int, _ end: Int, _ begin: Int, _ bytes: inout [UInt8]
  ) throws(SyntaxProblem) {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard place < end, let digit = source[place].hexValue else {
        throw SyntaxProblem("an escape has too few hexadecimal digits, \(digits) are due", at: begin)
      }
      value = value << 4 | UInt32(digit)
      place += 1
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw SyntaxProblem("this escape stands for no character", at: begin)
    }
    bytes += Array(String(Character(scalar)).utf8)
  }
}
