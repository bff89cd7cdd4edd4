import AloftHTTP

/// An input taken apart: two bytes choose limits and cuts, the rest is what a client sends.
struct FuzzInput {
  let limits: ParserLimits
  let message: [UInt8]
  private let seed: UInt8

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 2 else { return nil }
    // Small limits are reached by inputs of the size that a fuzzer makes.
    limits =
      bytes[0] & 1 == 0
      ? ParserLimits()
      : ParserLimits(requestLine: 40, headerSection: 80, fieldCount: 4, chunkExtensions: 8, trailerSection: 24)
    seed = bytes[1]
    message = Array(bytes[2...])
  }

  /// The message in pieces of 1 to 16 bytes whose sizes follow from the seed.
  var pieces: [[UInt8]] {
    var state = UInt32(seed) | 1
    var pieces: [[UInt8]] = []
    var rest = message[...]
    while !rest.isEmpty {
      state = state &* 1_664_525 &+ 1_013_904_223
      let count = min(rest.count, Int(state >> 28) + 1)
      pieces.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return pieces
  }

  /// The message byte by byte.
  var bytewise: [[UInt8]] { message.map { [$0] } }
}
