extension JSONCoding {
  /// A finished text with its members in order, on lines of their own, and each name once, as far as that is wanted.
  func laidOut(_ bytes: [UInt8], hasDuplicates: Bool) throws(JSONError) -> [UInt8] {
    guard hasDuplicates || isIndented || keyOrder == .sorted else { return bytes }
    let document = try Document.scan(bytes, depthLimit: .max, takesLast: true)
    var layout = JSONLayout(document: document, coding: self)
    layout.write(0, indentation: 0)
    return layout.bytes
  }
}

/// Writes a text anew.
private struct JSONLayout {
  let document: Document
  let coding: JSONCoding
  var bytes: [UInt8] = []

  mutating func write(_ index: Int, indentation: Int) {
    let node = document.nodes[index]
    switch node.kind {
    case .array:
      let values = children(of: index)
      write("[]", values, indentation) { layout, value in
        layout.write(value, indentation: indentation + 1)
      }
    case .object:
      let values = children(of: index)
      write("{}", values, indentation) { layout, value in
        layout.writeText(layout.document.nodes[value - 1])
        layout.bytes.append(contentsOf: layout.coding.isIndented ? ": ".utf8 : ":".utf8)
        layout.write(value, indentation: indentation + 1)
      }
    case .string, .key, .shadowedKey: writeText(node)
    case .number: bytes += document.bytes[node.range]
    case .true: bytes.append(contentsOf: "true".utf8)
    case .false: bytes.append(contentsOf: "false".utf8)
    case .null: bytes.append(contentsOf: "null".utf8)
    }
  }

  private mutating func writeText(_ node: Node) {
    bytes += document.bytes[Int(node.start) - 1...Int(node.extent)]
  }

  private mutating func write(
    _ brackets: StaticString, _ children: [Int], _ indentation: Int, _ writeChild: (inout JSONLayout, Int) -> Void
  ) {
    bytes.append(brackets.utf8Start[0])
    for (count, child) in children.enumerated() {
      if count > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine(indentation + 1)
      writeChild(&self, child)
    }
    if !children.isEmpty { breakLine(indentation) }
    bytes.append(brackets.utf8Start[1])
  }

  private mutating func breakLine(_ indentation: Int) {
    guard coding.isIndented else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: 2 * indentation))
  }

  /// The nodes of a container's values, in the order in which they are to be written.
  private func children(of index: Int) -> [Int] {
    let isObject = document.nodes[index].kind == .object
    var children: [Int] = []
    var child = index + 1
    while child < Int(document.nodes[index].next) {
      let value = isObject ? child + 1 : child
      if document.nodes[child].kind != .shadowedKey { children.append(value) }
      child = Int(document.nodes[value].next)
    }
    guard isObject, coding.keyOrder == .sorted else { return children }
    let named = children.map { (name: document.textBytes(of: document.nodes[$0 - 1]), value: $0) }
    return named.sorted { $0.name.lexicographicallyPrecedes($1.name) }.map(\.value)
  }
}
