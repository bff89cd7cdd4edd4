/// Texts as parts of URLs.
enum URLText {
  /// Text in which all but letters, digits and `_.-~` is percent-encoded.
  static func quoted(_ text: String, keepsSlash: Bool, plus: Bool = false) -> String {
    var bytes: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "~"): bytes.append(byte)
      case UInt8(ascii: "/") where keepsSlash: bytes.append(byte)
      case UInt8(ascii: " ") where plus: bytes.append(UInt8(ascii: "+"))
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
