import AloftHTTP

/// Finds where the placeholders of one segment, or of all that follows a `path`, have their values.
///
/// Values are tried longest first, those of a `path` shortest first. Positions from which the rest of the pattern is
/// known to fail are not tried again, so that the steps grow with the text's length and not with its square.
struct SegmentMatcher {
  /// Ends at which the rest of the pattern fails, for each placeholder one run of them.
  private var failures = ValueRanges()
  /// Where the bytes that a placeholder's values can hold stand, for each the run that was last looked at.
  private var runs = ValueRanges()
  private let pattern: SegmentPattern
  private let end: Int
  private let first: Int
  private let budget: Int
  private var steps = 0

  private init(_ pattern: SegmentPattern, from start: Int, to end: Int, first: Int) {
    self.pattern = pattern
    self.end = end
    self.first = first
    // The runs keep honest patterns far below this. It bounds what they cannot know: converters that refuse one start
    // and accept another.
    budget = (end - start + 64) * pattern.placeholders.count * 16
  }

  /// Matches `pattern` against all bytes from `start` to `end` and stores its values' ranges from `first` on.
  static func match(
    _ pattern: SegmentPattern, _ bytes: Span<UInt8>, _ start: Int, _ end: Int, first: Int,
    into ranges: inout ValueRanges, steps: inout Int
  ) -> Bool {
    steps += 1
    let prefix = pattern.prefix
    let begin = start + prefix.count
    guard begin < end, has(bytes, prefix, at: start) else { return false }
    guard pattern.placeholders.count == 1 else {
      var matcher = SegmentMatcher(pattern, from: start, to: end, first: first)
      defer { steps += matcher.steps }
      return matcher.match(0, bytes, begin, &ranges)
    }
    let suffix = pattern.placeholders[0].suffix
    let valueEnd = end - suffix.count
    guard begin < valueEnd, has(bytes, suffix, at: valueEnd),
      pattern.placeholders[0].converter.matches(bytes, begin, valueEnd)
    else { return false }
    ranges[first] = begin..<valueEnd
    return true
  }

  private mutating func match(
    _ index: Int, _ bytes: Span<UInt8>, _ start: Int, _ ranges: inout ValueRanges
  ) -> Bool {
    steps += 1
    let converter = pattern.placeholders[index].converter
    guard start < end, converter.canBegin(bytes[start]) else { return false }
    if index == pattern.placeholders.count - 1 {
      let valueEnd = end - pattern.placeholders[index].suffix.count
      guard start < valueEnd, valueEnd <= reach(of: converter, index, bytes, start),
        restMatches(index, bytes, valueEnd, &ranges)
      else { return false }
      return accepts(index, bytes, start..<valueEnd, &ranges)
    }
    if converter.isPath { return matchShortest(index, bytes, start, &ranges) }
    if let lengths = converter.lengths { return matchListed(index, bytes, start, lengths, &ranges) }
    return matchLongest(index, bytes, start, reach(of: converter, index, bytes, start), &ranges)
  }

  private mutating func matchListed(
    _ index: Int, _ bytes: Span<UInt8>, _ start: Int, _ lengths: [Int], _ ranges: inout ValueRanges
  ) -> Bool {
    for length in lengths where start + length < end && steps < budget {
      let candidate = start..<start + length
      if accepts(index, bytes, candidate, &ranges), restMatches(index, bytes, candidate.upperBound, &ranges) {
        return true
      }
    }
    return false
  }

  private mutating func matchShortest(
    _ index: Int, _ bytes: Span<UInt8>, _ start: Int, _ ranges: inout ValueRanges
  ) -> Bool {
    var candidate = start + 1
    while candidate < end && steps < budget {
      steps += 1
      let known = failures[index]
      if known.contains(candidate) {
        candidate = known.upperBound
      } else if restMatches(index, bytes, candidate, &ranges) {
        return accepts(index, bytes, start..<candidate, &ranges)
      } else {
        candidate += 1
      }
    }
    // All ends up to the last fail, whatever the start is: a later start has none left to try.
    failures[index] = start + 1..<end
    return false
  }

  private mutating func matchLongest(
    _ index: Int, _ bytes: Span<UInt8>, _ start: Int, _ reach: Int, _ ranges: inout ValueRanges
  ) -> Bool {
    var candidate = reach
    var failed = reach + 1..<reach + 1
    while candidate > start && steps < budget {
      steps += 1
      let known = failures[index]
      if known.contains(candidate) {
        failed = known.lowerBound..<max(failed.upperBound, known.upperBound)
        candidate = known.lowerBound - 1
      } else if restMatches(index, bytes, candidate, &ranges) {
        if accepts(index, bytes, start..<candidate, &ranges) { return true }
        // Another start may be accepted with this end: the run of ends that fail for all starts stops here.
        note(failed, index)
        failed = candidate..<candidate
        candidate -= 1
      } else {
        failed = candidate..<failed.upperBound
        candidate -= 1
      }
    }
    note(failed, index)
    return false
  }

  private mutating func restMatches(
    _ index: Int, _ bytes: Span<UInt8>, _ candidate: Int, _ ranges: inout ValueRanges
  ) -> Bool {
    let suffix = pattern.placeholders[index].suffix
    let next = candidate + suffix.count
    guard next <= end, has(bytes, suffix, at: candidate) else { return false }
    return index == pattern.placeholders.count - 1 ? next == end : match(index + 1, bytes, next, &ranges)
  }

  private mutating func accepts(
    _ index: Int, _ bytes: Span<UInt8>, _ range: Range<Int>, _ ranges: inout ValueRanges
  ) -> Bool {
    let converter = pattern.placeholders[index].converter
    if !converter.isPath { steps += range.count }
    guard converter.matches(bytes, range.lowerBound, range.upperBound) else { return false }
    ranges[first + index] = range
    return true
  }

  private mutating func note(_ failed: Range<Int>, _ index: Int) {
    if failed.count >= failures[index].count { failures[index] = failed }
  }

  /// The furthest position up to which a value that begins at `start` can reach.
  private mutating func reach(
    of converter: PlaceholderConverter, _ index: Int, _ bytes: Span<UInt8>, _ start: Int
  ) -> Int {
    if converter.isPath { return end }
    if let length = converter.maxLength { return limit(of: converter, length, bytes, start) }
    let known = runs[index]
    if known.contains(start) { return known.upperBound }
    var reach = start + 1
    while reach < end, converter.canHold(bytes[reach]) {
      steps += 1
      if reach == known.lowerBound && !known.isEmpty { reach = known.upperBound } else { reach += 1 }
    }
    runs[index] = start..<min(reach, end)
    return min(reach, end)
  }

  private mutating func limit(
    of converter: PlaceholderConverter, _ length: Int, _ bytes: Span<UInt8>, _ start: Int
  ) -> Int {
    var reach = start + 1
    var scalars = 1
    while reach < end, converter.canHold(bytes[reach]) {
      steps += 1
      if !isContinuation(bytes[reach]) {
        if scalars == length { break }
        scalars += 1
      }
      reach += 1
    }
    return reach
  }
}
