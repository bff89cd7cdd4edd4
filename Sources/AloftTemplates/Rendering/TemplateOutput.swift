/// The bytes that a template has written.
// Unsafe memory with one owner: `count` never exceeds `capacity`, and nothing hands the pointer on.
final class TemplateOutput {
  @exclusivity(unchecked) private var base: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private var capacity: Int
  @exclusivity(unchecked) private(set) var count = 0

  init(capacity: Int = 8192) {
    self.capacity = max(64, capacity)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

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
    let place = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
    place.update(from: base, count: count)
    base.deallocate()
    base = place
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
    var text = text
    text.withUTF8 { append($0) }
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
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + Self.chunk)
        append(escaping: UnsafeBufferPointer(rebasing: bytes[start..<end]))
        start = end
      }
    }
  }

  private func append(escaping bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count * 5)
    var target = base + count
    var place = 0
    let end = bytes.count
    while place + 16 <= end {
      let part = UnsafeRawPointer(start + place).loadUnaligned(as: SIMD16<UInt8>.self)
      // `&` and `'`, then `<` and `>`, differ in one bit.
      let found = ((part | 1) .== 0x27) .| ((part | 2) .== 0x3E) .| (part .== 0x22)
      if any(found) {
        for byte in bytes[place..<place + 16] { Self.write(byte, &target) }
      } else {
        UnsafeMutableRawPointer(target).storeBytes(of: part, as: SIMD16<UInt8>.self)
        target += 16
      }
      place += 16
    }
    while place < end {
      Self.write(start[place], &target)
      place += 1
    }
    count = target - base
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
