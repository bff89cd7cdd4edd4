/// What all readers of one document share.
final class ReadingContext {
  let document: Document
  let coding: JSONCoding
  let userInfo: [CodingUserInfoKey: Any]

  // Only the code of this file touches these, never while a type's own code runs, so the checks of exclusive access,
  // which cost more than the look-ups, would find nothing.

  /// For each object, the key behind the one that was asked for last: keys are mostly asked for in their order.
  @exclusivity(unchecked) private var nextKeys: [UInt32]
  @exclusivity(unchecked) private var indexes: [Int: KeyIndex] = [:]
  @exclusivity(unchecked) private var readables: [(type: ObjectIdentifier, readable: (any JSONReadable.Type)?)] = []

  init(document: Document, coding: JSONCoding) {
    self.document = document
    self.coding = coding
    userInfo = coding.userInfo
    nextKeys = Array(repeating: 0, count: document.nodes.count)
  }

  /// The value of the key `name` in an object; `nil` if there is none.
  @inline(__always)
  func value(of name: String, in object: Int) -> Int? {
    // Strings of Swift have their bytes at hand, others are copied.
    if let found = name.utf8.withContiguousStorageIfAvailable({ value(of: $0, in: object) }) { return found }
    return Array(name.utf8).withUnsafeBufferPointer { value(of: $0, in: object) }
  }

  func value(of name: UnsafeBufferPointer<UInt8>, in object: Int) -> Int? {
    let end = Int(document.nodes[object].next)
    let first = object + 1
    let expected = Int(nextKeys[object])
    let start = expected >= first && expected < end ? expected : first
    var key = start
    var misses = 0
    while key < end {
      if document.hasText(document.nodes[key], name), document.nodes[key].kind == .key { return found(key, in: object) }
      key = Int(document.nodes[key + 1].next)
      misses += 1
      if misses == DocumentScanner.fewMembers { return indexedValue(of: name, in: object) }
    }
    key = first
    while key < start {
      if document.hasText(document.nodes[key], name), document.nodes[key].kind == .key { return found(key, in: object) }
      key = Int(document.nodes[key + 1].next)
      misses += 1
      if misses == DocumentScanner.fewMembers { return indexedValue(of: name, in: object) }
    }
    return nil
  }

  @inline(__always)
  private func found(_ key: Int, in object: Int) -> Int {
    nextKeys[object] = document.nodes[key + 1].next
    return key + 1
  }

  private func indexedValue(of name: UnsafeBufferPointer<UInt8>, in object: Int) -> Int? {
    if indexes[object] == nil { indexes[object] = document.keyIndex(of: object) }
    guard let index = indexes[object] else { return nil }
    return document.key(name, in: index).map { found($0, in: object) }
  }

  /// The type itself if it reads itself. The runtime takes long to find that out, so it is asked once for each type.
  @inline(__always)
  func readable(_ type: Any.Type) -> (any JSONReadable.Type)? {
    let identifier = ObjectIdentifier(type)
    for entry in readables where entry.type == identifier { return entry.readable }
    let readable = type as? any JSONReadable.Type
    if readables.count < 64 { readables.append((identifier, readable)) }
    return readable
  }
}
