/// Random numbers that are the same for the same seed, so that what was found can be found again. (SplitMix64)
struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Numbers of their own for a part of what a seed stands for.
  init(seed: UInt64, part: Int) {
    state = seed &+ UInt64(bitPattern: Int64(part)) &* 0xD1B5_4A32_D192_ED03
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// Whether something happens that does so in one of so many cases.
  mutating func oneOf(_ count: Int) -> Bool { int(1...count) == 1 }
}
