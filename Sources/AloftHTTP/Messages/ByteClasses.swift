extension UInt8 {
  /// A character that names are made of (`tchar`, RFC 9110, section 5.6.2).
  @inlinable package var isToken: Bool {
    // One bit a character: `!#$%&'*+-.0-9` below 64, `A-Z^_`a-z|~` below 128.
    self < 64
      ? (0x03FF_6CFA_0000_0000 as UInt64) & (1 << UInt64(self)) != 0
      : self < 128 && (0x57FF_FFFF_C7FF_FFFE as UInt64) & (1 << UInt64(self & 63)) != 0
  }

  /// A character that may stand in a field's value (RFC 9110, section 5.5): visible, blank, tab, or beyond ASCII.
  @inlinable package var isFieldValue: Bool { self >= 0x20 ? self != 0x7F : self == 0x09 }

  /// Optional white space: blank or tab.
  @inlinable package var isBlank: Bool { self == 0x20 || self == 0x09 }

  /// An ASCII digit.
  @inlinable package var isDigit: Bool { self &- 0x30 < 10 }

  /// The ASCII letter in lower case; anything else as it is.
  @inlinable package var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

  /// The value of a hexadecimal digit, `nil` for anything else.
  @inlinable package var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }
}
