/// Base64 with the standard alphabet and padding (RFC 4648, section 4).
enum Base64 {
  private static let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

  static func encodedCount(_ count: Int) -> Int { (count + 2) / 3 * 4 }

  /// Puts the text of `bytes`, `encodedCount` bytes, at `target`.
  static func write(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutablePointer<UInt8>) {
    // The alphabet's 64 letters, asked for with six bits.
    let letters = alphabet.utf8Start
    var output = target
    var index = 0
    while index < bytes.count {
      let rest = min(bytes.count - index, 3)
      var group = Int(bytes[index]) << 16
      if rest > 1 { group |= Int(bytes[index + 1]) << 8 }
      if rest > 2 { group |= Int(bytes[index + 2]) }
      output[0] = letters[group >> 18]
      output[1] = letters[group >> 12 & 63]
      output[2] = rest > 1 ? letters[group >> 6 & 63] : UInt8(ascii: "=")
      output[3] = rest > 2 ? letters[group & 63] : UInt8(ascii: "=")
      output += 4
      index += 3
    }
  }

  /// Reads a text; `nil` if anything in it is not of the alphabet, padding is missing, or bits behind the last byte are
  /// set, so that no two texts are the same bytes (section 3.5).
  static func read(_ text: Span<UInt8>) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var index = 0
    while index < text.count {
      var padding = 0
      if index + 4 == text.count, text[index + 3] == UInt8(ascii: "=") {
        padding = text[index + 2] == UInt8(ascii: "=") ? 2 : 1
      }
      var group = 0
      for position in index..<index + 4 - padding {
        guard let bits = value(text[position]) else { return nil }
        group = group << 6 | bits
      }
      group <<= 6 * padding
      if padding > 0, group & (padding == 2 ? 0xFFFF : 0xFF) != 0 { return nil }
      bytes.append(UInt8(truncatingIfNeeded: group >> 16))
      if padding < 2 { bytes.append(UInt8(truncatingIfNeeded: group >> 8)) }
      if padding < 1 { bytes.append(UInt8(truncatingIfNeeded: group)) }
      index += 4
    }
    return bytes
  }

  private static func value(_ letter: UInt8) -> Int? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(letter) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(letter) - 97 + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(letter) - 48 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
