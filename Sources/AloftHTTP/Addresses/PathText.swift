/// The text of a path between its two forms: percent-encoded as it is sent, and decoded as it is matched.
package enum PathText {
  /// What stands for `%2F` while matching: a byte that no UTF-8 holds, so that an encoded slash never separates.
  package static var encodedSlash: UInt8 { 0xFF }

  /// What a single look over a path's bytes tells.
  package struct Traits {
    package var hasPercent = false
    package var hasHighByte = false
    package var hasDot = false
    package var hasNull = false
  }

  /// Why a path cannot be matched.
  package enum Flaw: Error {
    /// A percent sign without two digits, or a null character: no request of a sound client.
    case malformed
    /// Text that is no UTF-8: no route can have it.
    case notText
  }

  package static func traits(_ bytes: Span<UInt8>) -> Traits {
    // What occurs of the first 64 bytes, a bit each, and the bits of all others.
    var low: UInt64 = 0
    var all: UInt8 = 0
    var index = 0
    while index < bytes.count {
      // Unchecked: compared with the count just now.
      let byte = bytes[unchecked: index]
      if byte < 64 { low |= 1 << UInt64(byte) }
      all |= byte
      index += 1
    }
    func has(_ byte: UInt8) -> Bool { low & (1 << UInt64(byte)) != 0 }
    return Traits(
      hasPercent: has(UInt8(ascii: "%")), hasHighByte: all >= 0x80, hasDot: has(UInt8(ascii: ".")), hasNull: has(0))
  }

  /// Decodes a path once; an encoded slash becomes ``encodedSlash``.
  package static func decoded(_ bytes: Span<UInt8>) throws(Flaw) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var isText = true
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "%") else {
        if byte == 0 { throw .malformed }
        if byte == encodedSlash { isText = false }
        result.append(byte)
        index += 1
        continue
      }
      guard index + 2 < bytes.count, let high = bytes[index + 1].hexValue, let low = bytes[index + 2].hexValue else {
        throw .malformed
      }
      let value = high << 4 | low
      if value == 0 { throw .malformed }
      if value == encodedSlash { isText = false }
      result.append(value == UInt8(ascii: "/") ? encodedSlash : value)
      index += 3
    }
    guard isText, isUTF8(result.span) else { throw .notText }
    return result
  }

  /// Whether the bytes between encoded slashes are UTF-8.
  package static func isUTF8(_ bytes: Span<UInt8>) -> Bool {
    var start = 0
    for index in 0...bytes.count where index == bytes.count || bytes[index] == encodedSlash {
      guard (try? UTF8Span(validating: bytes.extracting(start..<index))) != nil else { return false }
      start = index + 1
    }
    return true
  }

  /// Whether `.` or `..` stands alone between slashes, encoded slashes or backslashes.
  package static func hasDotComponent(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var dots = 0
    var isDots = true
    for index in start..<end {
      switch bytes[index] {
      case UInt8(ascii: "."): dots += 1
      case UInt8(ascii: "/"), UInt8(ascii: "\\"), encodedSlash:
        if isDots && (dots == 1 || dots == 2) { return true }
        dots = 0
        isDots = true
      default: isDots = false
      }
    }
    return isDots && (dots == 1 || dots == 2)
  }

  /// Runs of slashes made one.
  package static func mergingSlashes(_ bytes: Span<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for index in bytes.indices where bytes[index] != UInt8(ascii: "/") || result.last != UInt8(ascii: "/") {
      result.append(bytes[index])
    }
    return result
  }

  /// The text of matched bytes: encoded slashes are slashes again.
  package static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    if let text = try? UTF8Span(validating: bytes.extracting(range)) { return String(copying: text) }
    let restored = range.map { bytes[$0] == encodedSlash ? UInt8(ascii: "/") : bytes[$0] }
    return String(decoding: restored, as: UTF8.self)
  }

  /// Percent-encodes what RFC 3986, section 3.3, does not allow in a path.
  ///
  /// - Parameter keepsSlashes: Whether a slash stays one, or becomes `%2F` as inside a segment.
  package static func encoded(_ bytes: some Sequence<UInt8>, keepsSlashes: Bool) -> String {
    percentEncoded(bytes) { isPathCharacter($0) || (keepsSlashes && $0 == UInt8(ascii: "/")) }
  }

  /// Percent-encodes a name or a value of a query: `&`, `=`, `+` and what RFC 3986, section 3.4, does not allow.
  package static func encodedForQuery(_ text: String) -> String {
    percentEncoded(text.utf8) {
      switch $0 {
      case UInt8(ascii: "&"), UInt8(ascii: "="), UInt8(ascii: "+"): false
      case UInt8(ascii: "/"), UInt8(ascii: "?"): true
      default: isPathCharacter($0)
      }
    }
  }

  /// Percent-encodes what may not stand in an extended parameter (`attr-char`, RFC 8187, section 3.2.1).
  static func encodedAttribute(_ text: String) -> String {
    percentEncoded(text.utf8) {
      switch $0 {
      case UInt8(ascii: "*"), UInt8(ascii: "'"), UInt8(ascii: "%"): false
      default: $0.isToken
      }
    }
  }

  /// Percent-encodes the bytes that `isEncoded` is true for.
  static func encoded(_ text: String, where isEncoded: (UInt8) -> Bool) -> String {
    percentEncoded(text.utf8) { !isEncoded($0) }
  }

  /// Percent-encodes all but letters, digits, `-._~` and what is named.
  static func encoded(_ text: String, keeping kept: String) -> String {
    percentEncoded(text.utf8) { isUnreserved($0) || kept.utf8.contains($0) }
  }

  /// Percent-encodes what may not stand in a cookie's path.
  static func encodedCookiePath(_ path: String) -> String { encoded(path, keeping: "%!$&'()*+,/:=@") }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.lowercased &- 0x61 < 26 || "-._~".utf8.contains(byte)
  }

  private static func percentEncoded(_ bytes: some Sequence<UInt8>, _ isPlain: (UInt8) -> Bool) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in bytes {
      if isPlain(byte) {
        result.append(byte)
      } else if byte == encodedSlash {
        result += "%2F".utf8
      } else {
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// `pchar` of RFC 3986 without `%`.
  private static func isPathCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~!$&'()*+,;=:@".utf8.contains(byte)
    }
  }
}
