/// The keys of an object with many members, in an order in which one is found without looking at all.
struct KeyIndex {
  /// A key's node with the hash of its text, which the standard library seeds anew in each process: nobody can choose
  /// keys that collide.
  struct Entry {
    let hash: Int
    let key: UInt32
  }

  /// Ordered by hash; keys of one hash stand in the order of their texts, equal ones in that of the document.
  private(set) var entries: [Entry] = []

  init(of object: Int, in nodes: [Node], _ bytes: Span<UInt8>) {
    entries.reserveCapacity(nodes[object].count)
    var key = object + 1
    while key < Int(nodes[object].next) {
      entries.append(Entry(hash: Self.hash(nodes[key], bytes), key: UInt32(key)))
      key = Int(nodes[key + 1].next)
    }
    entries.sort { a, b in
      if a.hash != b.hash { return a.hash < b.hash }
      let (left, right) = (bytes.textBytes(of: nodes[Int(a.key)]), bytes.textBytes(of: nodes[Int(b.key)]))
      return left == right ? a.key < b.key : left.lexicographicallyPrecedes(right)
    }
  }

  /// The last key that is `text`.
  func key(_ text: UnsafeBufferPointer<UInt8>, in nodes: [Node], _ bytes: Span<UInt8>) -> Int? {
    let hash = Self.hash(text)
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].hash <= hash { low = middle + 1 } else { high = middle }
    }
    while low > 0, entries[low - 1].hash == hash {
      low -= 1
      let key = Int(entries[low].key)
      if bytes.hasText(nodes[key], text) { return key }
    }
    return nil
  }

  private static func hash(_ node: Node, _ bytes: Span<UInt8>) -> Int {
    if node.isComplex { return bytes.textBytes(of: node).withUnsafeBufferPointer(hash) }
    return bytes.extracting(node.range).withUnsafeBufferPointer(hash)
  }

  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(text))
    return hasher.finalize()
  }
}
