/// `{id:uuid}`: an identifier in RFC 9562's form, 36 characters in lower or upper case.
struct UUIDConverter: PathConverter {
  static let length = 36
  static let lengths = [length]

  var weight: Int { 50 }

  func matches(_ value: Span<UInt8>) -> Bool { matches(value, 0, value.count) }

  func matches(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard end - start == Self.length else { return false }
    for offset in 0..<Self.length {
      let byte = bytes[start + offset]
      switch offset {
      case 8, 13, 18, 23: if byte != UInt8(ascii: "-") { return false }
      default: if hexDigit(byte) == nil { return false }
      }
    }
    return true
  }
}

/// The value of a hexadecimal digit; `nil` for any other byte.
@inline(__always)
func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
