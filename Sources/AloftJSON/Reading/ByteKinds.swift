extension UInt8 {
  @inline(__always) var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
  @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }
  /// Whether the byte is ASCII that stands in a string as it is.
  @inline(__always) var isPlainText: Bool { self >= 0x20 && self < 0x80 && self != 0x22 && self != 0x5C }

  var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  var hexadecimal: String {
    let digits = String(self, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "0x0" + digits : "0x" + digits
  }
}

extension UInt64 {
  @inline(__always) private static var ones: UInt64 { 0x0101_0101_0101_0101 }
  @inline(__always) private static var highBits: UInt64 { 0x8080_8080_8080_8080 }

  /// The high bit of each of the eight bytes that a string can't hold as they are: control characters, the quotation
  /// mark, the backslash.
  ///
  /// Subtracting borrows from the byte above only where a byte is already marked: the lowest mark is always right.
  @inline(__always) var bytesToEscape: UInt64 {
    let quotes = self ^ (Self.ones &* 0x22)
    let backslashes = self ^ (Self.ones &* 0x5C)
    let found =
      ((self &- Self.ones &* 0x20) & ~self) | ((quotes &- Self.ones) & ~quotes)
      | ((backslashes &- Self.ones) & ~backslashes)
    return found & Self.highBits
  }

  /// The same, and the bytes beyond ASCII.
  @inline(__always) var bytesBesidePlainText: UInt64 { bytesToEscape | (self & Self.highBits) }
}
