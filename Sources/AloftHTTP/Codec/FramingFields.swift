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
  mutating func note(_ slot: FieldSection.Slot, in bytes: Span<UInt8>) -> RequestRefusal? {
    // The name's length tells most other fields apart without looking at a letter.
    switch slot.name.count {
    case 4 where bytes.spells("host", in: slot.nameRange): return noteHost(slot.valueRange, in: bytes)
    case 6 where bytes.spells("expect", in: slot.nameRange): return noteExpectation(slot.valueRange, in: bytes)
    case 7 where bytes.spells("upgrade", in: slot.nameRange): namesUpgrade = true
    case 10 where bytes.spells("connection", in: slot.nameRange): noteConnection(slot.valueRange, in: bytes)
    case 14 where bytes.spells("content-length", in: slot.nameRange): return noteLength(slot.valueRange, in: bytes)
    case 17 where bytes.spells("transfer-encoding", in: slot.nameRange): return noteCoding(slot.valueRange, in: bytes)
    default: break
    }
    return nil
  }

  private mutating func noteHost(_ value: Range<Int>, in bytes: Span<UInt8>) -> RequestRefusal? {
    guard host == nil else { return .repeatedHost }
    guard HostSyntax.isValid(bytes.extracting(value)) else { return .malformedHost }
    host = value
    return nil
  }

  private mutating func noteExpectation(_ value: Range<Int>, in bytes: Span<UInt8>) -> RequestRefusal? {
    guard bytes.spells("100-continue", in: value) else { return .unknownExpectation }
    expectsContinue = true
    return nil
  }

  private mutating func noteConnection(_ value: Range<Int>, in bytes: Span<UInt8>) {
    var start = value.lowerBound
    while start < value.upperBound {
      var end = start
      while end < value.upperBound, bytes[end] != UInt8(ascii: ",") { end += 1 }
      var option = start..<end
      while let first = option.first, bytes[first].isBlank { option = first + 1..<option.upperBound }
      while let last = option.last, bytes[last].isBlank { option = option.lowerBound..<last }
      if bytes.spells("close", in: option) { closes = true }
      if bytes.spells("keep-alive", in: option) { keepsAlive = true }
      if bytes.spells("upgrade", in: option) { connectionUpgrades = true }
      start = end + 1
    }
  }

  private mutating func noteLength(_ value: Range<Int>, in bytes: Span<UInt8>) -> RequestRefusal? {
    guard length == nil else { return .repeatedLength }
    guard !value.isEmpty else { return .malformedLength }
    var sum = 0
    for index in value {
      let byte = bytes[index]
      guard byte.isDigit else { return .malformedLength }
      let (product, overflows) = sum.multipliedReportingOverflow(by: 10)
      let (next, exceeds) = product.addingReportingOverflow(Int(byte - 0x30))
      guard !overflows, !exceeds else { return .malformedLength }
      sum = next
    }
    length = sum
    return nil
  }

  private mutating func noteCoding(_ value: Range<Int>, in bytes: Span<UInt8>) -> RequestRefusal? {
    guard !isChunked, bytes.spells("chunked", in: value) else { return .unknownCoding }
    isChunked = true
    return nil
  }

  /// Writes what the fields say into `head` once all are known.
  ///
  /// - Returns: Why the request is refused, `nil` where it is not.
  func apply(to head: RequestHead) -> RequestRefusal? {
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
