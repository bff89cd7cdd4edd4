/// A hash of bytes, 64 bits wide: the published algorithm XXH64 with the seed 0.
///
/// It tells versions of one resource apart: two of them have the same hash once in 2⁶⁴. It reads eight bytes a step
/// and is the same in every process and after every start, as entity tags have to be. It is no cryptography: whoever
/// writes both versions can make them collide, and so have his own readers see the older one.
enum ContentHash {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var index = 0
    var hash: UInt64
    if bytes.count >= 32 {
      var lanes = (prime1 &+ prime2, prime2, UInt64(0), 0 &- prime1)
      while bytes.count - index >= 32 {
        lanes.0 = round(lanes.0, word(bytes, index))
        lanes.1 = round(lanes.1, word(bytes, index + 8))
        lanes.2 = round(lanes.2, word(bytes, index + 16))
        lanes.3 = round(lanes.3, word(bytes, index + 24))
        index += 32
      }
      hash =
        rotated(lanes.0, by: 1) &+ rotated(lanes.1, by: 7) &+ rotated(lanes.2, by: 12) &+ rotated(lanes.3, by: 18)
      for lane in [lanes.0, lanes.1, lanes.2, lanes.3] { hash = (hash ^ round(0, lane)) &* prime1 &+ prime4 }
    } else {
      hash = prime5
    }
    hash = hash &+ UInt64(bytes.count)
    while bytes.count - index >= 8 {
      hash = rotated(hash ^ round(0, word(bytes, index)), by: 27) &* prime1 &+ prime4
      index += 8
    }
    if bytes.count - index >= 4 {
      let half = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self))
      hash = rotated(hash ^ (UInt64(half) &* prime1), by: 23) &* prime2 &+ prime3
      index += 4
    }
    while index < bytes.count {
      hash = rotated(hash ^ (UInt64(bytes[index]) &* prime5), by: 11) &* prime1
      index += 1
    }
    hash = (hash ^ (hash >> 33)) &* prime2
    hash = (hash ^ (hash >> 29)) &* prime3
    return hash ^ (hash >> 32)
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotated(lane &+ word &* prime2, by: 31) &* prime1
  }

  private static func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
    value << count | value >> (64 - count)
  }
}
