import NIOCore

/// Counts request heads in a byte stream by the empty line that ends each.
///
/// It knows nothing else of HTTP, so a request may not carry a body.
struct RequestCounter {
  /// How many bytes of `\r\n\r\n` the stream ends with, since a read may stop inside it.
  private var matched = 0

  mutating func countHeads(in bytes: ByteBufferView) -> Int {
    var heads = 0
    for byte in bytes {
      let expected = matched & 1 == 0 ? UInt8(ascii: "\r") : UInt8(ascii: "\n")
      if byte == expected {
        matched += 1
      } else {
        matched = byte == UInt8(ascii: "\r") ? 1 : 0
      }
      if matched == 4 {
        heads += 1
        matched = 0
      }
    }
    return heads
  }
}
