internal import AloftSQL

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The order of texts that are decimals, by their value: `collate decimal`.
enum DecimalOrder {
  static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int32 {
    switch (decimal(left), decimal(right)) {
    case (let a?, let b?): return a == b ? 0 : a < b ? -1 : 1
    // What is no decimal comes behind those that are, in the order of its bytes.
    case (_?, nil): return -1
    case (nil, _?): return 1
    case (nil, nil): return left.lexicographicallyPrecedes(right) ? -1 : left.elementsEqual(right) ? 0 : 1
    }
  }

  private static func decimal(_ bytes: UnsafeRawBufferPointer) -> Decimal? {
    // No decimal has a longer text, unless most of it is zeros.
    bytes.count > 400 ? nil : DecimalText.decimal(of: String(decoding: bytes, as: UTF8.self))
  }
}
