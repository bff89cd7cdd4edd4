/// Static segments by node: one table of open addressing over all nodes, so that a look-up costs the segment's length
/// and allocates nothing, however many routes there are.
struct SegmentTable: Sendable {
  /// Without references, since entries are copied at every look.
  private struct Entry: Sendable {
    let node: Int
    let hash: UInt64
    let child: Int
    /// Where its text begins and ends in `texts`.
    let start: Int
    let end: Int
  }

  private var slots: [Entry?] = [nil]
  private var texts: [UInt8] = []
  private var count = 0

  var isEmpty: Bool { count == 0 }

  /// The child of `node` for the bytes of a range; `nil` if there is none.
  @inline(__always)
  func child(of node: Int, _ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    if count == 0 { return nil }
    var hash = Self.seed(node)
    for index in start..<end { hash = Self.mixed(hash, bytes[index]) }
    var slot = Int(truncatingIfNeeded: Self.finished(hash)) & (slots.count - 1)
    while let entry = slots[slot] {
      let isLikely = entry.hash == hash && entry.node == node && entry.end - entry.start == end - start
      if isLikely && spells(entry, bytes, start) { return entry.child }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func spells(_ entry: Entry, _ bytes: Span<UInt8>, _ start: Int) -> Bool {
    var index = entry.start
    while index < entry.end {
      if texts[index] != bytes[start + index - entry.start] { return false }
      index += 1
    }
    return true
  }

  mutating func insert(_ text: [UInt8], of node: Int, child: Int) {
    count += 1
    if count * 2 > slots.count {
      let entries = slots.compactMap { $0 }
      slots = Array(repeating: nil, count: slots.count * 2)
      for entry in entries { place(entry) }
    }
    let hash = text.reduce(Self.seed(node), Self.mixed)
    place(Entry(node: node, hash: hash, child: child, start: texts.count, end: texts.count + text.count))
    texts += text
  }

  private mutating func place(_ entry: Entry) {
    var slot = Int(truncatingIfNeeded: Self.finished(entry.hash)) & (slots.count - 1)
    while slots[slot] != nil { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = entry
  }

  // FNV-1a: segments are short, and the table is the application's own, so that nobody can choose what it holds.
  private static func seed(_ node: Int) -> UInt64 {
    (0xcbf2_9ce4_8422_2325 ^ UInt64(truncatingIfNeeded: node)) &* 0x100_0000_01b3
  }
  private static func mixed(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  private static func finished(_ hash: UInt64) -> UInt64 { hash ^ (hash >> 32) }
}
