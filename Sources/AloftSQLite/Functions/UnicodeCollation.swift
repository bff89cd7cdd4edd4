/// The order of texts without regard to case, for all scripts: `collate unicode_nocase`.
enum UnicodeCollation {
  static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int32 {
    var index = 0
    let shorter = min(left.count, right.count)
    while index < shorter, left[index] < 0x80, right[index] < 0x80 {
      let (a, b) = (lowercase(left[index]), lowercase(right[index]))
      if a != b { return a < b ? -1 : 1 }
      index += 1
    }
    return compareRest(
      UnsafeRawBufferPointer(rebasing: left[index...]), UnsafeRawBufferPointer(rebasing: right[index...]))
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte + 32 : byte }

  private static func compareRest(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int32 {
    var left = String(decoding: left, as: UTF8.self).unicodeScalars.makeIterator()
    var right = String(decoding: right, as: UTF8.self).unicodeScalars.makeIterator()
    while true {
      guard let a = left.next() else { return right.next() == nil ? 0 : -1 }
      guard let b = right.next() else { return 1 }
      let (x, y) = (folded(a), folded(b))
      if x != y { return x < y ? -1 : 1 }
    }
  }

  /// By way of the upper case, so that both of the small sigmas are one.
  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    TextFunctions.mapping(of: TextFunctions.mapping(of: scalar, \.uppercaseMapping), \.lowercaseMapping)
  }
}
