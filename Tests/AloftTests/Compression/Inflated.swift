import CZlib

/// What zlib makes of compressed bytes.
struct Inflated {
  var bytes: [UInt8] = []
  /// Whether the end was there, and nothing behind it.
  var isComplete = false
  /// The name of a file that the head holds.
  var name = ""

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Reads gzip or zlib's own format, as its head says.
  init(_ compressed: [UInt8]) {
    var stream = z_stream()
    guard aloft_inflateInit2(&stream, 15 + 32) == Z_OK else { return }
    defer { inflateEnd(&stream) }
    var input = compressed
    var output = [UInt8](repeating: 0, count: 64 * 1024)
    input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      var result = Z_OK
      repeat {
        let count = output.withUnsafeMutableBufferPointer { output in
          stream.next_out = output.baseAddress
          stream.avail_out = UInt32(output.count)
          result = inflate(&stream, Z_SYNC_FLUSH)
          return output.count - Int(stream.avail_out)
        }
        bytes += output[..<count]
      } while result == Z_OK && (stream.avail_in > 0 || stream.avail_out == 0)
      isComplete = result == Z_STREAM_END && stream.avail_in == 0
    }
    if compressed.count > 10, compressed[0] == 0x1F, compressed[3] & 0x08 != 0 {
      name = String(decoding: compressed[10...].prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
