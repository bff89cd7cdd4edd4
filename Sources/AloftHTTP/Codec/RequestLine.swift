extension RequestHead {
  /// Reads `METHOD target HTTP/1.1` in `line`, its CRLF excluded (RFC 9112, section 3).
  ///
  /// - Returns: Why it is refused, `nil` where it is not.
  mutating func readRequestLine(_ line: Range<Int>) -> RequestRefusal? {
    let bytes = section.bytes
    var index = line.lowerBound
    while index < line.upperBound, bytes[index].isToken { index += 1 }
    guard index > line.lowerBound, index < line.upperBound, bytes[index] == 0x20 else { return .malformedRequestLine }
    method = Self.method(bytes[line.lowerBound..<index])
    let start = index + 1
    index = start
    // Blanks and controls end the target, '#' has no place in one, and 0xFF occurs in no encoding of text.
    while index < line.upperBound {
      let byte = bytes[index]
      if byte <= 0x20 || byte == 0x7F || byte == 0xFF || byte == UInt8(ascii: "#") { break }
      index += 1
    }
    guard index < line.upperBound else { return .malformedRequestLine }
    guard index > start, bytes[index] == 0x20 else { return .malformedTarget }
    target = start..<index
    return readVersion(index + 1..<line.upperBound) ?? readTarget()
  }

  private static func method(_ name: ArraySlice<UInt8>) -> Method {
    for known in [Method.get, .post] where name.elementsEqual(known.name.utf8) { return known }
    return Method(String(decoding: name, as: UTF8.self))
  }

  private mutating func readVersion(_ range: Range<Int>) -> RequestRefusal? {
    let text = section.bytes[range]
    guard text.count == 8, text.starts(with: "HTTP/".utf8) else {
      return text.contains(0x20) ? .malformedTarget : .malformedVersion
    }
    let major = text[range.lowerBound + 5]
    let minor = text[range.lowerBound + 7]
    guard major.isDigit, text[range.lowerBound + 6] == UInt8(ascii: "."), minor.isDigit else {
      return .malformedVersion
    }
    guard major == UInt8(ascii: "1"), minor <= UInt8(ascii: "1") else { return .unsupportedVersion }
    minorVersion = minor - UInt8(ascii: "0")
    return nil
  }

  /// The four forms of a target (RFC 9112, section 3.2).
  private mutating func readTarget() -> RequestRefusal? {
    if method == .connect { return .connectMethod }
    let bytes = section.bytes
    if bytes[target.lowerBound] == UInt8(ascii: "/") {
      splitQuery(from: target.lowerBound)
      return nil
    }
    if target.count == 1, bytes[target.lowerBound] == UInt8(ascii: "*") {
      guard method == .options else { return .malformedTarget }
      path = target
      return nil
    }
    for scheme in ["http://", "https://"] where startsTarget(with: scheme) {
      return readAbsoluteTarget(from: target.lowerBound + scheme.utf8.count)
    }
    return .malformedTarget
  }

  private func startsTarget(with prefix: String) -> Bool {
    guard target.count >= prefix.utf8.count else { return false }
    return zip(section.bytes[target], prefix.utf8).allSatisfy { $0.lowercased == $1 }
  }

  private mutating func readAbsoluteTarget(from start: Int) -> RequestRefusal? {
    let bytes = section.bytes
    var end = start
    while end < target.upperBound, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "?") { end += 1 }
    guard end > start, HostSyntax.isValid(bytes[start..<end]) else { return .malformedTarget }
    host = start..<end
    splitQuery(from: end)
    return nil
  }

  private mutating func splitQuery(from start: Int) {
    let mark = section.bytes[start..<target.upperBound].firstIndex(of: UInt8(ascii: "?"))
    path = start..<(mark ?? target.upperBound)
    query = mark.map { $0 + 1..<target.upperBound }
  }
}
