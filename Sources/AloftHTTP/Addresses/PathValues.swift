/// The values of a path's placeholders as ranges of the matched bytes, which belong to the request unless the path
/// was percent-encoded.
package struct PathValues: Sendable {
  /// How many values there are.
  package let count: Int
  /// The path decoded, if it was percent-encoded; the ranges are of these bytes then.
  private let decoded: [UInt8]?
  private let ranges: ValueRanges

  package init(count: Int, ranges: ValueRanges, decoded: [UInt8]?) {
    self.count = count
    self.ranges = ranges
    self.decoded = decoded
  }

  /// The bytes of a value, decoded: for parsing numbers and the like without a string.
  ///
  /// - Parameters:
  ///   - index: The value's place in the pattern.
  ///   - path: The path that was matched.
  ///   - body: What to do with the bytes. A slash that was sent as `%2F` is the byte 0xFF, which no number has.
  package func withBytes<Result, Failure: Error>(
    at index: Int, in path: Span<UInt8>, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Clamped: a wrong path gives wrong bytes, never a trap.
    if let decoded { return try body(decoded.span.extracting(ranges[index].clamped(to: decoded.indices))) }
    return try body(path.extracting(ranges[index].clamped(to: path.indices)))
  }

  /// The text of a value, decoded.
  ///
  /// - Parameters:
  ///   - index: The value's place in the pattern.
  ///   - path: The path that was matched.
  package func text(at index: Int, in path: Span<UInt8>) -> String {
    withBytes(at: index, in: path) { PathText.text($0, 0..<$0.count) }
  }
}
