#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The bytes that a template has written.
// Unsafe memory with one owner: `count` never exceeds `capacity`, and nothing hands the pointer on.
final class TemplateOutput {
  @exclusivity(unchecked) private var base: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private var capacity: Int
  @exclusivity(unchecked) private(set) var count = 0

  init(capacity: Int = 8192) {
    self.capacity = max(64, capacity)
    base = Self.allocate(self.capacity)
  }

  deinit { free(base) }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    malloc(capacity)?.assumingMemoryBound(to: UInt8.self) ?? .allocate(capacity: capacity)
  }

  /// A copy of the bytes from a place on.
  func bytes(from start: Int = 0) -> [UInt8] { Array(UnsafeBufferPointer(start: base + start, count: count - start)) }

  func text(from start: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: base + start, count: count - start), as: UTF8.self)
  }

  func truncate(to count: Int) { self.count = min(self.count, max(0, count)) }

  private func reserve(_ more: Int) { if more > capacity - count { grow(by: more) } }

  @inline(never)
  private func grow(by more: Int) {
    let wanted = max(capacity * 2, count + more)
    // The system can move pages instead of bytes, and where it has no more memory the allocation below ends in the same.
    if let place = realloc(base, wanted) {
      base = place.assumingMemoryBound(to: UInt8.self)
    } else {
      let place = Self.allocate(wanted)
      place.update(from: base, count: count)
      free(base)
      base = place
    }
    capacity = wanted
  }

  func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

  func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    (base + count).update(from: start, count: bytes.count)
    count += bytes.count
  }

  func append(_ text: String) {
    if text.utf8.withContiguousStorageIfAvailable({ append($0) }) == nil { append(Array(text.utf8)) }
  }

  func append(decimal number: Int) {
    reserve(20)
    var magnitude = number.magnitude
    if number < 0 {
      base[count] = UInt8(ascii: "-")
      count += 1
    }
    var digits = 1
    var bound: UInt = 10
    while digits < 20, magnitude >= bound {
      digits += 1
      let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
      if overflow { break }
      bound = next
    }
    var place = count + digits
    count = place
    repeat {
      place -= 1
      base[place] = UInt8(truncatingIfNeeded: 0x30 + magnitude % 10)
      magnitude /= 10
    } while magnitude > 0
  }

  // MARK: - Escaping

  /// The most bytes that are dealt with at once, so that little more memory is taken than needed.
  private static let chunk = 4096

  /// Appends text in which what has a meaning in HTML is written by its names.
  func append(escaping text: String) {
    if text.utf8.withContiguousStorageIfAvailable({ append(escapingAll: $0) }) == nil {
      Array(text.utf8).withUnsafeBufferPointer { append(escapingAll: $0) }
    }
  }

  private func append(escapingAll bytes: UnsafeBufferPointer<UInt8>) {
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Self.chunk)
      append(escaping: UnsafeBufferPointer(rebasing: bytes[start..<end]))
      start = end
    }
  }

  private func append(escaping bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    // Eight bytes are stored at once, of which not all may count.
    reserve(bytes.count * 5 + 8)
    var target = base + count
    var place = 0
    let end = bytes.count
    while place + 8 <= end {
      let part = UnsafeRawPointer(start + place).loadUnaligned(as: UInt64.self)
      UnsafeMutableRawPointer(target).storeBytes(of: part, as: UInt64.self)
      let special = Self.special(part)
      if special == 0 {
        target += 8
        place += 8
      } else {
        let plain = UInt64(littleEndian: special).trailingZeroBitCount / 8
        target += plain
        Self.write(start[place + plain], &target)
        place += plain + 1
      }
    }
    while place < end {
      Self.write(start[place], &target)
      place += 1
    }
    count = target - base
  }

  /// The highest bit of those of eight bytes that have a meaning in HTML: exactly of the first, perhaps of more behind it.
  @inline(__always)
  private static func special(_ bytes: UInt64) -> UInt64 {
    // `&` and `'`, then `<` and `>`, differ in one bit; a byte becomes zero where it is one of them.
    let ampersands = (bytes | 0x0101_0101_0101_0101) ^ 0x2727_2727_2727_2727
    let brackets = (bytes | 0x0202_0202_0202_0202) ^ 0x3E3E_3E3E_3E3E_3E3E
    let quotes = bytes ^ 0x2222_2222_2222_2222
    return zeros(ampersands) | zeros(brackets) | zeros(quotes)
  }

  /// The highest bit of a byte that is zero.
  @inline(__always)
  private static func zeros(_ bytes: UInt64) -> UInt64 {
    (bytes &- 0x0101_0101_0101_0101) & ~bytes & 0x8080_8080_8080_8080
  }

  @inline(__always)
  private static func write(_ byte: UInt8, _ target: inout UnsafeMutablePointer<UInt8>) {
    switch byte {
    case UInt8(ascii: "&"): write("&amp;", &target)
    case UInt8(ascii: "<"): write("&lt;", &target)
    case UInt8(ascii: ">"): write("&gt;", &target)
    case UInt8(ascii: "\""): write("&#34;", &target)
    case UInt8(ascii: "'"): write("&#39;", &target)
    default:
      target.pointee = byte
      target += 1
    }
  }

  @inline(__always)
  private static func write(_ text: StaticString, _ target: inout UnsafeMutablePointer<UInt8>) {
    target.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    target += text.utf8CodeUnitCount
  }
}
