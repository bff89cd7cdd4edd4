/// Bytes on their way out: grows at its end, is emptied at once, and keeps its memory.
///
/// An array would do, but each of its appends costs a hundred instructions more, and a response takes ten of them.
// Unsafe memory with one owner: `count` never exceeds `capacity`, and nothing hands the pointer on.
package struct OutputBytes: ~Copyable {
  /// Memory that a rare large response needed is given back when the bytes are removed.
  private static var mostKept: Int { 256 * 1024 }

  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  package private(set) var count = 0

  /// Creates an empty one with room for `capacity` bytes.
  package init(capacity: Int = 256) {
    self.capacity = max(16, capacity)
    base = .allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { base.deallocate() }

  package var isEmpty: Bool { count == 0 }

  /// A copy of the bytes.
  package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

  package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try body(UnsafeRawBufferPointer(start: base, count: count))
  }

  package mutating func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  package mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Appends fixed text, whose bytes live as long as the program.
  package mutating func append(fixed text: StaticString) {
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    if bytes.count > capacity - count { grow(by: bytes.count) }
    (base + count).copyMemory(from: start, byteCount: bytes.count)
    count += bytes.count
  }

  /// Appends bytes that another one writes into the memory they are to lie in.
  ///
  /// - Parameters:
  ///   - count: The most bytes that are written.
  ///   - write: Writes from the beginning, and returns how many it has written.
  package mutating func append(upTo count: Int, _ write: (UnsafeMutableRawBufferPointer) -> Int) {
    guard count > 0 else { return }
    if count > capacity - self.count { grow(by: count) }
    let written = write(UnsafeMutableRawBufferPointer(start: base + self.count, count: count))
    self.count += min(max(0, written), count)
  }

  /// Appends a number that is not negative.
  package mutating func append(decimal number: Int) {
    var divisor = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(truncatingIfNeeded: 0x30 + number / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends text in which control characters become blanks (RFC 9110, section 5.5), so that it can't begin a line.
  package mutating func append(fieldValue text: String) {
    let start = count
    append(text)
    let written = UnsafeMutableRawBufferPointer(start: base + start, count: count - start)
    for index in written.indices where !written[index].isFieldValue { written[index] = 0x20 }
  }

  /// Forgets what lies behind the first `count` bytes.
  package mutating func truncate(to count: Int) { self.count = min(self.count, max(0, count)) }

  package mutating func removeAll() {
    count = 0
    if capacity > Self.mostKept { move(to: 4096) }
  }

  @inline(never)
  private mutating func grow(by more: Int) { move(to: max(capacity * 2, count + more)) }

  private mutating func move(to capacity: Int) {
    let place = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    place.copyMemory(from: base, byteCount: count)
    base.deallocate()
    base = place
    self.capacity = capacity
  }
}
