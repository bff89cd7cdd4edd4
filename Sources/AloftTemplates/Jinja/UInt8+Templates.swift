extension UInt8 {
  /// A blank as Python's texts know it, of one byte.
  var isTemplateBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) || (0x1C...0x1F).contains(self) }
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isHexDigit: Bool { hexValue != nil }
  /// What may be part of a name: letters, digits, `_`, and all beyond ASCII.
  var isNamePart: Bool { isDigit || self == 0x5F || (0x61...0x7A).contains(self | 0x20) || self >= 0x80 }

  /// The value of a digit of any base up to 36; more than that of other bytes.
  var digitValue: UInt8 {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x61...0x7A: self - 0x57
    case 0x41...0x5A: self - 0x37
    default: .max
    }
  }

  var hexValue: UInt8? {
    digitValue < 16 ? digitValue : nil
  }
}
