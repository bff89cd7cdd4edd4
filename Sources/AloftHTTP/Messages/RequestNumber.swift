/// Numbers of requests, and what people read of them.
enum RequestNumber {
  /// 16 hexadecimal digits that look random: nobody learns from an id how many requests there were.
  ///
  /// The finalizer of SplitMix64, which maps no two numbers to one.
  static func text(_ number: UInt64) -> String {
    var mixed = number &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return String(unsafeUninitializedCapacity: 16) { digits in
      for index in 0..<16 {
        let digit = UInt8(truncatingIfNeeded: mixed >> UInt64(60 - index * 4)) & 15
        digits[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
      }
      return 16
    }
  }
}
