/// Percent-encoding of text in URLs (RFC 3986, section 2.1).
package enum PercentEncoding {
  /// Decodes `%xx` once; `+` becomes a blank if `plusIsBlank`. A `%` without two digits stands for itself.
  package static func decoded(_ bytes: some Collection<UInt8>, plusIsBlank: Bool = false) -> String {
    String(decoding: decodedBytes(bytes, plusIsBlank: plusIsBlank), as: UTF8.self)
  }

  /// Decodes `%xx` once, and leaves what the bytes mean to the caller.
  package static func decodedBytes(_ bytes: some Collection<UInt8>, plusIsBlank: Bool = false) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index != bytes.endIndex {
      let byte = bytes[index]
      index = bytes.index(after: index)
      if byte == UInt8(ascii: "%"), let (value, next) = pair(in: bytes, at: index) {
        result.append(value)
        index = next
      } else {
        result.append(plusIsBlank && byte == UInt8(ascii: "+") ? 0x20 : byte)
      }
    }
    return result
  }

  private static func pair<Bytes: Collection<UInt8>>(
    in bytes: Bytes, at index: Bytes.Index
  ) -> (value: UInt8, next: Bytes.Index)? {
    guard index != bytes.endIndex, let high = bytes[index].hexValue else { return nil }
    let second = bytes.index(after: index)
    guard second != bytes.endIndex, let low = bytes[second].hexValue else { return nil }
    return (high << 4 | low, bytes.index(after: second))
  }
}
