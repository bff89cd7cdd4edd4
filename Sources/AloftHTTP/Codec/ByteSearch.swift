#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Span<UInt8> {
  /// The index of the first `byte` in `range`.
  func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    // memchr looks at many bytes at once; base and count are the span's own.
    extracting(range).withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let found = memchr(base, Int32(byte), bytes.count) else { return nil }
      return range.lowerBound + (UnsafeRawPointer(found) - base)
    }
  }

  /// Whether all bytes of `range` may stand in a field's value.
  func isFieldValue(_ range: Range<Int>) -> Bool {
    // Sixteen at a time: values are most of what a browser sends. Each load ends within the range's bytes.
    extracting(range).withUnsafeBytes { bytes in
      var index = 0
      while index + 16 <= bytes.count {
        let block = bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
        let isControl = (block .< 0x20 .& block .!= 0x09) .| (block .== 0x7F)
        if any(isControl) { return false }
        index += 16
      }
      while index < bytes.count {
        guard bytes[index].isFieldValue else { return false }
        index += 1
      }
      return true
    }
  }

  func appendAll(to array: inout [UInt8]) {
    // The closure form is the only way to append a span's bytes at once; the pointer does not leave it.
    withUnsafeBufferPointer { array.append(contentsOf: $0) }
  }

  /// Whether the bytes of `range` are those of `text`, which is in lower case, in any case.
  func spells(_ text: StaticString, in range: Range<Int>) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    // The pointer is to the literal's own bytes, as many as were just counted.
    let letters = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    var index = 0
    while index < letters.count {
      guard self[range.lowerBound + index].lowercased == letters[index] else { return false }
      index += 1
    }
    return true
  }
}
