extension RequestHead {
  /// Reads `METHOD target HTTP/1.1` in `line`, its CRLF excluded (RFC 9112, section 3).
  ///
  /// - Parameters:
  ///   - line: Where the line lies.
  ///   - bytes: The section's bytes.
  /// - Returns: Why it is refused, `nil` where it is not.
  func readRequestLine(_ line: Range<Int>, in bytes: Span<UInt8>) -> RequestRefusal? {
    var index = line.lowerBound
    // Unchecked, here and below: the index stays within the line, whose end the caller has read.
    while index < line.upperBound, bytes[unchecked: index].isToken { index += 1 }
    guard index > line.lowerBound, index < line.upperBound, bytes[index] == 0x20 else { return .malformedRequestLine }
    method = Self.method(line.lowerBound..<index, in: bytes)
    let start = index + 1
    index = start
    var mark: Int?
    // Blanks and controls end the target, '#' has no place in one, and 0xFF occurs in no encoding of text.
    while index < line.upperBound {
      let byte = bytes[unchecked: index]
      if byte <= 0x20 || byte == 0x7F || byte == 0xFF || byte == UInt8(ascii: "#") { break }
      if byte == UInt8(ascii: "?"), mark == nil { mark = index }
      index += 1
    }
    guard index < line.upperBound else { return .malformedRequestLine }
    guard index > start, bytes[index] == 0x20 else { return .malformedTarget }
    target = start..<index
    return readVersion(index + 1..<line.upperBound, in: bytes) ?? readTarget(in: bytes, queryMark: mark)
  }

  private static func method(_ name: Range<Int>, in bytes: Span<UInt8>) -> Method {
    // Those of nearly all requests, without making a string. Methods are case-sensitive.
    if name.count == 3, bytes[name.lowerBound] == UInt8(ascii: "G"), bytes[name.lowerBound + 1] == UInt8(ascii: "E"),
      bytes[name.lowerBound + 2] == UInt8(ascii: "T")
    {
      return .get
    }
    return bytes.extracting(name).withUnsafeBufferPointer { Method(String(decoding: $0, as: UTF8.self)) }
  }

  private func readVersion(_ range: Range<Int>, in bytes: Span<UInt8>) -> RequestRefusal? {
    let start = range.lowerBound
    guard range.count == 8, bytes[start] == UInt8(ascii: "H"), bytes[start + 1] == UInt8(ascii: "T"),
      bytes[start + 2] == UInt8(ascii: "T"), bytes[start + 3] == UInt8(ascii: "P"),
      bytes[start + 4] == UInt8(ascii: "/")
    else {
      return bytes.firstIndex(of: 0x20, in: range) == nil ? .malformedVersion : .malformedTarget
    }
    let major = bytes[start + 5]
    let minor = bytes[start + 7]
    guard major.isDigit, bytes[start + 6] == UInt8(ascii: "."), minor.isDigit else { return .malformedVersion }
    guard major == UInt8(ascii: "1"), minor <= UInt8(ascii: "1") else { return .unsupportedVersion }
    minorVersion = minor - UInt8(ascii: "0")
    return nil
  }

  /// The four forms of a target (RFC 9112, section 3.2).
  private func readTarget(in bytes: Span<UInt8>, queryMark mark: Int?) -> RequestRefusal? {
    if method == .connect { return .connectMethod }
    if bytes[target.lowerBound] == UInt8(ascii: "/") {
      split(from: target.lowerBound, at: mark)
      return nil
    }
    if target.count == 1, bytes[target.lowerBound] == UInt8(ascii: "*") {
      guard method == .options else { return .malformedTarget }
      path = target
      return nil
    }
    let scheme = bytes.firstIndex(of: UInt8(ascii: "/"), in: target).map { target.lowerBound..<$0 } ?? target
    guard bytes.spells("http:", in: scheme) || bytes.spells("https:", in: scheme),
      scheme.upperBound + 1 < target.upperBound, bytes[scheme.upperBound + 1] == UInt8(ascii: "/")
    else { return .malformedTarget }
    return readAuthority(from: scheme.upperBound + 2, in: bytes, queryMark: mark)
  }

  private func readAuthority(
    from start: Int, in bytes: Span<UInt8>, queryMark mark: Int?
  ) -> RequestRefusal? {
    let slash = bytes.firstIndex(of: UInt8(ascii: "/"), in: start..<target.upperBound)
    let end = min(slash ?? target.upperBound, max(start, mark ?? target.upperBound))
    guard end > start, HostSyntax.isValid(bytes.extracting(start..<end)) else { return .malformedTarget }
    host = start..<end
    split(from: end, at: mark)
    return nil
  }

  private func split(from start: Int, at mark: Int?) {
    path = start..<(mark ?? target.upperBound)
    query = mark.map { $0 + 1..<target.upperBound }
  }
}
