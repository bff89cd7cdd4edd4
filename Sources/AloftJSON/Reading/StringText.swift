// What the scanner has checked is read here without another look at its correctness.

extension Span<UInt8> {
  /// The text of a string or a key.
  func text(of node: Node) -> String {
    if node.isComplex { return String(decoding: unescaped(node), as: UTF8.self) }
    return extracting(node.range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether two strings or keys are the same, byte for byte once their escapes are read (RFC 8259, section 8.3).
  func haveSameText(_ a: Node, _ b: Node) -> Bool {
    if a.isComplex || b.isComplex { return textBytes(of: a) == textBytes(of: b) }
    guard a.range.count == b.range.count else { return false }
    var (left, right) = (a.range.lowerBound, b.range.lowerBound)
    while left < a.range.upperBound {
      if self[left] != self[right] { return false }
      left += 1
      right += 1
    }
    return true
  }

  /// Whether a string or key is `text`.
  @inline(__always)
  func hasText(_ node: Node, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if node.isComplex {
      // An escape takes up to six bytes for one.
      let count = node.range.count
      return count >= text.count && count <= text.count * 6 && unescaped(node).elementsEqual(text)
    }
    guard Int(node.extent &- node.start) == text.count else { return false }
    var index = 0
    while index < text.count {
      if self[Int(node.start) &+ index] != text[index] { return false }
      index += 1
    }
    return true
  }

  /// The bytes of a string or a key once its escapes are read.
  func textBytes(of node: Node) -> [UInt8] {
    if node.isComplex { return unescaped(node) }
    return extracting(node.range).withUnsafeBufferPointer { Array($0) }
  }

  private func unescaped(_ node: Node) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(node.range.count)
    var index = node.range.lowerBound
    while index < node.range.upperBound {
      let byte = self[index]
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      let letter = self[index]
      index += 1
      switch letter {
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"): text.append(contentsOf: readScalar(&index))
      default: text.append(letter)
      }
    }
    return text
  }

  /// Reads the digits behind `\u`, and the other half of a surrogate pair.
  private func readScalar(_ index: inout Int) -> UTF8.EncodedScalar {
    var value = readUnit(&index)
    if value & 0xFC00 == 0xD800 {
      index += 2
      value = 0x10000 + (value & 0x3FF) << 10 + readUnit(&index) & 0x3FF
    }
    return UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter
  }

  private func readUnit(_ index: inout Int) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      unit = unit << 4 | UInt32(self[index].hexadecimalValue ?? 0)
      index += 1
    }
    return unit
  }
}
