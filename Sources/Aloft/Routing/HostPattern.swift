import AloftHTTP

/// The pattern of a host, label by label: `{tenant}.example.com`.
struct HostPattern: Sendable {
  let labels: [SegmentPattern]

  init(_ pattern: RoutePattern) {
    labels = pattern.split(at: UInt8(ascii: ".")).map { SegmentPattern($0, of: pattern) }
  }

  /// One spelling for all patterns that accept the same hosts.
  var shape: String { labels.map(\.shape).joined(separator: ".") }

  /// The host itself if nothing in it varies.
  var literal: [UInt8]? {
    guard labels.allSatisfy(\.isStatic) else { return nil }
    return Array(labels.map(\.prefix).joined(separator: [UInt8(ascii: ".")]))
  }

  /// Whether this pattern is tried before another: with fewer labels that vary, and by their weights.
  static func < (a: HostPattern, b: HostPattern) -> Bool {
    let counts = (a.labels.count { !$0.isStatic }, b.labels.count { !$0.isStatic })
    if counts.0 != counts.1 { return counts.0 < counts.1 }
    for (left, right) in zip(a.labels, b.labels) {
      if left.weight < right.weight { return true }
      if right.weight < left.weight { return false }
    }
    return a.shape < b.shape
  }

  /// Matches a host that has neither port, capitals nor a point at its end.
  func matches(_ host: Span<UInt8>, into ranges: inout ValueRanges, steps: inout Int) -> Bool {
    var start = 0
    var first = 0
    for (index, label) in labels.enumerated() {
      guard start <= host.count else { return false }
      var end = start
      while end < host.count, host[end] != UInt8(ascii: ".") {
        if !Self.isLabelByte(host[end]) { return false }
        end += 1
      }
      if (index == labels.count - 1) != (end == host.count) { return false }
      if label.isStatic {
        guard label.prefix.count == end - start, has(host, label.prefix, at: start) else { return false }
      } else if !SegmentMatcher.match(label, host, start, end, first: first, into: &ranges, steps: &steps) {
        return false
      }
      first += label.placeholders.count
      start = end + 1
    }
    return true
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  /// Whether a byte of a host may stand in a label: no value of a host brings a slash or a space into an application.
  static func isLabelByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// The name in a `Host` field, in lower case.
  static func lowercasedName(of field: String) -> [UInt8] {
    let bytes = Array(field.utf8)
    return bytes[name(in: bytes.span)].map(lowercased)
  }

  /// The part of a `Host` field that names the host: without a port and without a point at the end.
  static func name(in field: Span<UInt8>) -> Range<Int> {
    var end = field.count
    for index in field.indices.reversed() {
      if field[index] == UInt8(ascii: ":") {
        end = index
        break
      }
      if !isDigit(field[index]) { break }
    }
    if end > 0, field[end - 1] == UInt8(ascii: ".") { end -= 1 }
    return 0..<end
  }
}
