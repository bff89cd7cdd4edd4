/// Field lines as they were received: one buffer, and where in it each name and value lies.
///
/// Nothing becomes a string before someone asks for it.
package struct FieldSection: Sendable {
  /// Where one field's name and value lie in the buffer.
  package struct Slot: Sendable {
    package let name: Range<UInt32>
    package let value: Range<UInt32>

    var nameRange: Range<Int> { Int(name.lowerBound)..<Int(name.upperBound) }
    var valueRange: Range<Int> { Int(value.lowerBound)..<Int(value.upperBound) }
  }

  /// The bytes received; a request's line comes first.
  package internal(set) var bytes: [UInt8] = []
  /// The fields in the order received.
  package internal(set) var slots: [Slot] = []

  package init() {}

  /// Forgets the fields, and keeps the memory that usual ones need.
  mutating func reset() {
    bytes.removeAll(keepingCapacity: bytes.capacity <= 2048)
    slots.removeAll(keepingCapacity: slots.capacity <= 32)
  }

  package func text(_ range: Range<UInt32>) -> String {
    String(decoding: bytes[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self)
  }

  /// Whether the bytes in `range` spell `name`, in any case.
  package func matches(_ range: Range<UInt32>, _ name: String) -> Bool {
    Self.matches(bytes.span, range, name)
  }

  /// Whether the bytes in `range` spell `name`, in any case.
  static func matches(_ bytes: Span<UInt8>, _ range: Range<UInt32>, _ name: String) -> Bool {
    guard range.count == name.utf8.count else { return false }
    var index = Int(range.lowerBound)
    for byte in name.utf8 {
      guard bytes[index].lowercased == byte.lowercased else { return false }
      index += 1
    }
    return true
  }

  /// Reads the field line that lies in `line`, its CRLF excluded.
  ///
  /// - Returns: Where its name and value lie, or why the line is refused (RFC 9112, section 5).
  static func slot(of line: Range<Int>, in bytes: Span<UInt8>) -> Result<Slot, RequestRefusal> {
    var name = line.lowerBound
    guard !bytes[name].isBlank else { return .failure(.foldedLine) }
    // Unchecked: below the line's end, which the reads before and after check.
    while name < line.upperBound, bytes[unchecked: name].isToken { name += 1 }
    guard name < line.upperBound, bytes[name] == UInt8(ascii: ":") else {
      return .failure(name < line.upperBound && bytes[name].isBlank ? .blankBeforeColon : .malformedFieldName)
    }
    guard name > line.lowerBound else { return .failure(.malformedFieldName) }
    var start = name + 1
    var end = line.upperBound
    while start < end, bytes[start].isBlank { start += 1 }
    while end > start, bytes[end - 1].isBlank { end -= 1 }
    guard bytes.isFieldValue(start..<end) else { return .failure(.controlCharacter) }
    return .success(
      Slot(
        name: UInt32(truncatingIfNeeded: line.lowerBound)..<UInt32(truncatingIfNeeded: name),
        value: UInt32(truncatingIfNeeded: start)..<UInt32(truncatingIfNeeded: end)))
  }
}
