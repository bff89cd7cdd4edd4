/// A scanned document: its bytes and its tape.
struct Document: Sendable {
  let bytes: [UInt8]
  let nodes: [Node]

  private init(bytes: [UInt8], nodes: [Node]) {
    self.bytes = bytes
    self.nodes = nodes
  }

  /// Scans `bytes`; an error holds what was read of the tape, for its path.
  static func scan(_ bytes: [UInt8], depthLimit: Int, takesLast: Bool) throws(JSONError) -> Document {
    var scanner = DocumentScanner(depthLimit: depthLimit, takesLast: takesLast, byteCount: bytes.count)
    do {
      try scanner.scan(bytes.span)
    } catch {
      let node = scanner.failedNode()
      let part = Document(bytes: bytes, nodes: scanner.nodes)
      throw JSONError(error.reason, error.problem, at: .document(part, node: node, offset: error.offset))
    }
    return Document(bytes: bytes, nodes: scanner.nodes)
  }

  // MARK: - Text

  func text(of node: Node) -> String { bytes.span.text(of: node) }

  func textBytes(of node: Node) -> [UInt8] { bytes.span.textBytes(of: node) }

  @inline(__always)
  func hasText(_ node: Node, _ text: UnsafeBufferPointer<UInt8>) -> Bool { bytes.span.hasText(node, text) }

  /// Reads the bytes of a number, or of a string without escapes.
  @inline(__always)
  func withBytes<T>(of node: Node, _ read: (Span<UInt8>) -> T) -> T { read(bytes.span.extracting(node.range)) }

  func keyIndex(of object: Int) -> KeyIndex { KeyIndex(of: object, in: nodes, bytes.span) }

  func key(_ name: UnsafeBufferPointer<UInt8>, in index: KeyIndex) -> Int? { index.key(name, in: nodes, bytes.span) }

  // MARK: - Ways

  /// The longest name in a way, in bytes.
  private static let longestStep = 1000

  /// The way from the top to a node. Longer names are cut: a type may catch an error for every element of an array, and
  /// a stranger's name of a megabyte must not be copied each time.
  func steps(to index: Int) -> [JSONError.Step] {
    var steps: [JSONError.Step] = []
    var index = index
    while index < nodes.count {
      let node = nodes[index]
      guard node.parent != Node.none else { break }
      if nodes[Int(node.parent)].kind == .array {
        steps.append(.index(Int(node.ordinal)))
      } else {
        steps.append(.key(name(of: nodes[node.isKey ? index : index - 1])))
      }
      index = Int(node.parent)
    }
    return steps.reversed()
  }

  private func name(of key: Node) -> String {
    guard key.range.count > Self.longestStep else { return text(of: key) }
    return String(decoding: bytes[key.range].prefix(Self.longestStep), as: UTF8.self) + "…"
  }

  /// The node at the end of `steps`, or the last that there is on the way.
  func node(at steps: [any CodingKey]) -> Int {
    var index = 0
    for step in steps {
      guard let next = child(of: index, step) else { break }
      index = next
    }
    return index
  }

  private func child(of index: Int, _ step: any CodingKey) -> Int? {
    let node = nodes[index]
    var child = index + 1
    switch node.kind {
    case .array:
      guard let ordinal = step.intValue else { return nil }
      while child < Int(node.next) {
        if nodes[child].ordinal == ordinal { return child }
        child = Int(nodes[child].next)
      }
    case .object:
      let name = Array(step.stringValue.utf8)
      while child < Int(node.next) {
        let matches = name.withUnsafeBufferPointer { hasText(nodes[child], $0) }
        if matches, nodes[child].kind == .key { return child + 1 }
        child = Int(nodes[child + 1].next)
      }
    default: break
    }
    return nil
  }

  /// The line and the column of a byte, counted from 1; the column in characters of Unicode (scalars).
  func lineAndColumn(of offset: Int) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    for byte in bytes.prefix(offset) {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }
}
