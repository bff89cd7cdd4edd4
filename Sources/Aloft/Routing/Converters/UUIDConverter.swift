import AloftHTTP

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
      default: if byte.hexValue == nil { return false }
      }
    }
    return true
  }
}
