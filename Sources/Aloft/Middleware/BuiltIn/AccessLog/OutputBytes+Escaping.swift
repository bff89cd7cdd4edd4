internal import AloftHTTP

/// Text of strangers in the lines of a log.
extension OutputBytes {
  /// The bytes of a value from which on it is cut: a line with all that a client can choose fits into one write, which
  /// can't be torn.
  private static var longestValue: Int { 480 }

  /// Appends what can be seen of ASCII as it is, and other bytes by their numbers, `\x0A`.
  ///
  /// - Parameter keepsBlanks: Whether blanks stay.
  mutating func append(visible bytes: UnsafeRawBufferPointer, keepsBlanks: Bool) {
    // Nearly all values are as they are to be written.
    if bytes.count <= Self.longestValue, bytes.allSatisfy({ Self.isPlain($0) && ($0 != 0x20 || keepsBlanks) }) {
      return append(bytes)
    }
    let end = count + Self.longestValue
    for byte in bytes {
      guard count < end else { return append(fixed: "...") }
      switch byte {
      case UInt8(ascii: "\\"): append(fixed: "\\\\")
      case UInt8(ascii: "\""): append(fixed: "\\\"")
      case 0x21...0x7E: append(byte)
      case 0x20 where keepsBlanks: append(byte)
      default:
        append(fixed: "\\x")
        append(hexadecimal: byte, capitals: true)
      }
    }
  }

  /// Appends a string of JSON (RFC 8259, section 7) of ASCII alone; bytes that are no UTF-8 are repaired.
  mutating func append(json bytes: UnsafeRawBufferPointer) {
    append(UInt8(ascii: "\""))
    if bytes.count <= Self.longestValue, bytes.allSatisfy(Self.isPlain) {
      append(bytes)
    } else {
      appendEscaped(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    }
    append(UInt8(ascii: "\""))
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "\"")
  }

  private mutating func appendEscaped(_ text: String.UnicodeScalarView) {
    let end = count + Self.longestValue
    for scalar in text {
      guard count < end else { return append(fixed: "...") }
      for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
        if let byte = UInt8(exactly: unit), Self.isPlain(byte) {
          append(byte)
        } else if unit == 0x22 || unit == 0x5C {
          append(UInt8(ascii: "\\"))
          append(UInt8(truncatingIfNeeded: unit))
        } else {
          append(fixed: "\\u")
          append(hexadecimal: UInt8(truncatingIfNeeded: unit >> 8), capitals: false)
          append(hexadecimal: UInt8(truncatingIfNeeded: unit), capitals: false)
        }
      }
    }
  }

  private mutating func append(hexadecimal byte: UInt8, capitals: Bool) {
    for digit in [byte >> 4, byte & 15] { append(digit < 10 ? 0x30 + digit : (capitals ? 0x37 : 0x57) + digit) }
  }
}
