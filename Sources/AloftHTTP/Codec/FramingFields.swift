/// The fields that decide where a request's body ends and what becomes of its connection.
struct FramingFields: Sendable {
  private var length: Int?
  private var isChunked = false
  private var host: Range<Int>?
  private var closes = false
  private var keepsAlive = false
  private var expectsContinue = false
  private var namesUpgrade = false
  private var connectionUpgrades = false

  /// Notes a field if it is one of these.
  ///
  /// - Returns: Why the request is refused, `nil` where it is not.
  mutating func note(_ slot: FieldSection.Slot, in section: FieldSection) -> RequestRefusal? {
    // The name's length tells most other fields apart without looking at a letter.
    switch slot.name.count {
    case 4 where section.matches(slot.name, "Host"): return noteHost(slot.value, in: section)
    case 6 where section.matches(slot.name, "Expect"): return noteExpectation(slot.value, in: section)
    case 7 where section.matches(slot.name, "Upgrade"): namesUpgrade = true
    case 10 where section.matches(slot.name, "Connection"): noteConnection(slot.value, in: section)
    case 14 where section.matches(slot.name, "Content-Length"): return noteLength(slot.value, in: section)
    case 17 where section.matches(slot.name, "Transfer-Encoding"): return noteCoding(slot.value, in: section)
    default: break
    }
    return nil
  }

  private mutating func noteHost(_ value: Range<UInt32>, in section: FieldSection) -> RequestRefusal? {
    guard host == nil else { return .repeatedHost }
    let range = Int(value.lowerBound)..<Int(value.upperBound)
    guard HostSyntax.isValid(section.bytes[range]) else { return .malformedHost }
    host = range
    return nil
  }

  private mutating func noteExpectation(_ value: Range<UInt32>, in section: FieldSection) -> RequestRefusal? {
    guard section.matches(value, "100-continue") else { return .unknownExpectation }
    expectsContinue = true
    return nil
  }

  private mutating func noteConnection(_ value: Range<UInt32>, in section: FieldSection) {
    var start = value.lowerBound
    while start < value.upperBound {
      var end = start
      while end < value.upperBound, section.bytes[Int(end)] != UInt8(ascii: ",") { end += 1 }
      var option = start..<end
      while let first = option.first, section.bytes[Int(first)].isBlank { option = first + 1..<option.upperBound }
      while let last = option.last, section.bytes[Int(last)].isBlank { option = option.lowerBound..<last }
      if section.matches(option, "close") { closes = true }
      if section.matches(option, "keep-alive") { keepsAlive = true }
      if section.matches(option, "upgrade") { connectionUpgrades = true }
      start = end + 1
    }
  }

  private mutating func noteLength(_ value: Range<UInt32>, in section: FieldSection) -> RequestRefusal? {
    guard length == nil else { return .repeatedLength }
    guard !value.isEmpty else { return .malformedLength }
    var sum = 0
    for index in value {
      let byte = section.bytes[Int(index)]
      guard byte.isDigit else { return .malformedLength }
      let (product, overflows) = sum.multipliedReportingOverflow(by: 10)
      let (next, exceeds) = product.addingReportingOverflow(Int(byte - 0x30))
      guard !overflows, !exceeds else { return .malformedLength }
      sum = next
    }
    length = sum
    return nil
  }

  private mutating func noteCoding(_ value: Range<UInt32>, in section: FieldSection) -> RequestRefusal? {
    guard !isChunked, section.matches(value, "chunked") else { return .unknownCoding }
    isChunked = true
    return nil
  }

  /// Writes what the fields say into `head` once all are known.
  ///
  /// - Returns: Why the request is refused, `nil` where it is not.
  func apply(to head: inout RequestHead) -> RequestRefusal? {
    let isOld = head.minorVersion == 0
    if let host {
      // An absolute target's authority replaces the field's (RFC 9112, section 3.2.2).
      if head.host.isEmpty { head.host = host }
    } else if !isOld {
      return .missingHost
    }
    if isChunked {
      if isOld { return .codingInOldVersion }
      if length != nil { return .lengthWithCoding }
      head.framing = .chunked
    } else if let length, length > 0 {
      head.framing = .length(length)
    }
    head.keepsAlive = !closes && (!isOld || keepsAlive)
    head.expectsContinue = expectsContinue && !isOld && head.framing != .none
    head.offersUpgrade = namesUpgrade && connectionUpgrades && !isOld
    return nil
  }
}
